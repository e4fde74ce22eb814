"""A booked flight keeps the travel documents of its passengers"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bookings", sa.Column("documents", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("bookings", "documents")
