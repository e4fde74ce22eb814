"""Webhooks are found by how long they have waited"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_GOES_ON = sa.text("stopped_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_webhooks_next_at", "webhooks", ["next_at", "id"], sqlite_where=_GOES_ON, postgresql_where=_GOES_ON)


def downgrade() -> None:
    op.drop_index("ix_webhooks_next_at", "webhooks")
