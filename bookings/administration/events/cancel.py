"""Cancelling an event: nothing is sold any more, and each of its bookings is cancelled, its money a surplus to give back."""

from __future__ import annotations

from sqlalchemy import select

from bookings.administration.events.subjects import check_open, managed_event, record_event, subject_of_event
from bookings.desk.claims.release import end_hold
from bookings.desk.log import check_revision, write_line
from bookings.desk.money.ledger import sum_up
from bookings.desk.status import write_status
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.models import Booking, ChangeKind, Flight, Hold
from bookings.rules.money.balance import NOTHING
from bookings.rules.status import BookingStatus, FlightStatus, may_become
from bookings.rules.text.names import clean_note

CANCELLED = BookingStatus.CANCELLED


def cancel_event(tx: Transaction, event_id: int, reason: str, revision: int | None = None) -> int:
    """Cancel an event or a flight that is not over, with all of its bookings. Returns how many they were.

    Their customers read the reason. What they paid stays on their bookings until the desk gives it back.
    """
    event, venue = managed_event(tx, event_id)
    flight = tx.session.scalar(select(Flight).where(Flight.event_id == event_id).with_for_update())
    subject = subject_of_event(event, flight)
    check_revision(tx, subject, revision)
    check_open(tx, event)
    why = clean_note(reason, 200, field="reason")
    if not why:
        raise Invalid("Say why: the customers read it.", fields={"reason": "Say why: the customers read it."})
    holds = select(Hold.id).where(Hold.event_id == event_id).order_by(Hold.id)
    for hold_id in tx.session.scalars(holds).all():
        end_hold(tx, hold_id, ChangeKind.SEATS_RELEASED)
    event.cancelled_at = tx.now
    if flight is not None:
        flight.status = FlightStatus.CANCELLED
    bookings = tx.session.scalars(
        select(Booking).where(Booking.event_id == event_id).order_by(Booking.id).with_for_update()
    ).all()
    ended = 0
    for booking in bookings:
        if may_become(BookingStatus(booking.status), CANCELLED):
            tx.acts.saw(tx, booking)
            booking.fee = NOTHING
            write_status(tx, booking, venue, CANCELLED, why)
            sum_up(tx, booking)
            ended += 1
    before = {"State": None, "Bookings": None}
    write_line(tx, subject, "cancelled", before, {"State": "cancelled", "Bookings": f"{ended} cancelled"}, reason=why)
    record_event(tx, event, bookings=True)
    return ended
