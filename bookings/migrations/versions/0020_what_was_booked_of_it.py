"""Whether a court, a person or a service was ever booked is found without walking through the bookings"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_COLUMNS = ("resource_id", "coach_id", "service_id")


def upgrade() -> None:
    for each in _COLUMNS:
        there = sa.text(f"{each} IS NOT NULL")
        op.create_index(f"ix_bookings_{each}", "bookings", [each], sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    for each in _COLUMNS:
        op.drop_index(f"ix_bookings_{each}", "bookings")
