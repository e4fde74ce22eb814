"""Requests that run out"""

import sqlalchemy as sa
from alembic import op

from bookings.database.base import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Requests that are there already have no clock: nobody was told of one."""
    op.add_column("venues", sa.Column("request_minutes", sa.Integer(), nullable=True))
    op.add_column("bookings", sa.Column("expires_at", Instant(), nullable=True))
    running = sa.text("expires_at IS NOT NULL")
    op.create_index(
        "ix_bookings_expires_at", "bookings", ["expires_at"], sqlite_where=running, postgresql_where=running
    )


def downgrade() -> None:
    op.drop_index("ix_bookings_expires_at", "bookings")
    op.drop_column("bookings", "expires_at")
    op.drop_column("venues", "request_minutes")
