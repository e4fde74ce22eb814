"""Bookings, with what is paid for them, holds and blocks."""

import sqlalchemy as sa
from alembic import op


def bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("pnr", sa.String(length=6), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("customer_id", sa.String(length=36), nullable=False),
        sa.Column("venue_id", sa.String(length=36), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("payment_status", sa.String(length=10), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("resource_id", sa.String(length=36), nullable=True),
        sa.Column("coach_id", sa.String(length=36), nullable=True),
        sa.Column("service_id", sa.String(length=36), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("seats", sa.JSON(), nullable=False),
        sa.Column("passengers", sa.JSON(), nullable=False),
        sa.Column("contact", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('court', 'appointment', 'event', 'flight')",
            name=op.f("ck_bookings_kind"),
        ),
        sa.CheckConstraint(
            "payment_status in ('UNPAID', 'PAID', 'PARTIAL', 'REFUNDED', 'FAILED')",
            name=op.f("ck_bookings_payment_status"),
        ),
        sa.CheckConstraint(
            "status in ('PENDING', 'CONFIRMED', 'CHECKED_IN', 'COMPLETED', 'CANCELLED', 'NO_SHOW')",
            name=op.f("ck_bookings_status"),
        ),
        sa.CheckConstraint("(event_id is null) <> (resource_id is null)", name=op.f("ck_bookings_one_thing")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_bookings_span")),
        sa.ForeignKeyConstraint(["coach_id"], ["resources.id"], name="fk_bookings_coach_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["people.id"], name="fk_bookings_customer_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_bookings_event_id"),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_bookings_resource_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_bookings_service_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_bookings_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bookings"),
        sa.UniqueConstraint("pnr", name="uq_bookings_pnr"),
    )
    op.create_index("ix_bookings_customer_id", "bookings", ["customer_id"], unique=False)
    op.create_index("ix_bookings_event_id", "bookings", ["event_id"], unique=False)
    op.create_index(
        "ix_bookings_venue_id_starts_at",
        "bookings",
        ["venue_id", "starts_at"],
        unique=False,
    )


def payments() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("booking_id", sa.String(length=36), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_payments_booking_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payments"),
    )
    op.create_index("ix_payments_booking_id", "payments", ["booking_id"], unique=False)


def holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("venue_id", sa.String(length=36), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_holds_event_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_holds_person_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_holds_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
        sa.UniqueConstraint("person_id", "event_id", name="uq_holds_person_id_event_id"),
    )
    op.create_index("ix_holds_expires_at", "holds", ["expires_at"], unique=False)


def blocks() -> None:
    op.create_table(
        "blocks",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("venue_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_blocks_event_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_blocks_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_blocks"),
    )
    op.create_index("ix_blocks_venue_id", "blocks", ["venue_id"], unique=False)
