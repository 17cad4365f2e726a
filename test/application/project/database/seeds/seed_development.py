#!/usr/bin/env python3
"""Devices to develop with."""
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from src.models.models import Device

DATABASE_URL = f"sqlite:///{Path(__file__).parent.parent}/autocore.db"
engine = create_engine(DATABASE_URL, connect_args={"check_same_thread": False})

if __name__ == "__main__":
    with sessionmaker(bind=engine)() as session:
        if session.query(Device).filter(Device.uuid == "semente-001").count() == 0:
            session.add(Device(uuid="semente-001", name="Semente", type="esp32_relay"))
            session.commit()
        print(session.query(Device).filter(Device.uuid == "semente-001").count())
