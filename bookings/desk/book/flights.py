"""Booking a flight, by cabin and passengers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bookings.desk.book.seats import book_seats
from bookings.desk.lookup import event_on_sale, seats_of
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid, NotFound
from bookings.models import Event, Flight
from bookings.rules.cabins import cabin_classes, find_cabin
from bookings.rules.passengers import INFANT


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
    override: str | None = None,
) -> str:
    """Book a seat in this cabin for every passenger but infants, who sit on a lap: the named ones, or the best together.

    Returns the booking's id. Raises Taken, Invalid per field, Conflict when the flight is no longer sold.
    """
    flight = tx.session.get(Flight, flight_id)
    if flight is None:
        raise NotFound("There is no such flight.")
    event, _ = event_on_sale(tx, flight.event_id, override)
    cabin = _cabin(event, cabin_class)
    seated = sum(str(each.get("type")).upper() != INFANT for each in passengers)
    if not 1 <= seated <= event.seats_per_basket:
        raise Invalid(
            f"Book for 1 to {event.seats_per_basket} passengers with seats of their own.",
            fields={"passengers": "too few or too many"},
        )
    if seats is not None:
        _check_cabin(tx, event.id, seats, cabin)
    return book_seats(
        tx, event.id, seats, quantity=seated, customer=customer, passengers=passengers, contact=contact, note=note, category=cabin,
        override=override,
    )  # fmt: skip


def _cabin(event: Event, cabin_class: str) -> str:
    prices = {code: (str(each["name"]), Decimal(str(each["price"]))) for code, each in event.categories.items()}
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
