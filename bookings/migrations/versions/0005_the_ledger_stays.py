"""Ledger lines outlive their booking and take each other back; sums and fees beside the booking"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bookings", sa.Column("refunded", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("bookings", sa.Column("fee", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("venues", sa.Column("cancel_fee_hours", sa.Integer(), nullable=True))
    # Said with the column: SQLite cannot add a constraint to a table that others refer to.
    op.execute(
        "ALTER TABLE venues ADD COLUMN cancel_fee_percent INTEGER DEFAULT '0' NOT NULL"
        " CONSTRAINT ck_venues_cancel_fee_percent CHECK (cancel_fee_percent between 0 and 100)"
    )
    with op.batch_alter_table("payments") as table:
        table.alter_column("booking_id", existing_type=sa.String(length=36), nullable=True)
        table.add_column(sa.Column("venue_id", sa.String(length=36), nullable=True))
        table.add_column(sa.Column("pnr", sa.String(length=6), server_default="", nullable=False))
        table.add_column(sa.Column("reverses_id", sa.String(length=36), nullable=True))
        table.create_foreign_key("fk_payments_venue_id", "venues", ["venue_id"], ["id"])
        table.create_foreign_key("fk_payments_reverses_id", "payments", ["reverses_id"], ["id"])
        table.create_unique_constraint("uq_payments_reverses_id", ["reverses_id"])
    op.execute(
        "UPDATE payments SET venue_id = (SELECT venue_id FROM bookings WHERE bookings.id = payments.booking_id),"
        " pnr = (SELECT pnr FROM bookings WHERE bookings.id = payments.booking_id)"
    )
    op.execute(
        "UPDATE bookings SET refunded ="
        " (SELECT -sum(amount) FROM payments WHERE payments.booking_id = bookings.id AND amount < 0)"
        " WHERE EXISTS (SELECT 1 FROM payments WHERE payments.booking_id = bookings.id AND amount < 0)"
    )
    # What was restored after a refund is owed again.
    op.execute(
        "UPDATE bookings SET payment_status = CASE WHEN paid >= price THEN 'PAID' ELSE 'UNPAID' END"
        " WHERE payment_status = 'REFUNDED' AND status <> 'CANCELLED'"
    )


def downgrade() -> None:
    op.execute("DELETE FROM payments WHERE booking_id IS NULL")
    with op.batch_alter_table("payments") as table:
        table.drop_constraint("uq_payments_reverses_id", type_="unique")
        table.drop_constraint("fk_payments_reverses_id", type_="foreignkey")
        table.drop_constraint("fk_payments_venue_id", type_="foreignkey")
        table.drop_column("reverses_id")
        table.drop_column("pnr")
        table.drop_column("venue_id")
        table.alter_column("booking_id", existing_type=sa.String(length=36), nullable=False)
    op.drop_column("venues", "cancel_fee_percent")
    op.drop_column("venues", "cancel_fee_hours")
    op.drop_column("bookings", "fee")
    op.drop_column("bookings", "refunded")
