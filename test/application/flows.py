"""Writes and questions, as the application at argv[1] makes them, then what its tables hold: one JSON document a line."""

import json
import sys
from datetime import datetime
from pathlib import Path

project = Path(sys.argv[1])
sys.path[:0] = [str(project / "database"), str(project / "config-app" / "backend")]

from main import average_channel  # noqa: E402
from shared import repositories as r  # noqa: E402
from shared import vehicle_repository as vehicle  # noqa: E402
from src.models.models import Base  # noqa: E402

devices, signals, events = r.DeviceRepository(), r.CanSignalRepository(), r.EventRepository()
telemetry, icons, macros = r.TelemetryRepository(), r.IconRepository(), r.MacroRepository()
signal = {"can_id": "0x18FEF100", "start_bit": 0, "length_bits": 16}
event = {"event_type": "prova", "timestamp": datetime(2031, 1, 1), "status": "success"}
reading = {"device_id": 1, "data_type": "prova"}
long = "é ~ \\ \t linha\n" * 5000

FLOWS = [
    ("create", lambda: devices.create(uuid="prova-1", name="Água", type="esp32_relay", mac_address="AA:01")),
    ("no mac", lambda: devices.create(uuid="prova-3", name="abelha", type="x", mac_address=None)),
    ("empty mac", lambda: devices.create(uuid="prova-4", name="Abelha", type="x", mac_address="")),
    ("inactive", lambda: devices.create(uuid="prova-6", name="_", type="x", is_active=False)),
    # PostgreSQL gives no id twice, not even that of a refused row: what is created comes first.
    ("same uuid", lambda: devices.create(uuid="prova-1", name="outra", type="x")),
    ("same mac", lambda: devices.create(uuid="prova-2", name="outra", type="x", mac_address="AA:01")),
    ("empty mac again", lambda: devices.create(uuid="prova-5", name="Zebra", type="x", mac_address="")),
    ("names in bytes", devices.by_name),
    ("search, any case", lambda: devices.search("ABELHA")),
    ("search, accents as they are", lambda: devices.search("água")),
    ("search, a wildcard", lambda: devices.search("a%a")),
    ("active", devices.count_active),
    ("disabled", lambda: devices.disable("prova-3")),
    ("a name to NULL", lambda: devices.update("prova-1", ip_address=None, firmware_version="1.0")),
    ("IPv6", lambda: devices.update("prova-1", ip_address="2001:db8::1")),
    ("time", lambda: str(devices.update("prova-1", last_seen=datetime(2099, 5, 6, 7, 8, 9, 123456)))),
    ("time without fraction", lambda: str(devices.update("prova-4", last_seen=datetime(2098, 1, 1)))),
    ("last seen", lambda: devices.last_seen()[:2]),
    ("JSON text", lambda: devices.configure("prova-1", "10.0.0.1")),
    ("JSON text again", lambda: devices.configure("prova-1", "ção")),
    ("no JSON", lambda: devices.update("prova-4", capabilities_json="relay,display")),
    ("NaN in JSON", lambda: devices.update("prova-4", capabilities_json='{"a": NaN, "b": "\\u0000"}')),
    ("long text", lambda: devices.update("prova-4", configuration_json=long)[0] == long),
    ("deleted", lambda: devices.delete("prova-6")),
    ("signal", lambda: signals.create(signal_name="Prova", **signal)),
    ("signal without category", lambda: signals.create(signal_name="prova", category=None, **signal)),
    ("signal with category", lambda: signals.create(signal_name="Zprova", category="Motor", **signal)),
    ("same signal", lambda: signals.create(signal_name="Prova", **signal)),
    ("by category", signals.all),
    ("float", lambda: signals.scale("Prova", 0.1 + 0.2)),
    ("small float", lambda: signals.scale("Prova", 5e-324)),
    ("large float", lambda: signals.scale("Prova", 1.7976931348623157e308)),
    ("event", lambda: events.log(source="a", payload='{"b": "\\u0000"}', **event)),
    ("event at the same time", lambda: events.log(source="b", payload=None, **event)),
    ("recent", lambda: events.recent(3)),
    ("after now", events.since_the_clock),
    ("telemetry", lambda: telemetry.add(data_key="a", data_value="nan", timestamp=datetime(1970, 1, 1), **reading)),
    ("telemetry of 2080", lambda: telemetry.add(data_key="b", data_value="", timestamp=datetime(2080, 1, 1), **reading)),
    ("telemetry, a number", lambda: telemetry.add(data_key="c", data_value="1e-7", unit="°C", timestamp=datetime(2026, 3, 1), **reading)),
    ("icon", lambda: icons.save("Prova", display_name="Prova", category=None, tags='["Guincho", "4X4"]')),
    ("icon again", lambda: icons.save("Prova", category="prova")),
    ("icons by tag", lambda: icons.search("GUINCHO")),
    ("icons by category", icons.by_category),
    ("icon deleted", lambda: icons.delete("Prova")),
    ("macro", lambda: macros.run("prova", [{"ação": "ligar", "canal": 1}])),
    ("macro again", lambda: macros.run("prova", [])),
    ("vehicle", lambda: vehicle.save(odometer=123456, tags='["a"]', notes=long[:1000])),
    ("vehicle, a fraction", lambda: vehicle.save(color="azul metálico")),
    ("average", average_channel),
]


def shown(column, value):
    """The API takes a fraction for the capacity: SQLite keeps a whole one as an integer, PostgreSQL does not."""
    return str(float(value) if column.name == "engine_capacity" and value is not None else value)


def rows():
    """What everybody will find; times that the database gave are not the same twice."""
    with r.SessionLocal() as session:
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.c if column.name not in ("created_at", "updated_at", "installed_at")]
            for row in session.query(*columns).order_by(*table.primary_key.columns):
                print(json.dumps([table.name, *map(shown, columns, row)], ensure_ascii=False))


if sys.argv[2:] != ["rows"]:
    for name, flow in FLOWS:
        print(json.dumps([name, flow()], ensure_ascii=False))
rows()
