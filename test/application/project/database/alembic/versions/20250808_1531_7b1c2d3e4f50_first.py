"""Tables of the first version."""

import sqlalchemy as sa
from alembic import op

revision = "7b1c2d3e4f50"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "relay_channels",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
    )


def downgrade():
    op.drop_table("relay_channels")
