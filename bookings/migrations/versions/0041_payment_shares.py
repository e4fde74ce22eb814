"""Shares of a booking that several people pay by link"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

ID = sa.String(length=36)


def upgrade() -> None:
    op.create_table(
        "payment_shares",
        sa.Column("id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payment_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_payment_shares_booking_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["payment_id"], ["online_payments.id"], name="fk_payment_shares_payment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payment_shares"),
        sa.UniqueConstraint("payment_id", name="uq_payment_shares_payment_id"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_shares_amount")),
    )
    op.create_index("ix_payment_shares_booking_id", "payment_shares", ["booking_id"])


def downgrade() -> None:
    op.drop_table("payment_shares")
