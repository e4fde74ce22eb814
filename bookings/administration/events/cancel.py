"""Cancelling an event: nothing is sold any more, and each of its bookings is cancelled, its money a surplus to give back.

However many they are, nobody who writes waits long: the event is closed first, then they go so many at a time, each time in a
transaction of its own. Where the program ends meanwhile, upkeep goes on (upkeep.cancellations).
"""

from __future__ import annotations

import time

from sqlalchemy import func, select

from bookings.administration.events.subjects import check_open, managed_event, record_event, subject_of_event
from bookings.desk.claims.release import end_hold
from bookings.desk.log import check_revision, write_line
from bookings.desk.money.ledger import sum_up
from bookings.desk.status import write_status
from bookings.desk.transaction import Desk, Transaction
from bookings.errors import Invalid
from bookings.models import Booking, ChangeKind, Event, Flight, Hold, Viewer
from bookings.rules.money.balance import NOTHING
from bookings.rules.status import OCCUPYING, BookingStatus, FlightStatus, may_become
from bookings.rules.text.names import clean_note

CANCELLED = BookingStatus.CANCELLED
ENDING = frozenset(status for status in BookingStatus if may_become(status, CANCELLED))
AT_ONCE = 10
PAUSE_SECONDS = 0.005


def cancel_with_bookings(desk: Desk, by: Viewer, event_id: int, reason: str, revision: int | None = None) -> None:
    """Cancel an event or a flight that is not over, with all of its bookings. Raises as `cancel_event`, before anything is changed."""
    desk.do(by, cancel_event, event_id, reason, revision)
    while desk.do(by, cancel_more, event_id):
        time.sleep(PAUSE_SECONDS)  # whoever waits to write goes first


def cancel_event(tx: Transaction, event_id: int, reason: str, revision: int | None = None) -> int:
    """Close it for good, and cancel the first of its bookings; `cancel_more` does the rest. Returns how many they are in all.

    Their customers read the reason. What they paid stays on their bookings until the desk gives it back.
    """
    event, _ = managed_event(tx, event_id)
    flight = tx.session.scalar(select(Flight).where(Flight.event_id == event_id).with_for_update())
    subject = subject_of_event(event, flight)
    check_revision(tx, subject, revision)
    check_open(tx, event)
    why = clean_note(reason, 200, field="reason")
    if not why:
        raise Invalid("Say why: the customers read it.", fields={"reason": "Say why: the customers read it."})
    event.cancelled_at, event.cancel_reason = tx.now, why
    if flight is not None:
        flight.status = FlightStatus.CANCELLED
    counted = select(func.count()).select_from(Booking).where(Booking.event_id == event_id, Booking.status.in_(ENDING))
    ending = tx.session.scalar(counted) or 0
    before = {"State": None, "Bookings": None}
    write_line(tx, subject, "cancelled", before, {"State": "cancelled", "Bookings": f"{ending} cancelled"}, reason=why)
    _end_some(tx, event)
    record_event(tx, event, bookings=OCCUPYING - ENDING)
    return ending


def cancel_more(tx: Transaction, event_id: int) -> int:
    """Cancel some more of the bookings of an event that is cancelled. Returns how many baskets and bookings went; 0 at the end."""
    event = tx.session.get_one(Event, event_id)
    return _end_some(tx, event) if event.cancelled_at is not None else 0


def _end_some(tx: Transaction, event: Event) -> int:
    holds = select(Hold.id).where(Hold.event_id == event.id).order_by(Hold.id).limit(AT_ONCE)
    baskets = tx.session.scalars(holds).all()
    for hold_id in baskets:
        end_hold(tx, hold_id, ChangeKind.SEATS_RELEASED)
    living = select(Booking).where(Booking.event_id == event.id, Booking.status.in_(ENDING)).order_by(Booking.id)
    bookings = tx.session.scalars(living.limit(AT_ONCE).with_for_update()).all()
    for booking in bookings:
        tx.acts.saw(tx, booking)
        booking.fee = NOTHING
        write_status(tx, booking, tx.venue(event.venue_id), CANCELLED, event.cancel_reason)
        sum_up(tx, booking)
    return len(baskets) + len(bookings)
