"""Payments at a provider, its messages, and refunds that wait to be sent there"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ID, NAME = sa.String(length=36), sa.String(length=255)
_NOW = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "online_payments",
        sa.Column("id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("venue_id", ID, nullable=False),
        sa.Column("pnr", sa.String(length=6), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("back", sa.String(length=200), nullable=False),
        sa.Column("reference", NAME, nullable=True),
        sa.Column("charge", NAME, nullable=True),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("created_at", _NOW, nullable=False),
        sa.Column("expires_at", _NOW, nullable=False),
        sa.Column("close_at", _NOW, nullable=True),
        sa.Column("paid_at", _NOW, nullable=True),
        sa.Column("decide_until", _NOW, nullable=True),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_online_payments_booking_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_online_payments_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_online_payments"),
        sa.UniqueConstraint("provider", "reference", name="uq_online_payments_provider_reference"),
        sa.CheckConstraint("status in ('CREATED', 'OPEN', 'PAID', 'ENDED')", name=op.f("ck_online_payments_status")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_online_payments_amount")),
    )
    op.create_index("ix_online_payments_booking_id_created_at", "online_payments", ["booking_id", "created_at"])
    op.create_index("ix_online_payments_charge", "online_payments", ["provider", "charge"], unique=True)
    _create_partial("online_payments", "waiting", "expires_at", "status IN ('CREATED', 'OPEN')")
    _create_partial("online_payments", "close_at", "close_at", "close_at IS NOT NULL")
    _create_partial("online_payments", "decide_until", "decide_until", "decide_until IS NOT NULL")
    op.create_table(
        "payment_events",
        sa.Column("id", NAME, nullable=False),
        sa.Column("told", sa.String(length=20), nullable=False),
        sa.Column("payment_id", ID, nullable=True),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("venue_id", ID, nullable=True),
        sa.Column("reference", NAME, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("mismatch", sa.String(length=200), nullable=False),
        sa.Column("at", _NOW, nullable=False),
        sa.Column("settled_at", _NOW, nullable=True),
        sa.Column("settled_by", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["online_payments.id"], name="fk_payment_events_payment_id"),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_payment_events_booking_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_payment_events_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payment_events"),
    )
    op.create_index("ix_payment_events_at", "payment_events", ["at"])
    op.create_index("ix_payment_events_payment_id", "payment_events", ["payment_id"])
    _create_partial("payment_events", "booking_id", "booking_id", "booking_id IS NOT NULL")
    _create_partial("payment_events", "mismatch", "at", "mismatch <> '' AND settled_at IS NULL")
    op.create_table(
        "provider_refunds",
        sa.Column("id", ID, nullable=False),
        sa.Column("payment_id", ID, nullable=False),
        sa.Column("line_id", ID, nullable=False),
        sa.Column("venue_id", ID, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _NOW, nullable=False),
        sa.Column("next_at", _NOW, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reference", NAME, nullable=True),
        sa.Column("sent_at", _NOW, nullable=True),
        sa.Column("failed_at", _NOW, nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("settled_at", _NOW, nullable=True),
        sa.Column("settled_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["online_payments.id"], name="fk_provider_refunds_payment_id"),
        sa.ForeignKeyConstraint(["line_id"], ["payments.id"], name="fk_provider_refunds_line_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_provider_refunds_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_provider_refunds"),
        sa.UniqueConstraint("line_id", name="uq_provider_refunds_line_id"),
        sa.UniqueConstraint("reference", name="uq_provider_refunds_reference"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_provider_refunds_amount")),
    )
    op.create_index("ix_provider_refunds_payment_id", "provider_refunds", ["payment_id"])
    _create_partial("provider_refunds", "next_at", "next_at", "next_at IS NOT NULL")
    _create_partial("provider_refunds", "failed", "failed_at", "failed_at IS NOT NULL AND settled_at IS NULL")
    with op.batch_alter_table("payments") as table:
        table.add_column(sa.Column("online_id", ID, nullable=True))
        table.create_foreign_key("fk_payments_online_id", "online_payments", ["online_id"], ["id"])
    _create_partial("payments", "online_id", "online_id", "online_id IS NOT NULL")


def _create_partial(table: str, name: str, column: str, where: str) -> None:
    op.create_index(f"ix_{table}_{name}", table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_index("ix_payments_online_id", "payments")
    with op.batch_alter_table("payments") as table:
        table.drop_constraint("fk_payments_online_id", type_="foreignkey")
        table.drop_column("online_id")
    op.drop_table("provider_refunds")
    op.drop_table("payment_events")
    op.drop_table("online_payments")
