"""An event's seat map as plain values: sections of rows of seats, with counts, for one person. Never who sits where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Claim, Event, Flight, Hold, Seat, Venue
from bookings.reading.versions import version_of
from bookings.rules import topics

WHOLE_HOUSE = 2_000
"""Larger houses are drawn a section at a time."""


@dataclass(frozen=True)
class Category:
    """A price category: its letter as the map shows it (a, b, c by price), name, price and how many are free."""

    code: str
    letter: str
    name: str
    price: Decimal
    free: int = 0


@dataclass(frozen=True)
class SeatView:
    """One seat as one person sees it. `state` is free, held, mine, booked or blocked; `owned` is a `mine` that is booked."""

    label: str
    section: str
    row: str
    number: str
    position: int
    category: Category
    state: str
    owned: bool = False
    features: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowView:
    """A row from left to right; None is a gap (an aisle or a place without a seat)."""

    name: str
    places: tuple[SeatView | None, ...]


@dataclass(frozen=True)
class SectionView:
    """A section with its counts; `rows` is empty where the section is not looked at."""

    name: str
    slug: str
    free: int
    total: int
    categories: tuple[Category, ...]
    rows: tuple[RowView, ...] = ()


@dataclass(frozen=True)
class SeatMap:
    event_id: int
    venue_id: str
    venue_name: str
    zone: str
    currency: str
    kind: str
    title: str
    starts_at: datetime
    doors_at: datetime | None
    limit: int
    version: int
    begun: bool
    flight_number: str
    categories: tuple[Category, ...]
    sections: tuple[SectionView, ...]
    counts: Mapping[str, int] = field(repr=False)
    """By state (free held mine owned booked blocked) and by feature (accessible companion restricted, free ones)."""
    section: str | None = None
    """The slug of the one section that is drawn, None for the whole house or the outline."""

    @property
    def topic(self) -> topics.Topic:
        return topics.event(self.event_id)

    @property
    def free(self) -> int:
        return self.counts["free"]

    @property
    def capacity(self) -> int:
        return sum(section.total for section in self.sections)

    @property
    def in_sections(self) -> bool:
        """Whether this house is too large to be drawn at once."""
        return self.capacity > WHOLE_HOUSE

    def seats(self) -> list[SeatView]:
        return [seat for section in self.sections for row in section.rows for seat in row.places if seat is not None]


def read_seat_map(
    session: Session, event_id: int, person_id: str | None, now: datetime, *, section: str | None = None
) -> SeatMap:
    """The map for one person (None: the public). Raises NotFound for an unknown event or section."""
    event = session.get(Event, event_id)
    if event is None:
        raise NotFound("There is no such event.")
    venue = session.get_one(Venue, event.venue_id)
    flight = session.scalar(select(Flight).where(Flight.event_id == event_id))
    rows = session.execute(_seats(event_id)).all()
    categories = _categories(event)
    seats = [_view(row[0], row[1], row[2], row[3], categories, person_id, now) for row in rows]
    slugs = {slug_of(seat.section) for seat in seats}
    if section is not None and section not in slugs:
        raise NotFound("There is no such section in this house.")
    whole = len(seats) <= WHOLE_HOUSE
    free = Counter(seat.category.code for seat in seats if seat.state == "free")
    return SeatMap(
        event_id=event.id,
        venue_id=venue.id,
        venue_name=venue.name,
        zone=venue.zone,
        currency=venue.currency,
        kind=event.kind,
        title=event.title,
        starts_at=event.starts_at,
        doors_at=event.doors_at,
        limit=event.seats_per_basket,
        version=version_of(session, topics.event(event_id)),
        begun=event.starts_at <= now,
        flight_number=flight.number if flight else "",
        categories=tuple(_counted(each, free) for each in categories.values()),
        sections=_sections(seats, drawn=slugs if whole else {section} if section else set()),
        counts=_counts(seats),
        section=None if whole else section,
    )


def read_seats(
    session: Session, event_id: int, labels: Collection[str], person_id: str | None, now: datetime
) -> list[SeatView]:
    """Just these seats, for a delta."""
    if not labels:
        return []
    categories = _categories(session.get_one(Event, event_id))
    rows = session.execute(_seats(event_id).where(Seat.label.in_(labels))).all()
    return [_view(row[0], row[1], row[2], row[3], categories, person_id, now) for row in rows]


def free_and_capacity(session: Session, event_id: int, now: datetime) -> tuple[int, int]:
    """(free seats, all seats) of an event."""
    capacity = session.scalar(select(func.count()).select_from(Seat).where(Seat.event_id == event_id)) or 0
    taken = session.scalar(
        select(func.count())
        .select_from(Claim)
        .outerjoin(Hold, Hold.id == Claim.hold_id)
        .where(Claim.event_id == event_id, (Hold.id.is_(None)) | (Hold.expires_at > now))
    )
    return capacity - (taken or 0), capacity


def slug_of(section: str) -> str:
    """A section's name as it stands in an address."""
    return "".join(letter if letter.isalnum() else "-" for letter in section.lower()).strip("-")


def _seats(event_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Seat, Claim, Hold, Booking.customer_id)
        .outerjoin(Claim, Claim.seat_id == Seat.id)
        .outerjoin(Hold, Hold.id == Claim.hold_id)
        .outerjoin(Booking, Booking.id == Claim.booking_id)
        .where(Seat.event_id == event_id)
        .order_by(Seat.row_order, Seat.position)
    )


def _categories(event: Event) -> dict[str, Category]:
    dearest_first = sorted(event.categories.items(), key=lambda item: -Decimal(str(item[1]["price"])))
    return {
        code: Category(code, "abc"[min(n, 2)], str(said["name"]), Decimal(str(said["price"])))
        for n, (code, said) in enumerate(dearest_first)
    }


def _counted(category: Category, free: Mapping[str, int]) -> Category:
    return Category(category.code, category.letter, category.name, category.price, free.get(category.code, 0))


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
        if hold.expires_at > now:
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


def _sections(seats: list[SeatView], *, drawn: Collection[str]) -> tuple[SectionView, ...]:
    names = list(dict.fromkeys(seat.section for seat in seats))
    sections = []
    for name in names:
        mine = [seat for seat in seats if seat.section == name]
        free = Counter(seat.category.code for seat in mine if seat.state == "free")
        sections.append(
            SectionView(
                name=name,
                slug=slug_of(name),
                free=sum(free.values()),
                total=len(mine),
                categories=tuple(_counted(each, free) for each in dict.fromkeys(seat.category for seat in mine)),
                rows=_rows(mine) if slug_of(name) in drawn else (),
            )
        )
    return tuple(sections)


def _rows(seats: list[SeatView]) -> tuple[RowView, ...]:
    first = min(seat.position for seat in seats)
    last = max(seat.position for seat in seats)
    rows = []
    for name in dict.fromkeys(seat.row for seat in seats):
        at = {seat.position: seat for seat in seats if seat.row == name}
        rows.append(RowView(name, tuple(at.get(position) for position in range(first, last + 1))))
    return tuple(rows)


def _counts(seats: list[SeatView]) -> dict[str, int]:
    counts = Counter("owned" if seat.owned else seat.state for seat in seats)
    counts.update(feature for seat in seats if seat.state == "free" for feature in seat.features)
    keys = ("free", "held", "mine", "owned", "booked", "blocked", "accessible", "companion", "restricted")
    return {key: counts.get(key, 0) for key in keys}
