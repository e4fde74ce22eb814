"""Events and flights as programs list them, with how many seats are left. Never who has the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Claim, Event, Flight, Hold, Seat, Venue
from bookings.models.in_force import in_force
from bookings.reading.seats.occupancy import read_occupancy
from bookings.reading.versions import event_versions
from bookings.rules.sale import CLOSED_FLIGHTS, Sale


@dataclass(frozen=True)
class PriceEntry:
    """A price category; on a flight, a cabin. `free` is None in lists."""

    code: str
    name: str
    price: Decimal
    free: int | None = None


@dataclass(frozen=True)
class FlightEntry:
    id: str
    number: str
    origin: str
    destination: str
    status: str
    gate: str
    estimated_departure: datetime | None
    estimated_arrival: datetime | None
    previous_gate: str
    there: str
    """The time zone of where it lands."""


@dataclass(frozen=True)
class EventEntry:
    """`version` is that of the event's topic, at which the figures were read. `back_at`: when the first of the seats that
    are only on hold may be free again; None where none is."""

    id: int
    kind: str
    title: str
    venue_id: str
    venue: str
    zone: str
    currency: str
    starts_at: datetime
    ends_at: datetime
    doors_at: datetime | None
    limit: int
    prices: tuple[PriceEntry, ...]
    free: int
    capacity: int
    version: int
    flight: FlightEntry | None = None
    back_at: datetime | None = None
    sale: Sale | None = None
    description: str = ""

    def cheapest(self, party: int) -> PriceEntry | None:
        """The cheapest cabin with room for all of them, where it is known what is left; None where there is none."""
        fitting = [each for each in self.prices if each.free is not None and each.free >= party]
        return min(fitting, key=lambda each: (each.price, each.code), default=None)

    @property
    def closed(self) -> str:
        """What an event is that can no longer be booked, though it has not begun; "" for all others."""
        if self.sale is not None and self.sale.cancelled:
            return "CANCELLED"
        return self.flight.status if self.flight and self.flight.status in CLOSED_FLIGHTS else ""


@dataclass(frozen=True)
class EventQuery:
    """Which events a list shows: those that have not ended, of one kind or venue where one is named."""

    kind: str | None = None
    venue_id: str | None = None
    page: int = 1
    size: int = 25
    flights_last: bool = False
    for_strangers: bool = False
    """Only those of venues where people may look in without an account."""


def read_events(session: Session, asked: EventQuery, now: datetime) -> tuple[tuple[EventEntry, ...], int]:
    """(one page, how many match), the next first; with `flights_last` the next show first, and flights after the shows."""
    conditions = [Event.ends_at > now]
    if asked.kind is not None:
        conditions.append(Event.kind == asked.kind)
    if asked.venue_id is not None:
        conditions.append(Event.venue_id == asked.venue_id)
    if asked.for_strangers:
        conditions.append(Event.venue_id.in_(select(Venue.id).where(Venue.look_in)))
    total = session.scalar(select(func.count()).select_from(Event).where(*conditions)) or 0
    apart = [Event.kind == "flight"] if asked.flights_last else []
    query = event_rows().where(*conditions).order_by(*apart, Event.starts_at, Event.id)
    rows = session.execute(query.limit(asked.size).offset((asked.page - 1) * asked.size)).all()
    ids = [event.id for event, *_ in rows]
    figures, versions, back = _figures(session, ids, now), event_versions(session, ids), _back(session, ids, now)
    entries = (
        entry_of_row(row, prices_of(row[0]), *figures[row[0].id], versions.get(row[0].id, 0), back.get(row[0].id))
        for row in rows
    )
    return tuple(entries), total


def read_event(session: Session, event_id: int, now: datetime) -> EventEntry:
    """Raises NotFound."""
    row = session.execute(event_rows().where(Event.id == event_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such event.")
    occupancy = read_occupancy(session, event_id, now)
    prices = tuple(
        PriceEntry(each.code, each.name, each.price, occupancy.count("free", category=each.code))
        for each in prices_of(row[0])
    )
    version = event_versions(session, [event_id]).get(event_id, 0)
    return entry_of_row(row, prices, occupancy.count("free"), occupancy.count(), version)


def read_flight_entry(session: Session, flight_id: str, now: datetime) -> EventEntry:
    """Raises NotFound."""
    return read_event(session, event_of_flight(session, flight_id), now)


def event_of_flight(session: Session, flight_id: str) -> int:
    """The id of the event that this flight is. Raises NotFound."""
    event_id = session.scalar(select(Flight.event_id).where(Flight.id == flight_id))
    if event_id is None:
        raise NotFound("There is no such flight.")
    return event_id


def event_rows() -> Select[Event, Venue, Flight]:
    """Events with their venue and, of a flight, what it has besides; a caller adds which, in what order and how many."""
    return (
        select(Event, Venue, Flight)
        .join(Venue, Venue.id == Event.venue_id)
        .outerjoin(Flight, Flight.event_id == Event.id)
    )


def _figures(session: Session, ids: Collection[int], now: datetime) -> dict[int, tuple[int, int]]:
    """(free, capacity) of each; what has run out counts as free already."""
    every = select(Seat.event_id, func.count()).where(Seat.event_id.in_(ids)).group_by(Seat.event_id)
    seats = dict(session.execute(every).all())
    claims = select(Claim.event_id, func.count()).group_by(Claim.event_id)
    claims = claims.where(Claim.event_id.in_(ids), in_force(now))
    taken = dict(session.execute(claims).all())
    return {each: (seats.get(each, 0) - taken.get(each, 0), seats.get(each, 0)) for each in ids}


def _back(session: Session, ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """When the first hold of each event runs out, of those that have any."""
    first = select(Hold.event_id, func.min(Hold.expires_at)).where(Hold.event_id.in_(ids), Hold.expires_at > now)
    return {event_id: at for event_id, at in session.execute(first.group_by(Hold.event_id)) if event_id is not None}


def prices_of(event: Event) -> list[PriceEntry]:
    """Dearest first."""
    categories: dict[str, Any] = event.categories
    entries = [PriceEntry(code, str(each["name"]), Decimal(str(each["price"]))) for code, each in categories.items()]
    return sorted(entries, key=lambda entry: (-entry.price, entry.code))


def entry_of_row(
    row: tuple[Event, Venue, Flight | None],
    prices: Collection[PriceEntry],
    free: int,
    capacity: int,
    version: int,
    back_at: datetime | None = None,
) -> EventEntry:
    event, venue, flight = row
    return EventEntry(
        event.id, event.kind, event.title, venue.id, venue.name, flight.zone_here(venue.zone) if flight else venue.zone,
        venue.currency, event.starts_at, event.ends_at,
        event.doors_at, event.seats_per_basket, tuple(prices), free, capacity, version,
        _flight_entry(flight, venue.zone) if flight else None, back_at,
        event.sale, event.description,
    )  # fmt: skip


def _flight_entry(flight: Flight, zone: str) -> FlightEntry:
    return FlightEntry(
        flight.id, flight.number, flight.origin, flight.destination, flight.status, flight.gate,
        flight.estimated_departure, flight.estimated_arrival, flight.previous_gate, flight.zone_there(zone),
    )  # fmt: skip
