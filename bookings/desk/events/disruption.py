"""What becomes of a booking whose flight is disrupted: it is kept, changed to another flight, or its money goes back.

For its customer and for the airline's staff, by the same three verbs. Nobody pays a difference: the airline did not keep to it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bookings.desk.affected_topics import affected_topics
from bookings.desk.alternatives.taken import SeatRequest
from bookings.desk.claims.claim import claim
from bookings.desk.claims.release import release_claims
from bookings.desk.holds import find_best
from bookings.desk.lookup import booking_for, event_to_come, flight_at_rest, seats_of, situation_of
from bookings.desk.states import cancel
from bookings.desk.status import leave_gate, start_clock, write_status
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotFound
from bookings.models import Booking, ChangeKind, Event, Flight, FlightChoice
from bookings.reading.flights.other_flights import cabin_there, kept_without
from bookings.rules import topics
from bookings.rules.flights.disruption import (
    AFFECTED,
    CHANGE,
    KEEP,
    OTHER_FLIGHTS_WITHIN,
    REFUND,
    Disruption,
    disruption_of,
)
from bookings.rules.status import BookingStatus, FlightStatus
from bookings.rules.times.zones import iso


def keep_flight(tx: Transaction, booking_id: str, expected: datetime | None = None) -> str:
    """Keep the booking though its flight is late. Returns its id; keeping what is kept changes nothing.

    `expected` is the departure that the caller saw. Raises Conflict when it is another one by now, when the flight is cancelled,
    or when nothing is to be decided.
    """
    booking, event, flight = _of_flight(tx, booking_id)
    found = _disruption(tx, booking)
    if found is None and booking.agreed_departure is not None and booking.agreed_departure == flight.estimated_departure:
        return booking.id
    disruption = _check(booking, flight, found)
    if disruption.expected is None:
        raise Conflict(
            f"{flight.number} is cancelled, so there is nothing to keep. Choose another flight, or have the money back.",
            code="cancelled",
        )
    if expected is not None and expected != disruption.expected:
        raise Conflict(f"{flight.number} is expected at another time by now. Look again, then decide.", code="moved_on")
    booking.agreed_departure, booking.updated_at = disruption.expected, tx.now
    _note(tx, booking, event, KEEP)
    tx.record(
        ChangeKind.FLIGHT_KEPT,
        affected_topics(booking, tx.venue(booking.venue_id)),
        booking=booking,
        people=[booking.customer_id],
        departure=iso(disruption.expected),
    )
    return booking.id


def change_flight(tx: Transaction, booking_id: str, flight_id: str) -> str:
    """Give the booking the best free seats of its cabin on another flight of the same route, at its price.

    Returns its id; when it is on that flight already, nothing changes. Raises Conflict, NotFound, Taken.
    """
    booking, here, flight = _of_flight(tx, booking_id)
    if flight.id == flight_id:
        return booking.id
    _check(booking, flight, _disruption(tx, booking))
    there, other = _other_flight(tx, flight_id, here, flight)
    cabin = cabin_there(booking, here, there)
    if cabin is None:
        raise Conflict(f"{other.number} does not have this cabin. Choose another flight.", code="no_cabin")
    best = find_best(tx, there.id, len(booking.seats), cabin, without=kept_without(booking))
    seats = seats_of(tx, there.id, [seat.label for seat in best])
    venue = tx.venue(booking.venue_id)
    if booking.status == BookingStatus.CHECKED_IN:
        write_status(tx, booking, venue, BookingStatus.CONFIRMED)  # that was for the other flight
    leave_gate(tx, booking)
    _note(tx, booking, here, CHANGE, other.number)
    given = [seat["label"] for seat in booking.seats]
    left: dict[str, Any] = {"from_place": _named(flight, here), "from_start": iso(booking.starts_at), "from_seats": given}
    tx.leaves_its_day(booking)
    release_claims(tx, booking)
    booking.event_id, booking.starts_at, booking.ends_at = there.id, there.starts_at, there.ends_at
    booking.seats = [
        {**was, "label": seat.label, "category": cabin} for was, seat in zip(booking.seats, seats, strict=True)
    ]
    booking.agreed_departure, booking.updated_at = None, tx.now
    if booking.expires_at is not None:
        start_clock(tx, booking, venue)
    claim(tx, booking, [SeatRequest(seat.id, there.id, seat.label) for seat in seats], capped=False)
    tx.record(
        ChangeKind.BOOKING_MOVED,
        affected_topics(booking, venue) | {topics.event(here.id)},
        booking=booking,
        seats=[*given, *(seat.label for seat in seats)],
        people=[booking.customer_id],
        place=_named(other, there),
        start=iso(there.starts_at),
        **left,
    )
    return booking.id


def refund_flight(tx: Transaction, booking_id: str) -> str:
    """Cancel the booking and give back all that was paid. Returns its id; for what is cancelled already nothing changes."""
    booking, event, flight = _of_flight(tx, booking_id)
    if booking.status == BookingStatus.CANCELLED:
        return booking.id
    disruption = _check(booking, flight, _disruption(tx, booking))
    if booking.status == BookingStatus.CHECKED_IN:
        write_status(tx, booking, tx.venue(booking.venue_id), BookingStatus.CONFIRMED)
    _note(tx, booking, event, REFUND)
    return cancel(tx, booking_id, reason=f"{flight.number} is {'cancelled' if disruption.cancelled else 'late'}")


def _of_flight(tx: Transaction, booking_id: str) -> tuple[Booking, Event, Flight]:
    booking = booking_for(tx, booking_id)
    event = tx.session.get(Event, booking.event_id) if booking.event_id is not None else None
    flight = flight_at_rest(tx, event) if event is not None else None
    if event is None or flight is None:
        raise Conflict("This is no booking of a flight.", code="no_flight")
    return booking, event, flight


def _disruption(tx: Transaction, booking: Booking) -> Disruption | None:
    facts = situation_of(tx, booking, tx.venue(booking.venue_id)).flight
    return facts.disruption if facts is not None else None


def _check(booking: Booking, flight: Flight, found: Disruption | None) -> Disruption:
    if booking.status not in AFFECTED:
        raise Conflict("This booking is over, so there is nothing to decide any more.", code="forbidden_move")
    if found is None:
        raise Conflict(f"{flight.number} flies as it was booked, so there is nothing to decide.", code="not_disrupted")
    return found


def _other_flight(tx: Transaction, flight_id: str, here: Event, flight: Flight) -> tuple[Event, Flight]:
    """The flight that is wanted, when one may change to it."""
    other = tx.session.get(Flight, flight_id)
    if other is None:
        raise NotFound("There is no such flight.")
    there = event_to_come(tx, other.event_id)
    tx.session.refresh(other)  # as it is now that nobody cancels it
    minutes = tx.venue(here.venue_id).disruption_minutes
    if there.venue_id != here.venue_id or (other.origin, other.destination) != (flight.origin, flight.destination):
        raise Conflict(f"{other.number} does not fly where this booking goes. Choose another flight.", code="other_route")
    if abs(there.starts_at - here.starts_at) > OTHER_FLIGHTS_WITHIN:
        days = OTHER_FLIGHTS_WITHIN.days
        raise Conflict(f"Flights within {days} days of the booked one can be chosen here. Ask the airline.", code="too_far")
    if disruption_of(FlightStatus(other.status), there.starts_at, other.estimated_departure, minutes) is not None:
        raise Conflict(f"{other.number} is late itself. Choose another flight.", code="disrupted")
    return there, other


def _named(flight: Flight, event: Event) -> str:
    return event.title if flight.number in event.title else f"{flight.number} {event.title}"


def _note(tx: Transaction, booking: Booking, event: Event, choice: str, to_number: str = "") -> None:
    """What was chosen last, for the desk's list."""
    tx.session.merge(
        FlightChoice(
            event_id=event.id, booking_id=booking.id, choice=choice, to_number=to_number, at=tx.now, by_id=tx.by.id
        )
    )
