"""Single bookings with their history, and lists of them, as plain values for their owner or their venue's staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from bookings.errors import NotFound
from bookings.models import Booking, Change, Event, Flight, Person, Resource, Service, Venue, Viewer
from bookings.reading.audience import Audience
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.status import MOVES, BookingStatus
from bookings.rules.times import day_bounds, to_local

PAGE = 25


@dataclass(frozen=True)
class BookingLine:
    """A booking as lists and pages show it. Names and notes of the customer are for staff; owners see their own anyway."""

    id: str
    pnr: str
    kind: str
    status: str
    payment: str
    what: str
    where: str
    venue_id: str
    venue_kind: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    price: Decimal
    paid: Decimal
    currency: str
    customer_id: str
    customer: str
    email: str
    phone: str
    seats: tuple[str, ...]
    note: str
    cancel_reason: str
    created_at: datetime
    event_id: int | None
    resource_id: str | None
    resource: str
    coach: str
    moves: tuple[str, ...]
    """The states that this audience may switch it to."""

    @property
    def owed(self) -> Decimal:
        return self.price - self.paid if self.status != BookingStatus.CANCELLED else Decimal("0.00")

    @property
    def day(self) -> date:
        return to_local(self.starts_at, self.zone).date()


@dataclass(frozen=True)
class Entry:
    """One line of a booking's history: what happened, when, by whom. Owners are told "the venue" instead of a name."""

    kind: str
    at: datetime
    by: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class BookingPage:
    line: BookingLine
    history: tuple[Entry, ...]
    version: int
    audience: Audience


@dataclass(frozen=True)
class BookingList:
    """One page of a list; `counts` by status over all that match the other filters."""

    lines: tuple[BookingLine, ...]
    total: int
    page: int
    pages: int
    counts: dict[str, int]


@dataclass(frozen=True)
class Filter:
    """What a list shows. Empty means all."""

    status: str = ""
    payment: str = ""
    kind: str = ""
    venue: str = ""
    text: str = ""
    day: date | None = None
    page: int = 1


def read_booking(session: Session, booking_id: str, viewer: Viewer) -> BookingPage:
    """The booking with its history when it is this viewer's, or at a venue where they work; NotFound otherwise."""
    row = session.execute(_lines().where(Booking.id == booking_id)).one_or_none()
    booking: Booking | None = row[0] if row else None
    if row is None or booking is None or not (viewer.works_at(booking.venue_id) or booking.customer_id == viewer.id):
        raise NotFound("There is no such booking, or it is not yours to see.")
    audience = Audience("staff") if viewer.works_at(booking.venue_id) else Audience("owner", viewer.id)
    return read_page(session, booking_id, audience)


