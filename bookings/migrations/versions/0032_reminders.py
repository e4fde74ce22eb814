"""Customers are reminded of what they booked, and say that they come. No venue that is there already begins to by itself"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_IS_REMINDED = sa.text("remind_at IS NOT NULL")
_SETTINGS = ("reminds_day_before", "reminds_two_hours_before")


def upgrade() -> None:
    for each in _SETTINGS:
        op.add_column("venues", sa.Column(each, sa.Boolean(), nullable=False, server_default=sa.false()))
    for each in ("remind_at", "coming_at"):
        op.add_column("bookings", sa.Column(each, sa.DateTime(timezone=True), nullable=True))
    # What is still to come is looked at anew, so many at a time.
    bookings, now = sa.table("bookings", sa.column("remind_at"), sa.column("starts_at")), _now()
    op.execute(sa.update(bookings).where(bookings.c.starts_at > now).values(remind_at=now))
    op.create_index(
        "ix_bookings_remind_at", "bookings", ["remind_at", "id"], sqlite_where=_IS_REMINDED, postgresql_where=_IS_REMINDED
    )


def downgrade() -> None:
    op.drop_index("ix_bookings_remind_at", "bookings")
    for each in ("remind_at", "coming_at"):
        op.drop_column("bookings", each)
    for each in _SETTINGS:
        op.drop_column("venues", each)


def _now() -> sa.ColumnElement[object]:
    """In SQLite text, as the columns are written."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    return sa.literal_column("strftime('%Y-%m-%d %H:%M:%f000', 'now')" if on_sqlite else "now()")
