"""Bookings with travel documents are found by when their flight is over"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_bookings_documents_ends_at", "bookings", ["ends_at"],
        sqlite_where=sa.text("documents <> '[]'"), postgresql_where=sa.text("documents::text <> '[]'"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_bookings_documents_ends_at", "bookings")
