"""The waiting list of an event: whether it can be joined, one person's place on it, and all who wait, for those who work there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from bookings.errors import NotFound
from bookings.models import Claim, Event, Hold, Person, Seat, Venue, Viewer, Wish
from bookings.reading.seats.maps import zone_of_event
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.times.waiting import LIVING, MOST_WAITING


@dataclass(frozen=True)
class WishView:
    """`position` counts all before it who have not ended, also those to whom something is offered. `seats` are offered until `until`."""

    id: int
    event_id: int
    title: str
    venue_name: str
    zone: str
    starts_at: datetime
    party: int
    categories: tuple[str, ...]
    category_names: tuple[str, ...]
    state: str
    joined_at: datetime
    position: int
    seats: tuple[str, ...] = ()
    until: datetime | None = None
    person_id: str = ""
    person_name: str = ""


@dataclass(frozen=True)
class WaitingList:
    """All who wait for one event, the first to be asked first."""

    event_id: int
    title: str
    venue_id: str
    venue_name: str
    zone: str
    starts_at: datetime
    offer_minutes: int
    version: int
    wishes: tuple[WishView, ...]


def read_own_wishes(session: Session, person_id: str) -> tuple[WishView, ...]:
    """What somebody waits for, what began first coming first."""
    return _views(session, _living().where(Wish.person_id == person_id).order_by(Event.starts_at, Wish.id))


def read_own_wish(session: Session, event_id: int, person_id: str) -> WishView | None:
    """What somebody waits for at this event."""
    found = _views(session, _living().where(Wish.person_id == person_id, Wish.event_id == event_id))
    return found[0] if found else None


def read_wish(session: Session, wish_id: int) -> WishView:
    """One that is living. Raises NotFound."""
    found = _views(session, _living().where(Wish.id == wish_id))
    if not found:
        raise NotFound("There is no such wish on a waiting list.")
    return found[0]


def read_waiting_list(session: Session, event_id: int, viewer: Viewer) -> WaitingList:
    """Raises NotFound for an event of a venue where the viewer does not work."""
    event = session.get(Event, event_id)
    if event is None or not viewer.works_at(event.venue_id):
        raise NotFound("There is no such event.")
    venue = session.get_one(Venue, event.venue_id)
    wishes = _views(session, _living().where(Wish.event_id == event_id).order_by(Wish.id).limit(MOST_WAITING))
    return WaitingList(
        event.id, event.title, venue.id, venue.name, zone_of_event(session, event, venue), event.starts_at, venue.offer_minutes,
        version_of(session, topics.event(event_id)), wishes,
    )  # fmt: skip


def _living() -> Select[Any]:
    other = aliased(Wish)
    before = select(func.count()).where(other.event_id == Wish.event_id, other.state.in_(LIVING), other.id <= Wish.id)
    columns = (Wish, Event, Venue, Hold.expires_at, Person.name, before.scalar_subquery())
    return (
        select(*columns)
        .join(Event, Event.id == Wish.event_id)
        .join(Venue, Venue.id == Wish.venue_id)
        .join(Person, Person.id == Wish.person_id)
        .outerjoin(Hold, Hold.id == Wish.hold_id)
        .where(Wish.state.in_(LIVING))
    )


def _views(session: Session, query: Select[Any]) -> tuple[WishView, ...]:
    rows = session.execute(query).all()
    seats = _seats(session, [wish.hold_id for wish, *_ in rows if wish.hold_id])
    return tuple(
        WishView(
            wish.id, event.id, event.title, venue.name, zone_of_event(session, event, venue), event.starts_at, wish.party,
            tuple(wish.categories), tuple(event.categories[code]["name"] for code in wish.categories if code in event.categories),
            wish.state, wish.joined_at, position, tuple(seats.get(wish.hold_id, ())), expires_at, wish.person_id, name,
        )
        for wish, event, venue, expires_at, name, position in rows
    )  # fmt: skip


def _seats(session: Session, hold_ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if hold_ids:
        held = select(Claim.hold_id, Seat.label).join(Seat, Seat.id == Claim.seat_id).where(Claim.hold_id.in_(hold_ids))
        for hold_id, label in session.execute(held.order_by(Seat.row_order, Seat.position, Seat.id)):
            found.setdefault(str(hold_id), []).append(label)
    return found
