"""An index of the changes that belong to no booking: those that may be cleared away"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_OF_NO_BOOKING = sa.text("booking_id IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_changes_at_of_none", "changes", ["at"], sqlite_where=_OF_NO_BOOKING, postgresql_where=_OF_NO_BOOKING
    )


def downgrade() -> None:
    op.drop_index("ix_changes_at_of_none", "changes")
