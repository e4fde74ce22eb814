"""Switching a flight's status, of which everybody who is booked on it is informed."""

from __future__ import annotations

from sqlalchemy import select

from bookings.desk.claims.release import end_hold
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotAllowed, NotFound
from bookings.models import Booking, ChangeKind, Event, Flight, Hold
from bookings.rules import topics
from bookings.rules.sale import CLOSED_FLIGHTS
from bookings.rules.status import OCCUPYING, FlightStatus, flight_may_become


def change_flight_status(tx: Transaction, flight_id: str, status: FlightStatus) -> str:
    """Bring a flight into `status` and return its id; the status that it has already changes nothing. For who manages the airline.

    The change stands on the topics of everybody who is booked on it. When it is not to leave, or has left, baskets are
    emptied. Raises Conflict for a forbidden move.
    """
    flight = tx.session.get(Flight, flight_id, with_for_update=True)
    if flight is None:
        raise NotFound("There is no such flight.")
    event = tx.session.get_one(Event, flight.event_id)
    if not tx.by.manages(event.venue_id):
        raise NotAllowed("Only those who manage the airline change a flight's status.")
    if event.cancelled_at is not None:
        raise Conflict("This flight is cancelled with its bookings, so it stays so.", code="cancelled")
    was = FlightStatus(flight.status)
    if was == status:
        return flight.id
    if not flight_may_become(was, status):
        raise Conflict(f"A flight that is {_word(was)} cannot become {_word(status)}.", code="forbidden_move")
    flight.status = status
    if status in CLOSED_FLIGHTS:
        for hold_id in tx.session.scalars(select(Hold.id).where(Hold.event_id == event.id).order_by(Hold.id)).all():
            end_hold(tx, hold_id, ChangeKind.SEATS_RELEASED)
    booked = tx.session.execute(
        select(Booking.id, Booking.customer_id)
        .where(Booking.event_id == event.id, Booking.status.in_(OCCUPYING))
        .order_by(Booking.id)
    ).all()
    stands_on = {topics.event(event.id), topics.venue(event.venue_id)}
    stands_on |= {topics.booking(booking_id) for booking_id, _ in booked}
    stands_on |= {topics.user(customer_id) for _, customer_id in booked}
    tx.record(
        ChangeKind.FLIGHT_STATUS_CHANGED,
        stands_on,
        event_id=event.id,
        venue_id=event.venue_id,
        people={customer_id for _, customer_id in booked},
        flight=flight.id,
        number=flight.number,
        previous=was,
        status=status,
        affected=[[customer_id, booking_id] for booking_id, customer_id in booked],
    )
    return flight.id


def _word(status: FlightStatus) -> str:
    return status.value.lower()
