"""An event's seat map as plain values: sections of rows of seats, with counts, for one person. Never who sits where."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, Text, and_, cast, func, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Change, Claim, Event, Flight, Hold, Seat, Venue
from bookings.models.in_force import in_force
from bookings.reading.seats.occupancy import WHOLE_HOUSE, Occupancy, SeatInventory, read_house, slug_of
from bookings.reading.seats.views import (
    Category,
    FlightView,
    OwnSeats,
    RowView,
    SeatMap,
    SeatView,
    SectionView,
)
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.sale import closed

__all__ = [
    "WHOLE_HOUSE",
    "Category",
    "FlightView",
    "OwnSeats",
    "RowView",
    "SeatMap",
    "SeatView",
    "SectionView",
    "free_and_capacity",
    "read_seat_map",
    "read_seats",
    "slug_of",
]

LATELY = timedelta(minutes=1)
LETTERS = "abcd"
"""Of the price categories, dearest first; all beyond the fourth look like the fourth."""


def read_seat_map(
    session: Session,
    event_id: int,
    person_id: str | None,
    now: datetime,
    *,
    section: str | None = None,
    plan: SeatInventory | None = None,
) -> SeatMap:
    """The map for one person (None: the public). Raises NotFound for an unknown event or section.

    A small house is drawn whole, whatever `section` says. `plan` is the event's, when it is known already.
    """
    event = session.get(Event, event_id)
    if event is None:
        raise NotFound("There is no such event.")
    venue = session.get_one(Venue, event.venue_id)
    house = read_house(session, event_id, now, plan)
    whole = not house.plan.is_large
    if section is not None and not whole and section not in house.plan.sections:
        raise NotFound("There is no such section in this house.")
    categories = categories_of(event)
    slug = None if whole else section
    drawn = [house.plan.sections[slug]] if slug else list(house.plan.sections.values()) if whole else []
    seats = _drawn(session, event_id, drawn, categories, person_id, now)
    own, flight = read_own(session, event_id, person_id, now), read_flight(session, event_id)
    return SeatMap(
        event_id=event.id,
        venue_id=venue.id,
        venue_name=venue.name,
        zone=venue.zone,
        currency=venue.currency,
        kind=event.kind,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        doors_at=event.doors_at,
        limit=event.seats_per_basket,
        version=version_of(session, topics.event(event_id)),
        closed=closed(event.starts_at, now, flight.facts if flight else None),
        flight=flight,
        flight_number=flight.number if flight else "",
        categories=tuple(counted(each, house) for each in categories.values()),
        sections=tuple(
            section_of(house, name, categories, seats.get(name, ())) for name in house.plan.sections.values()
        ),
        counts=counts_of(house.section(drawn[0]) if slug else house) | own.count(slug),
        section=slug,
        features=house.plan.features,
        own=own,
    )


def read_seats(
    session: Session, event_id: int, labels: Collection[str], person_id: str | None, now: datetime
) -> list[SeatView]:
    """Just these seats, for a delta."""
    if not labels:
        return []
    categories = categories_of(session.get_one(Event, event_id))
    rows = session.execute(_seats(event_id, now).where(Seat.label.in_(labels))).all()
    return [_view(row[0], row[1], row[2], row[3], categories, person_id, now) for row in rows]


def read_own(session: Session, event_id: int, person_id: str | None, now: datetime) -> OwnSeats:
    """How many of the seats are this person's."""
    if person_id is None:
        return OwnSeats()
    baskets = select(Hold.id).where(Hold.person_id == person_id, Hold.event_id == event_id, Hold.expires_at > now)
    bookings = select(Booking.id).where(Booking.customer_id == person_id, Booking.event_id == event_id)
    rows = session.execute(
        select(Seat.section, Claim.hold_id)
        .join(Claim, Claim.seat_id == Seat.id)
        # The event is named here too: by the owners alone PostgreSQL walks through every claim that there ever was.
        .where(Claim.event_id == event_id, Claim.hold_id.in_(baskets) | Claim.booking_id.in_(bookings), in_force(now))
    ).all()
    return OwnSeats(
        Counter(slug_of(section) for section, hold_id in rows if hold_id is not None),
        Counter(slug_of(section) for section, hold_id in rows if hold_id is None),
    )


def read_flight(session: Session, event_id: int) -> FlightView | None:
    flight = session.scalar(select(Flight).where(Flight.event_id == event_id))
    if flight is None:
        return None
    return FlightView(flight.number, flight.origin, flight.destination, flight.status, flight.gate)


