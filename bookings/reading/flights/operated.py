"""One flight as the airline's desk changes it: its status, gate and times, and how many are booked on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Event, Flight, Noun, Venue, Viewer
from bookings.reading.administration.revisions import revision_of
from bookings.rules.status import FLIGHT_MOVES, OCCUPYING, FlightStatus


@dataclass(frozen=True)
class OperatedFlight:
    """`zone` is that of where it leaves, `there` that of where it lands; `moves` are the states that can follow."""

    id: str
    event_id: int
    venue_id: str
    airline: str
    zone: str
    there: str
    number: str
    origin: str
    destination: str
    status: str
    gate: str
    leaves: datetime
    lands: datetime
    expected_departure: datetime | None
    expected_arrival: datetime | None
    cancelled: bool
    moves: tuple[str, ...]
    bookings: int
    revision: int


def read_operated(session: Session, flight_id: str, viewer: Viewer) -> OperatedFlight:
    """Raises NotFound, also for who does not work at the airline."""
    query = (
        select(Flight, Event, Venue).join(Event, Event.id == Flight.event_id).join(Venue, Venue.id == Event.venue_id)
    )
    row = session.execute(query.where(Flight.id == flight_id)).one_or_none()
    if row is None or not viewer.works_at(row[2].id):
        raise NotFound("There is no such flight, or it is not yours to change.")
    flight, event, venue = row
    booked = select(func.count()).select_from(Booking)
    booked = booked.where(Booking.event_id == event.id, Booking.status.in_(OCCUPYING))
    moves = () if event.cancelled_at else sorted(FLIGHT_MOVES[FlightStatus(flight.status)])
    return OperatedFlight(
        flight.id, event.id, venue.id, venue.name, flight.zone_here(venue.zone), flight.zone_there(venue.zone),
        flight.number, flight.origin, flight.destination, flight.status, flight.gate, event.starts_at, event.ends_at,
        flight.estimated_departure, flight.estimated_arrival, event.cancelled_at is not None,
        tuple(moves), session.scalar(booked) or 0, revision_of(session, Noun.FLIGHT, flight.id),
    )  # fmt: skip
