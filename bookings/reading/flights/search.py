"""Flights by route, day and party, with what each cabin costs and how many seats it has left. Never who has the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.models import Claim, Event, Flight, Seat, Venue
from bookings.models.in_force import in_force
from bookings.reading.events import EventEntry, entry_of_row, event_rows, prices_of
from bookings.reading.versions import event_versions
from bookings.rules.setup.event import LONGEST_EVENT
from bookings.rules.times.zones import local_day

MOST_FOUND = 200
MOST_AIRPORTS = 200
_FARTHEST_EAST, _FARTHEST_WEST = timedelta(hours=14), timedelta(hours=12)
"""How far from UTC a day begins at most."""


@dataclass(frozen=True)
class FlightSearch:
    """`day` is the one on which it leaves, on the clock there; "" and None are any. `party` needs that many seats in one cabin."""

    origin: str = ""
    destination: str = ""
    day: date | None = None
    party: int = 1
    for_strangers: bool = False


def search_flights(session: Session, wanted: FlightSearch, now: datetime, most: int = MOST_FOUND) -> tuple[EventEntry, ...]:
    """Those that have not landed, the next first, also those without room for the party (ask `cheapest`).

    However many flights there ever were, those of the days around are looked at alone.
    """
    query = event_rows().where(Event.kind == "flight", Event.ends_at > now)
    if wanted.origin:
        query = query.where(Flight.origin == wanted.origin)
    if wanted.destination:
        query = query.where(Flight.destination == wanted.destination)
    if wanted.for_strangers:
        query = query.where(Venue.look_in)
    if wanted.day is not None:
        midnight = datetime.combine(wanted.day, time(), UTC)
        first, last = midnight - _FARTHEST_EAST, midnight + timedelta(days=1) + _FARTHEST_WEST
        query = query.where(Event.starts_at >= first, Event.starts_at < last, Event.ends_at > first, Event.ends_at < last + LONGEST_EVENT)
    rows = session.execute(query.order_by(Event.starts_at, Event.id).limit(most)).all()
    return _entries(session, [row for row in rows if wanted.day in (None, _leaves_on(row))], now)


def read_offer(session: Session, event_id: int, now: datetime) -> EventEntry | None:
    """The same of one flight; None when it is gone."""
    rows = session.execute(event_rows().where(Event.id == event_id, Event.kind == "flight")).all()
    return next(iter(_entries(session, rows, now)), None)


def read_airports(session: Session, now: datetime, *, for_strangers: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(those from which something leaves, those to which it goes) among the flights to come."""
    coming = select(Flight.origin, Flight.destination).join(Event, Event.id == Flight.event_id).where(Event.ends_at > now)
    if for_strangers:
        coming = coming.join(Venue, Venue.id == Event.venue_id).where(Venue.look_in)
    routes = session.execute(coming.distinct().order_by(Flight.origin, Flight.destination).limit(MOST_AIRPORTS)).all()
    return tuple(sorted({each.origin for each in routes})), tuple(sorted({each.destination for each in routes}))


def _leaves_on(row: Any) -> date:
    event, venue, flight = row
    return local_day(event.starts_at, flight.zone_here(venue.zone))


def _entries(session: Session, rows: Collection[Any], now: datetime) -> tuple[EventEntry, ...]:
    ids = [event.id for event, *_ in rows]
    free, capacity = _by_cabin(session, ids, now)
    versions = event_versions(session, ids)
    found = []
    for row in rows:
        entry = entry_of_row(row, prices_of(row[0]), 0, 0, versions.get(row[0].id, 0))
        prices = tuple(replace(each, free=free.get((entry.id, each.code), 0)) for each in entry.prices)
        seats = sum(count for (event_id, _), count in capacity.items() if event_id == entry.id)
        found.append(replace(entry, prices=prices, free=sum(each.free or 0 for each in prices), capacity=seats))
    return tuple(found)


def _by_cabin(session: Session, ids: Collection[int], now: datetime) -> tuple[dict[tuple[int, str], int], dict[tuple[int, str], int]]:
    """(how many seats are free, how many there are) by event and price category; what has run out counts as free already."""
    every = select(Seat.event_id, Seat.category, func.count()).where(Seat.event_id.in_(ids)).group_by(Seat.event_id, Seat.category)
    taken = select(Seat.event_id, Seat.category, func.count()).join(Claim, Claim.seat_id == Seat.id)
    taken = taken.where(Claim.event_id.in_(ids), in_force(now)).group_by(Seat.event_id, Seat.category)
    capacity = {(event_id, code): count for event_id, code, count in session.execute(every)}
    gone = {(event_id, code): count for event_id, code, count in session.execute(taken)}
    return {key: count - gone.get(key, 0) for key, count in capacity.items()}, capacity