def own_booking(session: Session, event_id: int, label: str, person_id: str) -> str | None:
    """The id of this person's booking that has this seat."""
    return session.scalar(
        select(Booking.id)
        .join(Claim, Claim.booking_id == Booking.id)
        .join(Seat, Seat.id == Claim.seat_id)
        .where(Seat.event_id == event_id, Seat.label == label, Booking.customer_id == person_id)
    )


def recently_changed(session: Session, event_id: int, label: str, now: datetime) -> bool:
    """Whether anything happened to this seat within the last minute, so that a page may show it as it was."""
    named = cast(Change.payload, Text).contains(json.dumps(label), autoescape=True)
    return bool(
        session.scalar(select(Change.id).where(Change.at > now - LATELY, Change.event_id == event_id, named).limit(1))
    )


def free_and_capacity(session: Session, event_id: int, now: datetime) -> tuple[int, int]:
    """(free seats, all seats) of an event."""
    capacity = session.scalar(select(func.count()).select_from(Seat).where(Seat.event_id == event_id)) or 0
    taken = session.scalar(select(func.count()).select_from(Claim).where(Claim.event_id == event_id, in_force(now)))
    return capacity - (taken or 0), capacity


def categories_of(event: Event) -> dict[str, Category]:
    """The event's price categories by code, dearest first, with nothing counted yet."""
    dearest_first = sorted(event.categories.items(), key=lambda item: -Decimal(str(item[1]["price"])))
    return {
        code: Category(code, LETTERS[min(n, len(LETTERS) - 1)], str(said["name"]), Decimal(str(said["price"])))
        for n, (code, said) in enumerate(dearest_first)
    }


def counted(category: Category, house: Occupancy) -> Category:
    return replace(category, free=house.count("free", category=category.code))


def section_of(
    house: Occupancy, name: str, categories: Mapping[str, Category], seats: Collection[SeatView] = ()
) -> SectionView:
    """A section of this house with its counts, and with its rows when its seats are given."""
    part = house.section(name)
    there = {kind.category for kind, _, _ in part.cells}
    return SectionView(
        name=name,
        slug=slug_of(name),
        free=part.count("free"),
        held=part.count("held"),
        total=part.count(),
        categories=tuple(counted(each, part) for each in categories.values() if each.code in there),
        rows=_rows(seats) if seats else (),
    )


def counts_of(house: Occupancy) -> dict[str, int]:
    """By state, and of each feature the free ones."""
    states = {state: house.count(state) for state in ("free", "held", "booked", "blocked")}
    return states | {
        feature: house.count("free", feature=feature) for feature in ("accessible", "companion", "restricted")
    }


def _seats(event_id: int, now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(Seat, Claim, Hold, Booking.customer_id)
        .select_from(Seat)
        .outerjoin(Claim, and_(Claim.seat_id == Seat.id, in_force(now)))
        .outerjoin(Hold, Hold.id == Claim.hold_id)
        .outerjoin(Booking, Booking.id == Claim.booking_id)
        .where(Seat.event_id == event_id)
        .order_by(Seat.row_order, Seat.position)
    )


def _drawn(
    session: Session,
    event_id: int,
    sections: list[str],
    categories: Mapping[str, Category],
    person_id: str | None,
    now: datetime,
) -> dict[str, list[SeatView]]:
    """The seats of these sections, by section."""
    found: dict[str, list[SeatView]] = {name: [] for name in sections}
    if sections:
        for row in session.execute(_seats(event_id, now).where(Seat.section.in_(sections))):
            found[row[0].section].append(_view(row[0], row[1], row[2], row[3], categories, person_id, now))
    return found


def _view(
    seat: Seat,
    claim: Claim | None,
    hold: Hold | None,
    customer_id: str | None,
    categories: Mapping[str, Category],
    person_id: str | None,
    now: datetime,
) -> SeatView:
    state, owned = "free", False
    if claim is not None and hold is not None:
        state = "mine" if hold.person_id == person_id else "held"
    elif claim is not None and claim.kind == "block":
        state = "blocked"
    elif claim is not None:
        owned = customer_id is not None and customer_id == person_id
        state = "mine" if owned else "booked"
    return SeatView(
        seat.label,
        seat.section,
        seat.row,
        seat.number,
        seat.position,
        categories[seat.category],
        state,
        owned,
        tuple(seat.features),
    )


def _rows(seats: Collection[SeatView]) -> tuple[RowView, ...]:
    first = min(seat.position for seat in seats)
    last = max(seat.position for seat in seats)
    rows: dict[str, dict[int, SeatView]] = {}
    for seat in seats:
        rows.setdefault(seat.row, {})[seat.position] = seat
    return tuple(
        RowView(name, tuple(at.get(position) for position in range(first, last + 1))) for name, at in rows.items()
    )
