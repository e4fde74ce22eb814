"""What people are told goes by e-mail too, as each of them chose"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ID = sa.String(length=36)
MAILED, CHOSEN = "notification_mails", "notification_choices"


def upgrade() -> None:
    op.add_column("mails", sa.Column("html", sa.Text(), nullable=False, server_default=""))
    op.add_column("mails", sa.Column("unsubscribe", sa.String(length=500), nullable=False, server_default=""))
    op.add_column("mails", sa.Column("unsure", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        MAILED,
        sa.Column("id", ID, nullable=False),
        sa.Column("notification_id", ID, nullable=True),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("venue_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notifications.id"], name="fk_notification_mails_notification_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_notification_mails_person_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_notification_mails_venue_id"),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_notification_mails_booking_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_notification_mails"),
        sa.UniqueConstraint("notification_id", name="uq_notification_mails_notification_id"),
    )
    op.create_index("ix_notification_mails_person_id", MAILED, ["person_id"])
    op.create_index("ix_notification_mails_due_at", MAILED, ["due_at"])
    of_a_booking = sa.text("booking_id IS NOT NULL")
    op.create_index(
        "ix_notification_mails_booking_id", MAILED, ["booking_id"], sqlite_where=of_a_booking, postgresql_where=of_a_booking
    )
    op.create_table(
        CHOSEN,
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kinds", sa.String(length=20), nullable=False),
        sa.Column("page", sa.Boolean(), nullable=False),
        sa.Column("email", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_notification_choices_person_id"),
        sa.PrimaryKeyConstraint("person_id", "kinds", name="pk_notification_choices"),
    )


def downgrade() -> None:
    op.drop_table(CHOSEN)
    op.drop_table(MAILED)
    op.drop_column("mails", "unsure")
    op.drop_column("mails", "unsubscribe")
    op.drop_column("mails", "html")