def read_page(session: Session, booking_id: str, audience: Audience) -> BookingPage:
    """As `read_booking`, for an audience that was decided before (a socket's). Raises NotFound when it is gone."""
    row = session.execute(_lines().where(Booking.id == booking_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such booking any more.")
    line = _line(row, audience.is_staff)
    changes = session.scalars(select(Change).where(Change.booking_id == booking_id).order_by(Change.id.desc()))
    history = tuple(
        Entry(
            change.kind,
            change.at,
            change.by_name if audience.is_staff else "You" if change.by_id == line.customer_id else line.where,
            dict(change.payload.get("detail", {})),
        )
        for change in changes
    )
    return BookingPage(line, history, version_of(session, topics.booking(booking_id)), audience)


def read_own(session: Session, person_id: str, page: int = 1) -> BookingList:
    """A person's own bookings, the latest start first."""
    return _list(session, [Booking.customer_id == person_id], Filter(page=page), staff=False)


def read_list(session: Session, viewer: Viewer, wanted: Filter) -> BookingList:
    """The bookings of the venues where this viewer works (an admin: of all), newest start first."""
    conditions: list[ColumnElement[bool]] = []
    if not viewer.is_admin:
        conditions.append(Booking.venue_id.in_(sorted(viewer.venues)))
    if wanted.venue:
        conditions.append(Booking.venue_id == wanted.venue)
    if wanted.kind:
        conditions.append(Booking.kind == wanted.kind)
    if wanted.payment:
        conditions.append(Booking.payment_status == wanted.payment.upper())
    if wanted.text:
        like = f"%{_escaped(wanted.text.strip().lower())}%"
        conditions.append(
            or_(
                func.lower(Person.name).like(like, escape="\\"),
                func.lower(Person.email).like(like, escape="\\"),
                func.lower(Booking.pnr).like(like, escape="\\"),
            )
        )
    if wanted.day is not None:
        conditions.append(_on_day(session, wanted.day))
    return _list(session, conditions, wanted, staff=True)


def _list(session: Session, conditions: Sequence[ColumnElement[bool]], wanted: Filter, *, staff: bool) -> BookingList:
    counting = select(Booking.status, func.count()).join(Person, Person.id == Booking.customer_id).where(*conditions)
    counts = dict(session.execute(counting.group_by(Booking.status)).tuples().all())
    matching = _lines().where(*conditions)
    total = sum(counts.values())
    if wanted.status:
        matching = matching.where(Booking.status == wanted.status.upper())
        total = counts.get(wanted.status.upper(), 0)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, wanted.page), pages)
    rows = session.execute(
        matching.order_by(Booking.starts_at.desc(), Booking.id).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    return BookingList(tuple(_line(row, staff) for row in rows), total, page, pages, counts)


_Coach = aliased(Resource)


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(Booking, Person, Venue, Resource, _Coach, Service, Event, Flight)
        .join(Person, Person.id == Booking.customer_id)
        .join(Venue, Venue.id == Booking.venue_id)
        .outerjoin(Resource, Resource.id == Booking.resource_id)
        .outerjoin(_Coach, _Coach.id == Booking.coach_id)
        .outerjoin(Service, Service.id == Booking.service_id)
        .outerjoin(Event, Event.id == Booking.event_id)
        .outerjoin(Flight, Flight.event_id == Event.id)
    )


def _line(row: Any, staff: bool) -> BookingLine:
    booking, person, venue, resource, coach, service, event, flight = row
    status = BookingStatus(booking.status)
    moves = tuple(sorted(MOVES[status])) if staff else tuple(m for m in MOVES[status] if m == BookingStatus.CANCELLED)
    return BookingLine(
        id=booking.id, pnr=booking.pnr, kind=booking.kind, status=booking.status, payment=booking.payment_status,
        what=_what(resource, service, event, flight), where=venue.name, venue_id=venue.id, venue_kind=venue.kind, zone=venue.zone,
        starts_at=booking.starts_at, ends_at=booking.ends_at, price=booking.price, paid=booking.paid, currency=booking.currency,
        customer_id=person.id, customer=person.name, email=person.email or "", phone=person.phone or "",
        seats=tuple(seat["label"] for seat in booking.seats), note=booking.note if staff else "",
        cancel_reason=booking.cancel_reason, created_at=booking.created_at, event_id=booking.event_id,
        resource_id=booking.resource_id, resource=resource.name if resource else "", coach=coach.name if coach else "",
        moves=moves,
    )  # fmt: skip


def _what(resource: Resource | None, service: Service | None, event: Event | None, flight: Flight | None) -> str:
    if flight is not None:
        return f"{flight.number} {flight.origin}–{flight.destination}"
    if event is not None:
        return event.title
    assert resource is not None
    if service is not None:
        return f"{service.name} with {resource.name}"
    return f"{resource.name}, {resource.sport}" if resource.sport else resource.name


def _on_day(session: Session, day: date) -> ColumnElement[bool]:
    """Each venue's own local day."""
    zones: dict[str, list[str]] = {}
    for venue_id, zone in session.execute(select(Venue.id, Venue.zone)):
        zones.setdefault(zone, []).append(venue_id)
    conditions = []
    for zone, venue_ids in zones.items():
        begins, ends = day_bounds(day, zone)
        conditions.append(Booking.venue_id.in_(venue_ids) & (Booking.starts_at < ends) & (Booking.ends_at > begins))
    return or_(*conditions)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
