"""The staff's note apart from the customer's

A note of before is the customer's only where nobody else can have written it: they booked for themselves, and it was never
changed. Any other may be the staff's, which the customer shall not read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bookings", sa.Column("staff_note", sa.Text(), nullable=False, server_default=""))
    op.execute(
        """
        UPDATE bookings SET staff_note = note, note = ''
        WHERE note <> '' AND (
            NOT EXISTS (
                SELECT 1 FROM changes
                WHERE changes.booking_id = bookings.id AND changes.kind = 'BookingCreated'
                AND changes.by_id = bookings.customer_id
            )
            OR EXISTS (
                SELECT 1 FROM changes WHERE changes.booking_id = bookings.id AND changes.kind = 'NoteChanged'
            )
            OR EXISTS (
                SELECT 1 FROM people WHERE people.id = bookings.customer_id AND people.role <> 'customer'
            )
        )
        """
    )


def downgrade() -> None:
    op.execute("UPDATE bookings SET note = staff_note WHERE staff_note <> ''")
    op.drop_column("bookings", "staff_note")
