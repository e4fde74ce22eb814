"""The claims by which a hold, a booking or a block has a seat or a span; no two can have the same."""

import sqlalchemy as sa
from alembic import op


def claims() -> None:
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


def no_overlap() -> None:
    """Two spans on one resource never share a moment; spans are half-open, so touching ones are fine."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(
            "ALTER TABLE claims ADD CONSTRAINT ex_claims_overlap EXCLUDE USING gist"
            " (resource_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&) WHERE (resource_id IS NOT NULL)"
        )
        return
    for name, moment in (("insert", "INSERT"), ("update", "UPDATE")):
        op.execute(
            f"""CREATE TRIGGER claims_overlap_{name} BEFORE {moment} ON claims
        WHEN NEW.resource_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM claims WHERE resource_id = NEW.resource_id AND id IS NOT NEW.id
            AND starts_at < NEW.ends_at AND NEW.starts_at < ends_at)
        BEGIN SELECT RAISE(ABORT, 'claims overlap'); END"""  # noqa: S608 (the names are ours)
        )
