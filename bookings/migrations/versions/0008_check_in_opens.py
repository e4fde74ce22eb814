"""How long before the start a venue checks in"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("venues", sa.Column("check_in_hours", sa.Integer(), nullable=False, server_default="24"))


def downgrade() -> None:
    op.drop_column("venues", "check_in_hours")
