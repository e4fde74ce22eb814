"""An event counts how often its seats became others"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("seats_version", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("events", "seats_version")
