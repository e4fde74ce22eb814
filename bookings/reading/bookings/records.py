"""Bookings as records for programs: everything that their owner or their venue's staff may read, in plain values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, union
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Event, Role, TopicVersion, Venue, Viewer
from bookings.reading.bookings.lines import lines, situation_of
from bookings.reading.bookings.matching import on_day, over
from bookings.reading.moment import moment_of
from bookings.reading.people.customers import as_known, own
from bookings.rules import topics
from bookings.rules.cabins import cabin_classes
from bookings.rules.money.balance import Balance
from bookings.rules.status import BookingStatus
from bookings.rules.switching import moves
from bookings.rules.times.zones import day_bounds


@dataclass(frozen=True)
class BookedSeat:
    label: str
    category: str
    category_name: str
    price: Decimal


@dataclass(frozen=True)
class Record:
    """One booking. `note` is what the reader's own side wrote, `customer_note` (for staff) what the customer wrote; `moves`
    are the states to which this reader may switch it now."""

    id: str
    pnr: str
    kind: str
    status: str
    payment: str
    starts_at: datetime
    ends_at: datetime
    balance: Balance
    currency: str
    customer_id: str
    customer: str
    email: str | None
    phone: str | None
    venue_id: str
    venue: str
    zone: str
    resource_id: str | None
    resource: str | None
    sport: str | None
    coach_id: str | None
    coach: str | None
    service_id: str | None
    service: str | None
    event_id: int | None
    title: str | None
    flight_id: str | None
    flight_number: str | None
    origin: str | None
    destination: str | None
    cabin_class: str | None
    seats: tuple[BookedSeat, ...]
    passengers: tuple[dict[str, Any], ...]
    contact: dict[str, Any]
    note: str
    customer_note: str | None
    cancel_reason: str
    created_at: datetime
    updated_at: datetime
    expires_at: datetime | None
    version: int
    moves: tuple[str, ...]


COUNTED = 1_000
"""So many are counted. Whoever pages on is always told of one more than they have seen, as long as there is one."""


@dataclass(frozen=True)
class BookingQuery:
    """What a list shows; None means all."""

    status: BookingStatus | None = None
    venue_id: str | None = None
    day: date | None = None
    page: int = 1
    size: int = 25


@dataclass(frozen=True)
class Records:
    """One page of a list, and how many match on all pages; beyond COUNTED, as many as are known of."""

    records: tuple[Record, ...]
    total: int


def read_record(session: Session, booking_id: str, viewer: Viewer) -> Record:
    """The booking, when it is this viewer's or at a venue where they work; NotFound otherwise."""
    row = session.execute(lines().where(Booking.id == booking_id)).one_or_none()
    if row is not None and (viewer.works_at(row[0].venue_id) or row[0].customer_id == viewer.id):
        return _record(row, viewer, _versions(session, [booking_id]), moment_of(session))
    raise NotFound("There is no such booking, or it is not yours to see.")


def read_records(session: Session, viewer: Viewer, wanted: BookingQuery) -> Records:
    """A customer's own bookings, for staff also those of their venues, for an admin all; the latest start first."""
    visible = _visible(session, viewer, wanted)
    first = (wanted.page - 1) * wanted.size
    ids = session.scalars(_latest(visible, first + wanted.size + 1).offset(first)).all() if visible else []
    total = session.scalar(select(func.count()).select_from(_latest(visible, COUNTED).subquery())) if visible else 0
    rows = session.execute(lines().where(Booking.id.in_(ids[: wanted.size]))).all()
    found = _records(session, sorted(rows, key=lambda row: ids.index(row[0].id)), viewer)
    return Records(found, max(total or 0, first + len(ids) if ids else 0))


def _latest(visible: Sequence[Select[str, datetime]], most: int) -> Select[str]:
    """Of several selections the latest by their start, each cut before they are put together."""
    order = (Booking.starts_at.desc(), Booking.id)
    cut = [select(each.order_by(*order).limit(most).subquery()) for each in visible]
    every = union(*cut).subquery()
    return select(every.c.id).order_by(every.c.starts_at.desc(), every.c.id).limit(most)


def read_day(session: Session, venue_id: str, day: date, viewer: Viewer) -> tuple[Record, ...]:
    """What is booked by time at a venue on one of its local days, in order. The caller has asked whether they work there."""
    zone = session.execute(select(Venue.zone).where(Venue.id == venue_id)).scalar_one()
    query = lines().where(Booking.resource_id.is_not(None), over(venue_id, *day_bounds(day, zone)))
    return _records(session, session.execute(query.order_by(Booking.starts_at, Booking.id)).all(), viewer)


