"""How late a flight is disrupted, what its passengers chose then, who is checked in and has boarded"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

ID = sa.String(length=36)


def upgrade() -> None:
    op.add_column("venues", sa.Column("disruption_minutes", sa.Integer(), nullable=False, server_default="120"))
    op.add_column("calendar_feeds", sa.Column("last_read_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("bookings", sa.Column("agreed_departure", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "flight_choices",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.Column("to_number", sa.String(length=10), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.CheckConstraint("choice in ('keep', 'change', 'refund')", name=op.f("ck_flight_choices_choice")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_flight_choices_event_id"),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_flight_choices_booking_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "booking_id", name="pk_flight_choices"),
    )
    op.create_index("ix_flight_choices_booking_id", "flight_choices", ["booking_id"])
    op.create_index("ix_flight_choices_event_id_choice_at", "flight_choices", ["event_id", "choice", "at"])
    op.create_table(
        "boardings",
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("passenger", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_in_by", sa.String(length=120), nullable=False),
        sa.Column("boarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("boarded_by", sa.String(length=120), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_boardings_booking_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_boardings_event_id"),
        sa.PrimaryKeyConstraint("booking_id", "passenger", name="pk_boardings"),
    )
    op.create_index("ix_boardings_event_id", "boardings", ["event_id"])
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("after", ID, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_announcements_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
    )


def downgrade() -> None:
    op.drop_table("announcements")
    op.drop_table("boardings")
    op.drop_table("flight_choices")
    op.drop_column("calendar_feeds", "last_read_at")
    op.drop_column("bookings", "agreed_departure")
    op.drop_column("venues", "disruption_minutes")
