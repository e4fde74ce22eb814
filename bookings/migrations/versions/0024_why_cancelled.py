"""An event keeps why it was cancelled, for those of its bookings that are cancelled after it"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("cancel_reason", sa.String(200), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("events", "cancel_reason")
