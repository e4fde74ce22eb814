"""Flights: booking one by cabin and passengers, and switching its status, which everybody who is booked on it hears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from bookings.desk.book import book_seats
from bookings.desk.claims import end_hold
from bookings.desk.lookup import event_on_sale, seats_of
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotAllowed, NotFound
from bookings.models import Booking, ChangeKind, Event, Flight, Hold
from bookings.rules import topics
from bookings.rules.cabins import cabin_classes, find_cabin
from bookings.rules.passengers import INFANT
from bookings.rules.sale import CLOSED_FLIGHTS
from bookings.rules.status import OCCUPYING, FlightStatus, flight_may_become


def book_flight(
    tx: Transaction,
    flight_id: str,
    cabin_class: str,
    passengers: Sequence[Mapping[str, Any]],
    contact: Mapping[str, Any],
    *,
    seats: Sequence[str] | None = None,
    customer: Mapping[str, str] | None = None,
    note: str = "",
) -> str:
    """Book a seat in this cabin for every passenger but infants, who sit on a lap: the named ones, or the best together.

    Returns the booking's id. Raises Lost, Invalid per field, Conflict when the flight is no longer sold.
    """
    flight = tx.session.get(Flight, flight_id)
    if flight is None:
        raise NotFound("There is no such flight.")
    event = event_on_sale(tx, flight.event_id)
    cabin = _cabin(event, cabin_class)
    seated = sum(each.get("type") != INFANT for each in passengers)
    if not 1 <= seated <= event.seats_per_basket:
        raise Invalid(
            f"Book for 1 to {event.seats_per_basket} passengers with seats of their own.",
            fields={"passengers": "too few or too many"},
        )
    if seats is not None:
        _check_cabin(tx, event.id, seats, cabin)
    return book_seats(
        tx, event.id, seats, quantity=seated, customer=customer, passengers=passengers, contact=contact, note=note, category=cabin,
    )  # fmt: skip


def change_flight_status(tx: Transaction, flight_id: str, status: FlightStatus) -> str:
    """Bring a flight into `status` and return its id; the status that it has already changes nothing. Admins only.

    The change stands on the topics of everybody who is booked on it. When it is not to leave, or has left, baskets are
    emptied. Raises Conflict for a forbidden move.
    """
    if not tx.by.is_admin:
        raise NotAllowed("Only an admin changes a flight's status.")
    flight = tx.session.get(Flight, flight_id, with_for_update=True)
    if flight is None:
        raise NotFound("There is no such flight.")
    was = FlightStatus(flight.status)
    if was == status:
        return flight.id
    if not flight_may_become(was, status):
        raise Conflict(f"A flight that is {_word(was)} cannot become {_word(status)}.", code="forbidden_move")
    flight.status = status
    event = tx.session.get_one(Event, flight.event_id)
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


def _cabin(event: Event, cabin_class: str) -> str:
    prices = {code: (str(said["name"]), Decimal(str(said["price"]))) for code, said in event.categories.items()}
    found = find_cabin(cabin_class, prices)
    if found is None:
        raise Invalid(
            f"This flight has no such cabin. It has: {', '.join(cabin_classes(prices).values())}.",
            fields={"cabinClass": "not on this flight"},
        )
    return found


def _check_cabin(tx: Transaction, event_id: int, labels: Sequence[str], cabin: str) -> None:
    elsewhere = [seat.label for seat in seats_of(tx, event_id, labels) if seat.category != cabin]
    if elsewhere:
        raise Invalid(f"Seat {elsewhere[0]} is in another cabin.", fields={"seats": "in another cabin"})


def _word(status: FlightStatus) -> str:
    return status.value.lower()
