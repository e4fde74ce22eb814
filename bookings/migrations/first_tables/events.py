"""Events, flights, and their seats."""

import sqlalchemy as sa
from alembic import op


def events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("doors_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("seats_per_basket", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('show', 'flight')", name=op.f("ck_events_kind")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_events_span")),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_events_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_venue_id", "events", ["venue_id"], unique=False)


def flights() -> None:
    op.create_table(
        "flights",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=3), nullable=False),
        sa.Column("destination", sa.String(length=3), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("gate", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_flights_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_flights"),
        sa.UniqueConstraint("event_id", name="uq_flights_event_id"),
    )
    op.create_index("ix_flights_number", "flights", ["number"], unique=False)


def seats() -> None:
    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=12), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("row", sa.String(length=6), nullable=False),
        sa.Column("row_order", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=6), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_seats_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_seats"),
        sa.UniqueConstraint("event_id", "label", name="uq_seats_event_id_label"),
    )
