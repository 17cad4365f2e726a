"""The API's part: how often each channel number is used."""
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "database"))

from shared.repositories import SessionLocal
from sqlalchemy import func
from src.models.models import RelayChannel


def average_channel():
    with SessionLocal() as session:
        return float(session.query(func.avg(RelayChannel.channel_number)).scalar() or 0)
