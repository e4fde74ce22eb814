"""Another time that a venue proposes for an appointment, and until when customers move one themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bookings", sa.Column("proposal", sa.JSON(), nullable=True))
    op.add_column("venues", sa.Column("move_hours", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("venues", "move_hours")
    op.drop_column("bookings", "proposal")
