"""Does what AutoCore does with its database at argv[1], and prints what it sees: one JSON document a line."""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, func, or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, sessionmaker

sys.path.append(str(Path(__file__).parent / "project" / "database"))
from src.models.models import CanSignal, Device, EventLog, Icon, Macro, RelayBoard, RelayChannel, Screen, ScreenItem, TelemetryData, Vehicle

engine = create_engine(sys.argv[1])
Session = sessionmaker(bind=engine)


def show(name, value):
    print(json.dumps([name, value], ensure_ascii=False, default=repr))


def columns_of(row):
    return [shown(row, column.name) for column in row.__table__.columns if column.name not in ("created_at", "updated_at")]


def shown(row, name):
    """The API takes a fraction for the capacity: SQLite keeps a whole one as an integer, PostgreSQL does not."""
    value = getattr(row, name)
    return float(value) if name == "engine_capacity" and value is not None else value


with Session() as session:
    for model in (Device, RelayBoard, RelayChannel, Screen, ScreenItem, EventLog, Macro, Icon, CanSignal, Vehicle, TelemetryData):
        for row in session.query(model).order_by(model.id):
            show(model.__tablename__, columns_of(row))

    devices = session.query(Device).options(joinedload(Device.relay_boards).joinedload(RelayBoard.channels))
    for device in devices.order_by(Device.id):
        boards = [[board.board_model, sorted(channel.name for channel in board.channels)] for board in device.relay_boards]
        show("device with boards", [device.uuid, boards])

    # The byte order decides which relay device is talked to; a Portuguese collation would change it.
    session.add_all(
        Device(uuid=f"ordem-{n}", name=name, type="esp32_relay")
        for n, name in enumerate(["Água", "Zebra", "abelha", "Abelha", "_", "Ação", "água", "Z", "a b", "a-b", "ab"])
    )
    session.commit()
    show("by name", [name for name, in session.query(Device.name).order_by(Device.name)])
    show("first relay", session.query(Device.uuid).filter(Device.type == "esp32_relay").order_by(Device.name.desc()).first()[0])
    show("ids", [id for id, in session.query(Device.id).filter(Device.uuid.like("ordem-%")).order_by(Device.id)])
    show("active", [uuid for uuid, in session.query(Device.uuid).filter(Device.is_active == True).order_by(Device.id)])  # noqa: E712
    show("inactive", [uuid for uuid, in session.query(Device.uuid).filter(Device.is_active.is_(False)).order_by(Device.id)])

    device = session.query(Device).filter(Device.uuid == "esp32-relay-001").one()
    configuration = json.loads(device.configuration_json)
    configuration["mqtt"]["broker"] = "10.9.8.7"
    device.configuration_json = json.dumps(configuration)
    device.capabilities_json = '{"canais": NaN}'
    device.last_seen = datetime(2026, 1, 2, 3, 4, 5, 678901)
    device.ip_address = "2001:db8:85a3::8a2e:370:7334"
    session.commit()
    session.refresh(device)
    show("text of JSON", [device.configuration_json, device.capabilities_json, device.ip_address])
    show("naive time", [device.last_seen, device.last_seen.tzinfo, device.last_seen - timedelta(hours=1) < device.last_seen])
    age = datetime.utcnow() - device.updated_at
    show("func.now() is UTC", abs(age) < timedelta(minutes=5))

    session.add(Icon(name="guincho-novo", display_name="Guincho", tags=json.dumps(["Guincho", "4X4"])))
    session.commit()
    search = "%guincho%"
    found = session.query(Icon.name).filter(or_(func.lower(Icon.tags).like(search), func.lower(Icon.name).like(search)))
    show("icons by tag", [name for name, in found.order_by(Icon.name)])

    for n, value in enumerate(["online", "nan", "True", "{'a': 1}", "12.5", ""]):
        at = datetime(2026, 3, 1, 12, 0, n)
        session.add(TelemetryData(device_id=1, timestamp=at, data_type="prova", data_key=f"chave{n}", data_value=value))
    for year in (1970, 2080):
        session.add(TelemetryData(device_id=1, timestamp=datetime(year, 1, 1), data_type="prova", data_key="relógio", data_value=str(year)))
    session.add(TelemetryData(device_id=1, data_type="prova", data_key="agora", data_value="1"))
    session.add(EventLog(event_type="prova", source="teste", payload='{"a": "\\u0000", "b": NaN}', status="success"))
    session.commit()
    own = session.query(TelemetryData).filter(TelemetryData.data_type == "prova")
    for row in own.filter(TelemetryData.data_key != "agora").order_by(TelemetryData.timestamp, TelemetryData.id):
        show("telemetry", columns_of(row))
    row = own.filter(TelemetryData.data_key == "chave4").one()
    row.data_value = "13.75"
    row.timestamp = datetime(2027, 12, 31, 23, 59, 59, 999999)
    session.commit()
    show("moved in time", columns_of(own.filter(TelemetryData.data_key == "chave4").one()))
    latest = session.query(TelemetryData.data_key, func.max(TelemetryData.timestamp)).group_by(TelemetryData.data_key)
    show("latest", [list(row) for row in latest.filter(TelemetryData.data_key != "agora").order_by(TelemetryData.data_key)])

    try:
        session.add(Device(uuid="esp32-relay-001", name="outra", type="x"))
        session.commit()
        show("unique", "not kept")
    except IntegrityError:
        session.rollback()
        show("unique", "IntegrityError")

    screen = session.query(Screen).order_by(Screen.id).first()
    child = Screen(name="filha", title="Filha", parent=screen, position=9)
    child.items.append(ScreenItem(item_type="button", name="botao", label="Botão", position=1, action_type="macro"))
    session.add(child)
    session.commit()
    show("children", sorted(each.name for each in screen.children))
    session.delete(child)
    session.commit()
    show("items left", session.query(ScreenItem).filter(ScreenItem.name == "botao").count())

    board = device.relay_boards[0]
    counts = [session.query(each).count() for each in (RelayBoard, RelayChannel)]
    session.query(ScreenItem).filter(ScreenItem.relay_board_id == board.id).delete(synchronize_session=False)
    session.delete(device)
    session.commit()
    show("cascade", [counts, [session.query(each).count() for each in (RelayBoard, RelayChannel)]])
    show("telemetry left", session.query(TelemetryData).count())

    macro = session.query(Macro).order_by(Macro.name).first()
    macro.execution_count = (macro.execution_count or 0) + 1
    session.commit()
    show("macro", [macro.name, macro.execution_count, json.loads(macro.action_sequence)])
    signal = session.query(CanSignal).order_by(CanSignal.id).first()
    signal.can_id, signal.scale_factor = "0x18FEF100", 0.1 + 0.2
    session.commit()
    show("floats", [signal.can_id, signal.scale_factor])
