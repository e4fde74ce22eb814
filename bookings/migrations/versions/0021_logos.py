"""A venue has a logo"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("venues", sa.Column("logo", sa.String(16), server_default="", nullable=False))
    op.add_column("venues", sa.Column("logo_picture", sa.LargeBinary()))


def downgrade() -> None:
    op.drop_column("venues", "logo_picture")
    op.drop_column("venues", "logo")
