"""Waiting lists for events: wishes, of which events seats have come back, whether a venue keeps lists and how long it offers"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

ID = sa.String(length=36)
LIVING = sa.text("state IN ('waiting', 'offered')")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.add_column("venues", sa.Column("waiting_lists", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("venues", sa.Column("offer_minutes", sa.Integer(), nullable=False, server_default="30"))
    op.create_table(
        "wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("venue_id", ID, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("hold_id", ID, nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'offered', 'booked', 'declined', 'lapsed', 'left', 'removed', 'over')", name=op.f("ck_wishes_state")
        ),
        sa.CheckConstraint("party > 0", name=op.f("ck_wishes_party")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_wishes_person_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_wishes_venue_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_wishes_event_id"),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name="fk_wishes_hold_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_wishes"),
    )
    op.create_index(
        "uq_wishes_person_id_event_id", "wishes", ["person_id", "event_id"], unique=True, sqlite_where=LIVING, postgresql_where=LIVING
    )
    op.create_index("ix_wishes_event_id_id", "wishes", ["event_id", "id"], sqlite_where=LIVING, postgresql_where=LIVING)
    op.create_index("ix_wishes_until", "wishes", ["until"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index("ix_wishes_hold_id", "wishes", ["hold_id"])
    op.create_index("ix_wishes_ended_at", "wishes", ["ended_at"])
    op.create_table(
        "seats_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_seats_back_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_seats_back"),
    )
    op.create_index("ix_seats_back_event_id", "seats_back", ["event_id"])


def downgrade() -> None:
    op.drop_table("seats_back")
    op.drop_table("wishes")
    op.drop_column("venues", "offer_minutes")
    op.drop_column("venues", "waiting_lists")
