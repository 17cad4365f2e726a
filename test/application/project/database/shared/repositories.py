"""
Repositories with the habits of AutoCore's: the file is fixed, errors are known by their text.
"""
import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))

from sqlalchemy import create_engine, func, or_, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker
from src.models.models import CanSignal, Device, EventLog, Icon, Macro, RelayBoard, RelayChannel, TelemetryData

DATABASE_URL = f"sqlite:///{Path(__file__).parent.parent}/autocore.db"
engine = create_engine(DATABASE_URL, echo=False)
SessionLocal = sessionmaker(autocommit=False, autoflush=False, bind=engine)


class DeviceRepository:
    def create(self, **values):
        with SessionLocal() as session:
            device = Device(**values)
            session.add(device)
            try:
                session.commit()
            except IntegrityError as e:
                if 'UNIQUE constraint failed: devices.uuid' in str(e):
                    return "uuid exists"
                elif 'UNIQUE constraint failed: devices.mac_address' in str(e):
                    return "mac exists"
                raise
            return [device.id, device.uuid, device.status, device.is_active]

    def update(self, uuid, **values):
        with SessionLocal() as session:
            device = session.query(Device).filter(Device.uuid == uuid).one()
            for name, value in values.items():
                setattr(device, name, value)
            session.commit()
            return [getattr(device, name) for name in values]

    def configure(self, uuid, broker):
        with SessionLocal() as session:
            device = session.query(Device).filter(Device.uuid == uuid).one()
            configuration = json.loads(device.configuration_json or "{}")
            configuration["broker"] = broker
            device.configuration_json = json.dumps(configuration, ensure_ascii=False)
            session.commit()
            return device.configuration_json

    def delete(self, uuid):
        with SessionLocal() as session:
            session.delete(session.query(Device).filter(Device.uuid == uuid).one())
            session.commit()
            return [session.query(model).count() for model in (Device, RelayBoard, RelayChannel)]

    def search(self, part):
        with SessionLocal() as session:
            return [name for name, in session.query(Device.name).filter(Device.name.like(f"%{part}%")).order_by(Device.name)]

    def by_name(self):
        with SessionLocal() as session:
            return [device.uuid for device in session.query(Device).order_by(Device.name).all()]

    def last_seen(self):
        with SessionLocal() as session:
            return [device.uuid for device in session.query(Device).order_by(Device.last_seen.desc()).all()]

    def count_active(self):
        with SessionLocal() as session:
            return session.execute(text("SELECT count(*) FROM devices WHERE is_active = 1")).scalar()

    def disable(self, part):
        with SessionLocal() as session:
            session.execute(text("UPDATE devices SET is_active = 0 WHERE uuid = :uuid"), {"uuid": part})
            session.commit()
        return self.count_active()


class CanSignalRepository:
    def create(self, **values):
        with SessionLocal() as session:
            try:
                session.add(CanSignal(**values))
                session.commit()
            except Exception as e:
                return "exists" if "UNIQUE constraint failed" in str(e) else "failed"
            return "created"

    def all(self):
        with SessionLocal() as session:
            query = session.query(CanSignal)
            return [[s.category, s.signal_name] for s in query.order_by(CanSignal.category, CanSignal.signal_name).all()]

    def scale(self, name, factor):
        with SessionLocal() as session:
            signal = session.query(CanSignal).filter(CanSignal.signal_name == name).one()
            signal.scale_factor = factor
            session.commit()
            return signal.scale_factor


class EventRepository:
    def log(self, **values):
        with SessionLocal() as session:
            session.add(EventLog(**values))
            session.commit()
            return session.query(EventLog).count()

    def recent(self, limit):
        with SessionLocal() as session:
            events = session.query(EventLog).order_by(EventLog.timestamp.desc()).limit(limit).all()
            return [[event.event_type, event.source, event.payload] for event in events]

    def since_the_clock(self):
        with SessionLocal() as session:
            return session.execute(text("SELECT count(*) FROM event_logs WHERE timestamp > datetime('now')")).scalar()


class TelemetryRepository:
    def add(self, **values):
        with SessionLocal() as session:
            session.add(TelemetryData(**values))
            session.commit()
            query = session.query(TelemetryData).filter(TelemetryData.data_type == values["data_type"])
            return [[row.data_key, row.data_value, row.unit] for row in query.order_by(TelemetryData.timestamp).all()]


class IconRepository:
    def save(self, name, **values):
        with SessionLocal() as session:
            icon = session.query(Icon).filter(Icon.name == name).first() or Icon(name=name)
            for key, value in values.items():
                setattr(icon, key, value)
            session.add(icon)
            session.commit()
            return [icon.name, icon.category, icon.tags]

    def search(self, part):
        with SessionLocal() as session:
            term = f"%{part.lower()}%"
            found = or_(func.lower(Icon.name).like(term), func.lower(Icon.tags).like(term))
            return [icon.name for icon in session.query(Icon).filter(found).order_by(Icon.name).all()]

    def by_category(self):
        with SessionLocal() as session:
            return [icon.name for icon in session.query(Icon).order_by(Icon.category, Icon.name).all()]

    def delete(self, name):
        with SessionLocal() as session:
            session.query(Icon).filter(Icon.name == name).delete(synchronize_session=False)
            session.commit()
            return session.query(Icon).count()


class MacroRepository:
    def run(self, name, actions):
        with SessionLocal() as session:
            macro = session.query(Macro).filter(Macro.name == name).first() or Macro(name=name)
            macro.action_sequence = json.dumps(actions, ensure_ascii=False)
            macro.execution_count = (macro.execution_count or 0) + 1
            session.add(macro)
            session.commit()
            return [macro.execution_count, json.loads(macro.action_sequence)]
