"""What staff just did with a booking, and what it takes to undo it"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

ID = sa.String(length=36)
WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "undoable_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("venue_id", ID, nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("undone_at", WHEN, nullable=True),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_undoable_acts_venue_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_undoable_acts"),
    )
    op.create_index("ix_undoable_acts_at", "undoable_acts", ["at"])
    op.create_index("ix_undoable_acts_booking_id_id", "undoable_acts", ["booking_id", "id"])


def downgrade() -> None:
    op.drop_table("undoable_acts")
