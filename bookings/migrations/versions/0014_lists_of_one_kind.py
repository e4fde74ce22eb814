"""Indexes of the newest bookings of a kind, of a word for the payment, owed, and paid too much: what lists are narrowed to"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_NEWEST = ("status", "created_at", "id")
_OWED = sa.text("status <> 'CANCELLED' AND paid < price")
_SURPLUS = sa.text("paid > CASE WHEN status <> 'CANCELLED' THEN price ELSE fee END")
_INDEXES: tuple[tuple[str, tuple[str, ...], sa.TextClause | None], ...] = (
    ("ix_bookings_newest_of_kind", ("venue_id", "kind", *_NEWEST), None),
    ("ix_bookings_newest_of_payment", ("venue_id", "payment_status", *_NEWEST), None),
    ("ix_bookings_newest_owed", ("venue_id", *_NEWEST), _OWED),
    ("ix_bookings_newest_surplus", ("venue_id", *_NEWEST), _SURPLUS),
)


def upgrade() -> None:
    for name, columns, only in _INDEXES:
        op.create_index(name, "bookings", list(columns), sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    for name, _, _ in _INDEXES:
        op.drop_index(name, "bookings")
