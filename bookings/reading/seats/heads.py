"""What stands over an event's seats, without a look at any of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.models import Event, Venue
from bookings.reading.seats.maps import read_flight
from bookings.reading.seats.views import FlightView, name_with_number


@dataclass(frozen=True)
class EventHead:
    """The same of it as of a `views.SeatMap`."""

    venue_id: str
    venue_name: str
    logo: str
    zone: str
    name: str
    starts_at: datetime
    doors_at: datetime | None
    flight: FlightView | None
    description: str


def read_event_head(session: Session, event_id: int) -> EventHead:
    event = session.get_one(Event, event_id)
    venue, flight = session.get_one(Venue, event.venue_id), read_flight(session, event_id)
    name = name_with_number(event.title, flight.number if flight else "")
    zone = (flight and flight.here) or venue.zone
    return EventHead(
        venue.id, venue.name, venue.logo, zone, name, event.starts_at, event.doors_at, flight, event.description
    )
