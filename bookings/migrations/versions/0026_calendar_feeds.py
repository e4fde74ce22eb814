"""Secret addresses of calendars; what is booked of one court or person is found by its start"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ID = sa.String(length=36)
_BY_START = ("resource_id", "coach_id")


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("id", ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("venue_id", ID, nullable=True),
        sa.Column("resource_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_calendar_feeds_person_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_calendar_feeds_venue_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_calendar_feeds_resource_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_feeds"),
        sa.UniqueConstraint("digest", name="uq_calendar_feeds_digest"),
    )
    for each in ("person_id", "venue_id", "resource_id"):
        op.create_index(f"ix_calendar_feeds_{each}", "calendar_feeds", [each])
    for each in _BY_START:
        there = sa.text(f"{each} IS NOT NULL")
        op.create_index(f"ix_bookings_{each}_starts_at", "bookings", [each, "starts_at"], sqlite_where=there, postgresql_where=there)
        op.drop_index(f"ix_bookings_{each}", "bookings")


def downgrade() -> None:
    for each in _BY_START:
        there = sa.text(f"{each} IS NOT NULL")
        op.create_index(f"ix_bookings_{each}", "bookings", [each], sqlite_where=there, postgresql_where=there)
        op.drop_index(f"ix_bookings_{each}_starts_at", "bookings")
    op.drop_table("calendar_feeds")
