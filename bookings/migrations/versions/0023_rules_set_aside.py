"""Rules that a manager sets aside for one booking, and why"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("bookings", "holds"):
        op.add_column(table, sa.Column("overridden", sa.JSON(), server_default="[]", nullable=False))
        op.add_column(table, sa.Column("override_reason", sa.String(200), server_default="", nullable=False))


def downgrade() -> None:
    for table in ("bookings", "holds"):
        op.drop_column(table, "override_reason")
        op.drop_column(table, "overridden")
