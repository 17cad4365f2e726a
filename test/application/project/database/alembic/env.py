"""Alembic as AutoCore has it: its engine comes from the models, whatever alembic.ini says."""

import sys
from pathlib import Path

from alembic import context

sys.path.append(str(Path(__file__).parent.parent))

from src.models import Base, get_engine

with get_engine().connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
