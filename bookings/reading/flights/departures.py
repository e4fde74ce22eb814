"""Departure boards: an airline's flights of some hours back and the next ones, in the order of the timetable.

What a board shows begins at a full even hour and lasts WINDOW, so rows leave at its top and come at its end only every two
hours; in between, the clock moves the present along the rows and no row at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Event, Flight, Venue
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.setup.flight import place_in
from bookings.rules.status import FlightStatus
from bookings.rules.times.zones import local_day
from bookings.rules.topics import Topic

AIRLINE = "airline"
KEPT = timedelta(hours=1)
"""So long at least a flight that was to leave is still shown."""
STEP = timedelta(hours=2)
WINDOW = timedelta(hours=48)
MOST_ROWS = 100
MOST_AIRLINES, MOST_AIRPORTS = 20, 20
_KINDS = {
    FlightStatus.DEPARTED: "done", FlightStatus.ARRIVED: "done", FlightStatus.DIVERTED: "late",
    FlightStatus.BOARDING: "on", FlightStatus.DELAYED: "late", FlightStatus.CANCELLED: "off",
}  # fmt: skip


@dataclass(frozen=True)
class Departure:
    """`day` is the airport's when it is to leave; `expected` another time than the planned one, None where there is none. Its times are
    on the clock of `zone`."""

    event_id: int
    flight_id: str
    number: str
    origin: str
    destination: str
    place: str
    status: str
    gate: str
    leaves: datetime
    expected: datetime | None
    day: date
    zone: str
    previous_gate: str

    @property
    def kind(self) -> str:
        """How its row is drawn: done, on (it boards), late, off, or as usual."""
        return _KINDS.get(FlightStatus(self.status), "")


@dataclass(frozen=True)
class DepartureBoard:
    """`airport` is the one that was chosen, "" for all of the airline's; `more` says that not all rows had room."""

    venue_id: str
    airline: str
    logo: str
    zone: str
    version: int
    now: datetime
    airport: str
    airports: tuple[str, ...]
    rows: tuple[Departure, ...]
    more: bool
    is_staff: bool

    @property
    def topic(self) -> Topic:
        return topics.flights(self.venue_id)

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)

    @property
    def shown_airport(self) -> str:
        """The one airport of all rows; "" where there are several or none."""
        return self.airport or (self.airports[0] if len(self.airports) == 1 else "")

    @property
    def next_id(self) -> int | None:
        """The first flight that is still to leave by the timetable: the present stands before it."""
        return next((row.event_id for row in self.rows if row.leaves > self.now), None)


def read_airlines(session: Session, *, for_strangers: bool = False) -> tuple[tuple[str, str], ...]:
    """(id, name) of the airlines, by name; for strangers those where they may look in."""
    query = select(Venue.id, Venue.name).where(Venue.kind == AIRLINE)
    if for_strangers:
        query = query.where(Venue.look_in)
    rows = session.execute(query.order_by(Venue.name, Venue.id).limit(MOST_AIRLINES))
    return tuple((each.id, each.name) for each in rows)


def read_departures(
    session: Session, venue_id: str, now: datetime, airport: str = "", *, is_staff: bool = False
) -> DepartureBoard:
    """The board of an airline, or of one of its airports. However long it has flown, so many statements and rows. Raises NotFound."""
    venue = session.get(Venue, venue_id)
    if venue is None or venue.kind != AIRLINE:
        raise NotFound("There is no such airline.")
    start = window_start(now)
    end = start + WINDOW
    within = (Event.venue_id == venue_id, Event.starts_at >= start, Event.starts_at < end)
    flights = select(Event, Flight).join(Flight, Flight.event_id == Event.id).where(*within)
    origins = select(Flight.origin).join(Event, Flight.event_id == Event.id).where(*within).distinct()
    if airport:
        flights = flights.where(Flight.origin == airport)
    found = session.execute(flights.order_by(Event.starts_at, Event.id).limit(MOST_ROWS + 1)).all()
    airports = session.scalars(origins.order_by(Flight.origin).limit(MOST_AIRPORTS)).all()
    rows = tuple(_departure(event, flight, venue.zone) for event, flight in found[:MOST_ROWS])
    return DepartureBoard(
        venue.id, venue.name, venue.logo, venue.zone, version_of(session, topics.flights(venue_id)), now, airport,
        tuple(airports), rows, len(found) > MOST_ROWS, is_staff,
    )  # fmt: skip


def window_start(now: datetime) -> datetime:
    """The full even hour (UTC) at which what is shown now begins."""
    kept = (now - KEPT).replace(minute=0, second=0, microsecond=0)
    return kept - timedelta(hours=kept.hour % (STEP // timedelta(hours=1)))


def _departure(event: Event, flight: Flight, zone: str) -> Departure:
    expected = flight.estimated_departure if flight.estimated_departure != event.starts_at else None
    zone = flight.zone_here(zone)
    return Departure(
        event.id, flight.id, flight.number, flight.origin, flight.destination,
        place_in(event.title, flight.destination), flight.status, flight.gate, event.starts_at, expected,
        local_day(event.starts_at, zone), zone, flight.previous_gate,
    )  # fmt: skip
