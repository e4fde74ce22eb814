"""How many play on a court"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bookings", sa.Column("players", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("bookings", "players")
