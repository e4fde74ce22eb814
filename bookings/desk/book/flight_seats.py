"""The passengers of a booked flight seated otherwise: each keeps a seat, in the same order, and the rules of the cabin hold."""

from __future__ import annotations

from collections.abc import Sequence

from bookings.desk.alternatives.taken import SeatRequest
from bookings.desk.book.seats import seat_price
from bookings.desk.claims.claim import claim
from bookings.desk.events.cabins import check_seats
from bookings.desk.lookup import event_to_come, flight_of, seats_of
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid
from bookings.models import Booking, Event, Venue
from bookings.reading.seats.maps import zone_of_event
from bookings.rules.flights.seat_changes import why_not_change_seats
from bookings.rules.status import BookingStatus


def check_change(tx: Transaction, booking: Booking, venue: Venue, given: Sequence[str], taken: Sequence[str]) -> Event:
    """The flight's event, which stays as it is until this transaction ends. Raises Conflict, Invalid, RuleViolation."""
    assert booking.event_id is not None
    event = event_to_come(tx, booking.event_id)
    flight = flight_of(tx, event)
    assert flight is not None
    staff = tx.by.works_at(venue.id)
    denial = why_not_change_seats(
        BookingStatus(booking.status), flight, event.starts_at, event.doors_at, tx.now,
        zone_of_event(tx.session, event, venue), staff=staff,
    )  # fmt: skip
    if denial is not None:
        raise Conflict(denial.message, code=denial.code)
    have = [seat["label"] for seat in booking.seats]
    if not given or (strange := [label for label in given if label not in have]):
        words = f"{strange[0][:12]} is not among its seats" if given else "Choose whose seat is changed"
        raise Invalid(f"{words}: {', '.join(have)}.", fields={"give": words})
    if len(taken) != len(given):
        words = f"Choose a seat for each of the {len(given)}" if taken else "Choose a free seat"
        raise Invalid(f"{words}: every passenger keeps one.", fields={"take": words})
    if own := [label for label in taken if label in have and label not in given]:
        raise Invalid(f"{own[0]} is taken by another of your passengers.", fields={"take": "taken by another of your passengers"})
    return event


def seat_otherwise(
    tx: Transaction, booking: Booking, event: Event, given: Sequence[str], taken: Sequence[str]
) -> list[dict[str, str]]:
    """Claim what is taken, once what is given has been released. Returns the booking's seats, in the passengers' order.

    Within the cabin the price stays the one that was agreed.
    """
    instead = dict(zip(given, taken, strict=True))
    labels = [instead.get(seat["label"], seat["label"]) for seat in booking.seats]
    seats = {seat.label: seat for seat in seats_of(tx, event.id, labels)}
    if not tx.by.works_at(booking.venue_id):
        _check_cabin(booking, event, instead, {label: seat.category for label, seat in seats.items()})
    check_seats(event, list(seats.values()), labels, list(booking.passengers))
    claim(tx, booking, [SeatRequest(seats[label].id, event.id, label) for label in taken])
    kept = []
    for before, label in zip(booking.seats, labels, strict=True):
        seat = seats[label]
        price = before["price"] if seat.category == before["category"] else str(seat_price(event, seat))
        kept.append({"label": label, "category": seat.category, "price": price})
    return kept


def _check_cabin(booking: Booking, event: Event, instead: dict[str, str], category_of: dict[str, str]) -> None:
    """Its customer stays in the cabin that is paid."""
    for before in booking.seats:
        label = instead.get(before["label"])
        if label is not None and category_of[label] != before["category"]:
            name = str(event.categories[category_of[label]]["name"])
            raise Invalid(
                f"{label} is in {name}. Here you change seats within your cabin; the airline's desk changes the cabin.",
                fields={"take": f"in {name}"},
            )
