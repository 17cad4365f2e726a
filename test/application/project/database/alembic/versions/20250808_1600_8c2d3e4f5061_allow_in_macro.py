"""Macros may be kept from a channel."""

import sqlalchemy as sa
from alembic import op

revision = "8c2d3e4f5061"
down_revision = "7b1c2d3e4f50"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("relay_channels", sa.Column("allow_in_macro", sa.Boolean(), nullable=True))
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE relay_channels SET allow_in_macro = 1 WHERE allow_in_macro IS NULL"))


def downgrade():
    op.drop_column("relay_channels", "allow_in_macro")
