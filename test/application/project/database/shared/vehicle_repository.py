"""The one vehicle."""
from pathlib import Path
import sys

sys.path.append(str(Path(__file__).parent.parent))

from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker
from src.models.models import Vehicle

DATABASE_URL = f"sqlite:///{Path(__file__).parent.parent}/autocore.db"
engine = create_engine(DATABASE_URL, echo=False)
SessionLocal = sessionmaker(bind=engine)


def save(**values):
    with SessionLocal() as session:
        vehicle = session.query(Vehicle).first()
        for name, value in values.items():
            setattr(vehicle, name, value)
        session.commit()
        return [getattr(vehicle, name) for name in values]


def add(**values):
    with SessionLocal() as session:
        try:
            session.add(Vehicle(**values))
            session.commit()
        except IntegrityError as e:
            if 'plate' in str(e) and 'UNIQUE constraint failed' in str(e):
                return "plate exists"
            return "refused"
        return "created"