def _visible(session: Session, viewer: Viewer, wanted: BookingQuery) -> list[Select[str, datetime]]:
    """The viewer's own, and those of each venue where they work: every one a stretch of an index."""
    query = select(Booking.id, Booking.starts_at)
    if wanted.status is not None:
        query = query.where(Booking.status == wanted.status)
    own = query.where(Booking.customer_id == viewer.id)
    if wanted.venue_id is not None:
        own = own.where(Booking.venue_id == wanted.venue_id)
    if wanted.day is not None:
        own = own.where(_on(session, wanted.day, wanted.venue_id))
    venues = select(Venue.id, Venue.zone).order_by(Venue.id)
    if wanted.venue_id is not None:
        venues = venues.where(Venue.id == wanted.venue_id)
    found = [] if viewer.is_admin else [own]
    for venue, zone in session.execute(venues) if viewer.role != Role.CUSTOMER else ():
        if not viewer.works_at(venue):
            continue
        if wanted.day is None:
            found.append(query.where(Booking.venue_id == venue))
        else:
            found += [query.where(each) for each in on_day(venue, *day_bounds(wanted.day, zone))]
    return found


def _on(session: Session, day: date, venue_id: str | None) -> ColumnElement[bool]:
    """Each venue's own local day."""
    zones = select(Venue.zone).distinct()
    if venue_id is not None:
        zones = zones.where(Venue.id == venue_id)
    days: list[ColumnElement[bool]] = [Booking.id.is_(None)]
    for zone in session.scalars(zones):
        begins, ends = day_bounds(day, zone)
        days.append((Venue.zone == zone) & (Booking.starts_at < ends) & (Booking.ends_at > begins))
    there = select(Venue.id).where(Venue.id == Booking.venue_id, or_(*days))
    return there.correlate(Booking).exists()


def _records(session: Session, rows: Sequence[Any], viewer: Viewer) -> tuple[Record, ...]:
    versions = _versions(session, [row[0].id for row in rows])
    return tuple(_record(row, viewer, versions, moment_of(session)) for row in rows)


def _versions(session: Session, booking_ids: Collection[str]) -> dict[str, int]:
    named = {str(topics.booking(each)): each for each in booking_ids}
    found = session.execute(select(TopicVersion.topic, TopicVersion.version).where(TopicVersion.topic.in_(named)))
    return {named[topic]: version for topic, version in found}


def _record(row: Any, viewer: Viewer, versions: dict[str, int], now: datetime) -> Record:
    booking, person, venue, resource, coach, service, event, flight = row
    staff = viewer.works_at(venue.id)
    customer = own(person) if viewer.id == person.id else as_known(booking, person)
    return Record(
        id=booking.id, pnr=booking.pnr, kind=booking.kind, status=booking.status, payment=booking.payment_status,
        starts_at=booking.starts_at, ends_at=booking.ends_at, balance=booking.balance, currency=booking.currency,
        customer_id=person.id, customer=customer.name, email=customer.email or None, phone=customer.phone or None,
        venue_id=venue.id, venue=venue.name, zone=venue.zone,
        resource_id=booking.resource_id, resource=resource and resource.name, sport=resource and resource.sport,
        coach_id=booking.coach_id, coach=coach and coach.name, service_id=booking.service_id, service=service and service.name,
        event_id=booking.event_id, title=event and event.title, flight_id=flight and flight.id,
        flight_number=flight and flight.number, origin=flight and flight.origin, destination=flight and flight.destination,
        cabin_class=_cabin_class(booking, event) if flight else None,
        seats=tuple(_seat(each, event.categories) for each in booking.seats), passengers=tuple(booking.passengers),
        contact=dict(booking.contact), note=booking.staff_note if staff else booking.note,
        customer_note=booking.note if staff else None, cancel_reason=booking.cancel_reason,
        created_at=booking.created_at, updated_at=booking.updated_at, expires_at=booking.expires_at,
        version=versions.get(booking.id, 0), moves=moves(situation_of(row), now, staff=staff),
    )  # fmt: skip


def _seat(kept: dict[str, Any], categories: dict[str, Any]) -> BookedSeat:
    name = str(categories.get(kept["category"], {}).get("name", kept["category"]))
    return BookedSeat(kept["label"], kept["category"], name, Decimal(str(kept["price"])))


def _cabin_class(booking: Booking, event: Event) -> str | None:
    prices = {code: (str(said["name"]), Decimal(str(said["price"]))) for code, said in event.categories.items()}
    return cabin_classes(prices).get(booking.seats[0]["category"]) if booking.seats else None
