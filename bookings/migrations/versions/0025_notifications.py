"""What people are told is kept for them"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ID = sa.String(length=36)


def upgrade() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("venue_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_notifications_person_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_notifications_venue_id"),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_notifications_booking_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
    )
    op.create_index("ix_notifications_created_at", "notifications", ["created_at"])
    op.create_index("ix_notifications_person_id_created_at_id", "notifications", ["person_id", "created_at", "id"])
    _create_partial("ix_notifications_unread", "person_id", "read_at IS NULL")
    _create_partial("ix_notifications_booking_id", "booking_id", "booking_id IS NOT NULL")


def _create_partial(name: str, column: str, where: str) -> None:
    op.create_index(name, "notifications", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_table("notifications")
