"""Caps on what one customer may have"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("venues", sa.Column("unpaid_per_customer", sa.Integer(), nullable=False, server_default="10"))
    op.add_column("venues", sa.Column("at_once_per_customer", sa.Integer(), nullable=False, server_default="2"))
    op.add_column("events", sa.Column("unpaid_per_customer", sa.Integer(), nullable=False, server_default="10"))
    op.add_column("events", sa.Column("seats_per_customer", sa.Integer(), nullable=False, server_default="12"))
    # Where a basket takes many, one basket is not yet too much.
    op.execute("UPDATE events SET seats_per_customer = 2 * seats_per_basket WHERE seats_per_basket > 6")


def downgrade() -> None:
    for table, column in (
        ("events", "seats_per_customer"),
        ("events", "unpaid_per_customer"),
        ("venues", "at_once_per_customer"),
        ("venues", "unpaid_per_customer"),
    ):
        op.drop_column(table, column)
