"""The flights to which a booking of a disrupted one may change: of the same airline and route, with enough seats of its cabin now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Booking, Event, Flight, Venue
from bookings.reading.seats.plans import seat_plan, seats_taken
from bookings.rules.cabins import cabin_classes, find_cabin
from bookings.rules.flights.disruption import OTHER_FLIGHTS_WITHIN, disruption_of
from bookings.rules.passengers import may_sit_by_an_exit
from bookings.rules.sale import CLOSED_FLIGHTS
from bookings.rules.seats.seat import EXIT
from bookings.rules.setup.event import LONGEST_EVENT
from bookings.rules.status import FlightStatus

MOST = 8
TRIED = 24
"""So many are looked at for those that have room."""


@dataclass(frozen=True)
class OtherFlight:
    """`there` is the zone in which it lands; `expected` another departure than the planned one, None where there is none."""

    flight_id: str
    event_id: int
    number: str
    origin: str
    destination: str
    leaves: datetime
    lands: datetime
    there: str
    expected: datetime | None


def read_other_flights(session: Session, booking: Booking, now: datetime) -> tuple[OtherFlight, ...]:
    """The next ones, the earliest first; none for a booking of no flight."""
    found = (_of(event, flight, venue) for event, flight, venue in _with_room(session, booking, now))
    return tuple(each for each, _ in zip(found, range(MOST), strict=False))


def kept_without(booking: Booking) -> frozenset[str]:
    """The features of seats that its passengers may not have."""
    return frozenset() if may_sit_by_an_exit(booking.passengers) else frozenset({EXIT})


def cabin_there(booking: Booking, here: Event, there: Event) -> str | None:
    """The price category of the booking's cabin on another flight; None where it has no such cabin."""
    cabin = cabin_classes(_prices(here)).get(booking.seats[0]["category"]) if booking.seats else None
    return find_cabin(cabin, _prices(there)) if cabin is not None else None


def _with_room(session: Session, booking: Booking, now: datetime) -> Iterator[tuple[Event, Flight, Venue]]:
    own = select(Event, Flight, Venue).join(Flight, Flight.event_id == Event.id).join(Venue, Venue.id == Event.venue_id)
    row = session.execute(own.where(Event.id == booking.event_id)).one_or_none()
    if row is None:
        return
    here, flight, venue = row
    first, last = max(now, here.starts_at - OTHER_FLIGHTS_WITHIN), here.starts_at + OTHER_FLIGHTS_WITHIN
    others = (
        select(Event, Flight)
        .join(Flight, Flight.event_id == Event.id)
        .where(
            Event.venue_id == here.venue_id,
            Event.ends_at > first,  # by its index
            Event.ends_at < last + LONGEST_EVENT,
            Event.starts_at > first,
            Event.starts_at <= last,
            Event.cancelled_at.is_(None),
            Event.id != here.id,
            Flight.origin == flight.origin,
            Flight.destination == flight.destination,
            Flight.status.not_in(CLOSED_FLIGHTS),
        )
    )
    for event, other in session.execute(others.order_by(Event.starts_at, Event.id).limit(TRIED)):
        status = FlightStatus(other.status)
        if disruption_of(status, event.starts_at, other.estimated_departure, venue.disruption_minutes) is not None:
            continue
        cabin = cabin_there(booking, here, event)
        if cabin is not None and _has_room(session, event.id, booking, cabin, now):
            yield event, other, venue


def _has_room(session: Session, event_id: int, booking: Booking, cabin: str, now: datetime) -> bool:
    plan, taken = seat_plan(session, event_id), seats_taken(session, event_id, now)
    return plan.best(taken, len(booking.seats), cabin, without=kept_without(booking)) is not None


def _of(event: Event, flight: Flight, venue: Venue) -> OtherFlight:
    expected = flight.estimated_departure if flight.estimated_departure != event.starts_at else None
    return OtherFlight(
        flight.id, event.id, flight.number, flight.origin, flight.destination, event.starts_at, event.ends_at,
        flight.zone_there(venue.zone), expected,
    )  # fmt: skip


def _prices(event: Event) -> dict[str, tuple[str, Decimal]]:
    return {code: (str(each["name"]), Decimal(str(each["price"]))) for code, each in event.categories.items()}
