"""A flight keeps the time zone of where it leaves, the gate that it had before a change, and what its cabin has besides seats"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("flights", sa.Column("origin_zone", sa.String(60), server_default="", nullable=False))
    op.add_column("flights", sa.Column("previous_gate", sa.String(6), server_default="", nullable=False))
    op.add_column("events", sa.Column("facilities", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("events", "facilities")
    op.drop_column("flights", "previous_gate")
    op.drop_column("flights", "origin_zone")
