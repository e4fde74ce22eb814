"""Door lists: those who are expected at an event, or at a venue by time on a day, and who of them has come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Admission, Booking, Claim, Event, Person, Venue, Viewer
from bookings.reading.audience import STAFF
from bookings.reading.bookings.filters import parse_filter, parse_page
from bookings.reading.bookings.rows import rows_in_order
from bookings.reading.bookings.view import BookingView, view_for_audience
from bookings.reading.moment import moment_of
from bookings.reading.people.search import find_people
from bookings.rules.setup.event import LONGEST_EVENT
from bookings.rules.status import BookingStatus
from bookings.rules.text.codes import code_typed
from bookings.rules.text.search_terms import end_of
from bookings.rules.times.zones import day_bounds, local_day

PAGE = 50
MOST_EVENTS = 20
LARGEST_ID = 2**31 - 1  # PostgreSQL refuses larger ones
_INSIDE = (BookingStatus.CHECKED_IN, BookingStatus.COMPLETED)
_EXPECTED = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.NO_SHOW, *_INSIDE)
NO_DOOR = "There is no such door list, or it is not yours."


@dataclass(frozen=True)
class DoorFilter:
    """Of which event, None for what is booked by time today; `text` is a name, an address, a number or a code."""

    event_id: int | None = None
    text: str = ""
    page: int = 1

    def __str__(self) -> str:
        """As the query of an address, the same for equal ones."""
        found = {"event": self.event_id or "", "q": self.text, "page": self.page if self.page > 1 else ""}
        return urlencode({name: value for name, value in found.items() if value})


@dataclass(frozen=True)
class EventAtDoor:
    id: int
    title: str
    starts_at: datetime
    doors_at: datetime | None


@dataclass(frozen=True)
class Arrival:
    """A booking that is expected; `inside` are those of its seats on which somebody has come in, with when. `admits`: its code
    lets somebody in at this moment."""

    booking: BookingView
    inside: Mapping[str, datetime]
    admits: bool

    @property
    def count(self) -> int:
        """How many of it are inside: seats, or 1 for a booking by time."""
        return len(self.inside) if self.booking.seats else int(self.booking.status in _INSIDE)


@dataclass(frozen=True)
class DoorList:
    """One page of a door list. `inside` of `expected`: seats of an event, bookings of a day."""

    venue_id: str
    venue: str
    logo: str
    zone: str
    day: date
    event: EventAtDoor | None
    events: tuple[EventAtDoor, ...]
    wanted: DoorFilter
    arrivals: tuple[Arrival, ...]
    total: int
    pages: int
    inside: int
    expected: int

    @property
    def turns(self) -> list[datetime]:
        """When the clock changes who may come in."""
        return [turn for each in self.arrivals for turn in (each.booking.check_in_from, each.booking.ends_at)]


def parse_door(query: Mapping[str, str]) -> DoorFilter:
    """What an address asks for. Raises NotFound for an event that cannot be one, RuleViolation."""
    event = query.get("event", "").strip()
    if event and not (event.isascii() and event.isdecimal() and 0 < int(event[:12]) <= LARGEST_ID):
        raise NotFound(NO_DOOR)
    return DoorFilter(int(event) if event else None, parse_filter({"q": query.get("q", "")}).text, parse_page(query.get("page", "")))


def door_from_query(view: str) -> DoorFilter | None:
    """The filter that was written; None for anything else."""
    try:
        wanted = parse_door(dict(parse_qsl(view, strict_parsing=True, max_num_fields=4)) if view else {})
    except (ValueError, NotFound):  # RuleViolation is a ValueError
        return None
    return wanted if str(wanted) == view else None


def read_door(session: Session, venue_id: str, wanted: DoorFilter, viewer: Viewer, size: int = PAGE) -> DoorList:
    """Raises NotFound, also for who does not work there."""
    venue = session.get(Venue, venue_id)
    if venue is None or not viewer.works_at(venue_id):
        raise NotFound(NO_DOOR)
    return read_list(session, venue, wanted, size)


def read_list(session: Session, venue: Venue, wanted: DoorFilter, size: int = PAGE) -> DoorList:
    """As `read_door`, for whoever may. By name for an event, by time for a day."""
    now = moment_of(session)
    day = local_day(now, venue.zone)
    begins, ends = day_bounds(day, venue.zone)
    event = _event(session, venue, wanted.event_id) if wanted.event_id is not None else None
    if event is not None:
        of: ColumnElement[bool] = Booking.event_id == event.id
        order: tuple[Any, ...] = (func.lower(func.coalesce(Booking.customer_name, Person.name)), Booking.id)
    else:
        by_time = and_(Booking.event_id.is_(None), Booking.starts_at >= begins, Booking.starts_at < ends)
        of, order = and_(Booking.venue_id == venue.id, by_time), (Booking.starts_at, Booking.id)
    rest = [of, Booking.status.in_(_EXPECTED), *_of_text(session, venue.id, wanted.text)]
    total = session.scalar(select(func.count()).select_from(Booking).where(*rest)) or 0
    pages = max(1, -(-total // size))
    page = min(wanted.page, pages)
    lines = select(Booking.id).join(Person, Person.id == Booking.customer_id).where(*rest).order_by(*order)
    ids = session.scalars(lines.limit(size).offset((page - 1) * size)).all()
    inside, expected = _seats(session, event.id) if event is not None else _bookings(session, of)
    came: dict[str, dict[str, datetime]] = {}
    for each in session.execute(select(Admission).where(Admission.booking_id.in_(ids))).scalars():
        came.setdefault(each.booking_id, {})[each.label] = each.at
    views = [view_for_audience(row, STAFF, now) for row in rows_in_order(session, ids)]
    return DoorList(
        venue.id, venue.name, venue.logo, venue.zone, day, event, _events(session, venue.id, begins, ends),
        DoorFilter(wanted.event_id, wanted.text, page), tuple(_arrival(each, came.get(each.id, {}), now) for each in views),
        total, pages, inside, expected,
    )  # fmt: skip


def _arrival(booking: BookingView, inside: Mapping[str, datetime], now: datetime) -> Arrival:
    """As desk.door decides."""
    left = len(booking.seats) > len(inside) if booking.status == BookingStatus.CHECKED_IN else True
    may = booking.status == BookingStatus.CHECKED_IN or BookingStatus.CHECKED_IN in booking.moves
    over = booking.status == BookingStatus.COMPLETED or booking.ends_at <= now
    return Arrival(booking, inside, may and left and not over)


def _event(session: Session, venue: Venue, event_id: int) -> EventAtDoor:
    event = session.get(Event, event_id)
    if event is None or event.venue_id != venue.id or event.kind == "flight":
        raise NotFound(NO_DOOR)
    return EventAtDoor(event.id, event.title, event.starts_at, event.doors_at)


def _events(session: Session, venue_id: str, begins: datetime, ends: datetime) -> tuple[EventAtDoor, ...]:
    """What is on at the venue on this day, in order."""
    within = (Event.ends_at > begins, Event.ends_at < ends + LONGEST_EVENT, Event.starts_at < ends)
    found = select(Event).where(Event.venue_id == venue_id, Event.kind != "flight", Event.cancelled_at.is_(None), *within)
    return tuple(
        EventAtDoor(each.id, each.title, each.starts_at, each.doors_at)
        for each in session.scalars(found.order_by(Event.starts_at, Event.id).limit(MOST_EVENTS))
    )


def _of_text(session: Session, venue_id: str, text: str) -> list[ColumnElement[bool]]:
    if not text:
        return []
    people = Booking.customer_id.in_(find_people(session, text, [venue_id]).people)
    code = code_typed(text)
    return [or_(people, and_(Booking.pnr >= code, Booking.pnr < end_of(code))) if code else people]


def _seats(session: Session, event_id: int) -> tuple[int, int]:
    came = select(func.count()).select_from(Admission).where(Admission.event_id == event_id)
    sold = select(func.count()).select_from(Claim).where(Claim.event_id == event_id, Claim.kind == "booking")
    row = session.execute(select(came.scalar_subquery(), sold.scalar_subquery())).one()
    return row[0], row[1]


def _bookings(session: Session, of: ColumnElement[bool]) -> tuple[int, int]:
    counted = select(Booking.status, func.count()).where(of, Booking.status.in_(_EXPECTED)).group_by(Booking.status)
    counts: dict[str, int] = dict(session.execute(counted).all())
    return sum(counts.get(each, 0) for each in _INSIDE), sum(counts.values())
