"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(length=36), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("booking_id", sa.String(length=36), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("venue_id", sa.String(length=36), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.create_index("ix_changes_at", "changes", ["at"], unique=False)
    op.create_index("ix_changes_booking_id", "changes", ["booking_id"], unique=False)

    op.create_table(
        "idempotency_keys",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_idempotency_keys"),
    )
    op.create_index(
        "ix_idempotency_keys_created_at",
        "idempotency_keys",
        ["created_at"],
        unique=False,
    )

    op.create_table(
        "people",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
    )
    op.create_table(
        "topics",
        sa.Column("topic", sa.String(length=90), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name="pk_topics"),
    )
    op.create_table(
        "venues",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("min_minutes", sa.Integer(), nullable=False),
        sa.Column("max_minutes", sa.Integer(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("cancel_hours", sa.Integer(), nullable=False),
        sa.Column("confirms_at_once", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind in ('club', 'clinic', 'theatre', 'airline')", name=op.f("ck_venues_kind")),
        sa.CheckConstraint(
            "slot_minutes between 5 and 60 and 60 % slot_minutes = 0",
            name=op.f("ck_venues_slot_minutes"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_venues"),
    )
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

    op.create_table(
        "logins",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_logins_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_logins"),
    )
    op.create_index("ix_logins_person_id", "logins", ["person_id"], unique=False)

    op.create_table(
        "resources",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("venue_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sport", sa.String(length=40), nullable=False),
        sa.Column("prices", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind in ('court', 'provider', 'coach')", name=op.f("ck_resources_kind")),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_resources_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_resources"),
    )
    op.create_index("ix_resources_venue_id", "resources", ["venue_id"], unique=False)

    op.create_table(
        "services",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("venue_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "minutes > 0 and buffer_before >= 0 and buffer_after >= 0",
            name=op.f("ck_services_minutes"),
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_services_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_services"),
    )
    op.create_index("ix_services_venue_id", "services", ["venue_id"], unique=False)

    op.create_table(
        "staff",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("venue_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_staff_person_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_staff_venue_id"),
        sa.PrimaryKeyConstraint("person_id", "venue_id", name="pk_staff"),
    )
    op.create_index("ix_staff_venue_id", "staff", ["venue_id"], unique=False)

    op.create_table(
        "standings",
        sa.Column("topic", sa.String(length=90), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_standings_change_id"),
        sa.PrimaryKeyConstraint("topic", "version", name="pk_standings"),
    )
    op.create_index("ix_standings_change_id", "standings", ["change_id"], unique=False)

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
    op.create_table(
        "service_providers",
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("resource_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_service_providers_resource_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_service_providers_service_id"),
        sa.PrimaryKeyConstraint("service_id", "resource_id", name="pk_service_providers"),
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("resource_id", sa.String(length=36), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_id", sa.String(length=36), nullable=True),
        sa.Column("booking_id", sa.String(length=36), nullable=True),
        sa.Column("block_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "kind in ('hold', 'booking', 'block', 'buffer', 'offer')",
            name=op.f("ck_claims_kind"),
        ),
        sa.CheckConstraint(
            "(case when hold_id is null then 0 else 1 end)"
            " + (case when booking_id is null then 0 else 1 end) + (case when block_id is null then 0 else 1 end) = 1",
            name=op.f("ck_claims_one_owner"),
        ),
        sa.CheckConstraint(
            "(seat_id is not null and event_id is not null and resource_id is null and starts_at is null"
            " and ends_at is null) or (seat_id is null and event_id is null and resource_id is not null"
            " and starts_at is not null and ends_at > starts_at)",
            name=op.f("ck_claims_seat_or_span"),
        ),
        sa.ForeignKeyConstraint(["block_id"], ["blocks.id"], name="fk_claims_block_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_claims_booking_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_claims_event_id"),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name="fk_claims_hold_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_claims_resource_id"),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name="fk_claims_seat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
        sa.UniqueConstraint("seat_id", name="uq_claims_seat_id"),
    )
    op.create_index("ix_claims_block_id", "claims", ["block_id"], unique=False)
    op.create_index("ix_claims_booking_id", "claims", ["booking_id"], unique=False)
    op.create_index("ix_claims_event_id", "claims", ["event_id"], unique=False)
    op.create_index("ix_claims_hold_id", "claims", ["hold_id"], unique=False)
    op.create_index(
        "ix_claims_resource_id_starts_at",
        "claims",
        ["resource_id", "starts_at"],
        unique=False,
    )

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
    for statement in _no_overlap(op.get_bind().dialect.name):
        op.execute(statement)


def _no_overlap(dialect: str) -> list[str]:
    """Two spans on one resource never share a moment; spans are half-open, so touching ones are fine."""
    if dialect == "postgresql":
        return [
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            "ALTER TABLE claims ADD CONSTRAINT ex_claims_overlap EXCLUDE USING gist"
            " (resource_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&) WHERE (resource_id IS NOT NULL)",
        ]
    return [
        f"""CREATE TRIGGER claims_overlap_{name} BEFORE {moment} ON claims
        WHEN NEW.resource_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM claims WHERE resource_id = NEW.resource_id AND id IS NOT NEW.id
            AND starts_at < NEW.ends_at AND NEW.starts_at < ends_at)
        BEGIN SELECT RAISE(ABORT, 'claims overlap'); END"""  # noqa: S608 (the names are ours)
        for name, moment in (("insert", "INSERT"), ("update", "UPDATE"))
    ]


def downgrade() -> None:
    for table in (
        "payments",
        "claims",
        "service_providers",
        "seats",
        "holds",
        "flights",
        "bookings",
        "blocks",
        "standings",
        "staff",
        "services",
        "resources",
        "logins",
        "events",
        "venues",
        "topics",
        "people",
        "idempotency_keys",
        "changes",
    ):
        op.drop_table(table)
