"""The rows that bookings are read from: each with its customer, venue, what is booked, its topic's version and unread messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, literal, select
from sqlalchemy.orm import Session, aliased

from bookings.models import Booking, Event, Flight, Message, Person, Resource, Service, TopicVersion, Venue
from bookings.rules import topics
from bookings.rules.flights.disruption import disruption_of
from bookings.rules.sale import FlightFacts
from bookings.rules.status import BookingStatus, FlightStatus
from bookings.rules.switching import Situation

_Coach = aliased(Resource)


def booking_rows() -> Select[*tuple[Any, ...]]:
    """All of them; a caller adds which, in what order and how many."""
    topic = literal(str(topics.booking(""))) + Booking.id
    return (
        select(
            Booking, Person, Venue, Resource, _Coach, Service, Event, Flight, func.coalesce(TopicVersion.version, 0),
            _unread(from_venue=False), _unread(from_venue=True),
        )  # fmt: skip
        .join(Person, Person.id == Booking.customer_id)
        .join(Venue, Venue.id == Booking.venue_id)
        .outerjoin(Resource, Resource.id == Booking.resource_id)
        .outerjoin(_Coach, _Coach.id == Booking.coach_id)
        .outerjoin(Service, Service.id == Booking.service_id)
        .outerjoin(Event, Event.id == Booking.event_id)
        .outerjoin(Flight, Flight.event_id == Event.id)
        .outerjoin(TopicVersion, TopicVersion.topic == topic)
    )


def _unread(*, from_venue: bool) -> ScalarSelect[int]:
    """How many messages of one side the other has not read."""
    of_it = Message.booking_id == Booking.id, Message.from_venue.is_(from_venue), Message.read_at.is_(None)
    return select(func.count()).where(*of_it).correlate(Booking).scalar_subquery()


def rows_in_order(session: Session, ids: Sequence[str]) -> list[Any]:
    """The rows of these bookings. First which, then what: to sort a thousand with all that belongs to them takes five times as
    long."""
    found = {row[0].id: row for row in session.execute(booking_rows().where(Booking.id.in_(ids)))}
    return [found[booking_id] for booking_id in ids]


def facts_of(booking: Booking, venue: Venue, event: Event, flight: Flight) -> FlightFacts:
    """What the rules ask of the flight of this booking."""
    status = FlightStatus(flight.status)
    disruption = disruption_of(
        status, event.starts_at, flight.estimated_departure, venue.disruption_minutes, booking.agreed_departure
    )
    return FlightFacts(flight.number, status, disruption)


def situation_of(row: Any) -> Situation:
    """What the rules of switching ask of the booking in this row."""
    booking, venue, event, flight = row[0], row[2], row[6], row[7]
    facts = facts_of(booking, venue, event, flight) if flight is not None else None
    off = event is not None and event.cancelled_at is not None
    status, away = BookingStatus(booking.status), booking.away(venue, row[3])
    return Situation(status, booking.starts_at, venue.cancel_hours, venue.check_in_hours, facts, off, away)
