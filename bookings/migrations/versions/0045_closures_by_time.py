"""Closures are found by when they begin, and what was counted of days before figures knew of them is counted anew"""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_blocks_venue_id_starts_at", "blocks", ["venue_id", "starts_at"])
    op.drop_index("ix_blocks_venue_id", "blocks")
    op.execute("UPDATE day_counts SET figures = NULL WHERE venue_id IN (SELECT venue_id FROM blocks WHERE starts_at IS NOT NULL)")


def downgrade() -> None:
    op.create_index("ix_blocks_venue_id", "blocks", ["venue_id"])
    op.drop_index("ix_blocks_venue_id_starts_at", "blocks")
