"""Who came in at the door, seat by seat"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admissions",
        sa.Column("booking_id", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=12), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_admissions_booking_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_admissions_event_id"),
        sa.PrimaryKeyConstraint("booking_id", "label", name="pk_admissions"),
    )
    op.create_index("ix_admissions_event_id", "admissions", ["event_id"])


def downgrade() -> None:
    op.drop_table("admissions")
