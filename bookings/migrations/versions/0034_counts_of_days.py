"""Counts of the days that are over; money and events are found by when they were"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_TO_COUNT = sa.text("figures IS NULL")


def upgrade() -> None:
    op.create_table(
        "day_counts",
        sa.Column("venue_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_day_counts_venue_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("venue_id", "day", name="pk_day_counts"),
    )
    op.create_index(
        "ix_day_counts_to_count", "day_counts", ["venue_id", "day"], sqlite_where=_TO_COUNT, postgresql_where=_TO_COUNT
    )
    op.create_index("ix_payments_venue_id_at", "payments", ["venue_id", "at"])
    op.create_index("ix_events_venue_id_starts_at", "events", ["venue_id", "starts_at"])


def downgrade() -> None:
    op.drop_index("ix_events_venue_id_starts_at", "events")
    op.drop_index("ix_payments_venue_id_at", "payments")
    op.drop_table("day_counts")
