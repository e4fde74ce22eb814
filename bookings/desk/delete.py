"""Taking a booking out of the books. What happened with it stays in the changes; money never disappears."""

from __future__ import annotations

from sqlalchemy import delete

from bookings.desk.claims import let_go
from bookings.desk.lookup import booking_for
from bookings.desk.topics_of import drawn_times, topics_of
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import ChangeKind, Payment, Venue


def delete_booking(tx: Transaction, booking_id: str) -> str:
    """Remove a booking and free its place. Staff only. Returns its id; raises Conflict while money is kept for it."""
    booking = booking_for(tx, booking_id, staff_only=True)
    if booking.paid > 0:
        raise Conflict(
            f"{booking.paid} {booking.currency} was paid for this booking. Cancel it, which gives the money back; then delete it.",
            code="paid",
        )
    venue = tx.session.get_one(Venue, booking.venue_id)
    times = drawn_times(tx, booking)
    let_go(tx, booking)
    tx.record(
        ChangeKind.BOOKING_DELETED,
        topics_of(booking, venue, also=times),
        booking=booking,
        seats=[seat["label"] for seat in booking.seats],
        times=times,
        people=[booking.customer_id],
        previous=booking.status,
        pnr=booking.pnr,
        court=booking.resource_id,
    )
    tx.session.execute(delete(Payment).where(Payment.booking_id == booking.id))
    tx.session.delete(booking)
    tx.session.flush()
    return booking_id
