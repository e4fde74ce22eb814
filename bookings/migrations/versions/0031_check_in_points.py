"""Places where customers check themselves in"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

ID = sa.String(length=36)


def upgrade() -> None:
    op.create_table(
        "check_in_points",
        sa.Column("id", ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("venue_id", ID, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_check_in_points_venue_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_check_in_points"),
        sa.UniqueConstraint("digest", name="uq_check_in_points_digest"),
    )
    op.create_index("ix_check_in_points_venue_id", "check_in_points", ["venue_id"])


def downgrade() -> None:
    op.drop_table("check_in_points")
