"""What a venue's staff read of one of its customers: bookings here, money owed, who did not come, notes, groups, names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import Session

from bookings.database.base import Amount
from bookings.errors import NotFound
from bookings.models import Booking, CustomerNote, MemberGroup, Membership, Person, Venue, Viewer
from bookings.reading.audience import STAFF
from bookings.reading.bookings.rows import rows_in_order
from bookings.reading.bookings.view import BookingView, view_for_audience
from bookings.reading.moment import moment_of
from bookings.reading.people.customers import Customer, known_as
from bookings.reading.people.search import find_people
from bookings.rules.status import BookingStatus
from bookings.rules.text.codes import LENGTH, code_typed
from bookings.rules.text.names import NAME_LIMIT

MOST = 20
"""So many bookings to come, and so many of the past, stand on the page."""

MOST_NOTES = 50
COUNTED = 1_000
"""Money and absences are summed up over so many bookings, the newest."""

_LIVING = [status for status in BookingStatus if status != BookingStatus.CANCELLED]


@dataclass(frozen=True)
class Group:
    name: str
    until: date | None


@dataclass(frozen=True)
class PersonRecord:
    """`coming` by their start, `past` the newest first; `more` of either when there are. `owed` in the venue's currency."""

    venue_id: str
    venue: str
    zone: str
    currency: str
    customer: Customer
    since: datetime
    coming: tuple[BookingView, ...]
    past: tuple[BookingView, ...]
    more: bool
    owed: Decimal
    unpaid: int
    missed: int
    notes: tuple[CustomerNote, ...]
    groups: tuple[Group, ...]
    names: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class FoundCustomers:
    """`more` when others may match too."""

    venue_id: str
    venue: str
    customers: tuple[Customer, ...]
    more: bool


def read_record(session: Session, venue_id: str, person_id: str, viewer: Viewer) -> PersonRecord:
    """Raises NotFound for whoever does not work there, and for a person whom the venue does not know."""
    venue, person = _venue(session, venue_id, viewer), session.get(Person, person_id)
    known = known_as(session, venue_id, person_id)
    if person is None or known is None:
        raise NotFound("There is no such customer here.")
    now = moment_of(session)
    here = (Booking.customer_id == person_id, Booking.venue_id == venue_id)
    coming = session.scalars(
        select(Booking.id)
        .where(*here, Booking.ends_at > now, Booking.status.in_(_LIVING))
        .order_by(Booking.starts_at, Booking.id)
        .limit(MOST + 1)
    ).all()
    newest = select(Booking.id, Booking.ends_at, Booking.status).where(*here)
    newest = newest.order_by(Booking.created_at.desc(), Booking.id).limit(COUNTED)
    over = [row.id for row in session.execute(newest) if row.ends_at <= now or row.status == BookingStatus.CANCELLED]
    owed, unpaid, missed = _sums(session, here)
    notes = select(CustomerNote).where(CustomerNote.venue_id == venue_id, CustomerNote.person_id == person_id)
    return PersonRecord(
        venue.id, venue.name, venue.zone, venue.currency, known, person.created_at,
        _views(session, coming[:MOST], now), _views(session, over[:MOST], now),
        len(coming) > MOST or len(over) > MOST, owed, unpaid, missed,
        tuple(session.scalars(notes.order_by(CustomerNote.at.desc(), CustomerNote.id).limit(MOST_NOTES))),
        _groups(session, venue_id, person_id), tuple(person.names) if known.own_name else (),
    )  # fmt: skip


def find_customers(session: Session, venue_id: str, typed: str, viewer: Viewer) -> FoundCustomers:
    """By a booking's code, or by name, address or telephone number as the venue knows them. Raises NotFound."""
    venue = _venue(session, venue_id, viewer)
    code = code_typed(typed)
    ids: list[str] = []
    if len(code) == LENGTH:
        booked = select(Booking.customer_id).where(Booking.pnr == code, Booking.venue_id == venue_id)
        ids += session.scalars(booked)
    found = find_people(session, typed[:NAME_LIMIT], [venue_id], most=MOST)
    known = (known_as(session, venue_id, person) for person in dict.fromkeys([*ids, *found.people]))
    return FoundCustomers(venue.id, venue.name, tuple(each for each in known if each is not None), found.more)


def _venue(session: Session, venue_id: str, viewer: Viewer) -> Venue:
    venue = session.get(Venue, venue_id)
    if venue is None or not viewer.works_at(venue_id):
        raise NotFound("There is no such venue where you work.")
    return venue


def _groups(session: Session, venue_id: str, person_id: str) -> tuple[Group, ...]:
    rows = session.execute(
        select(MemberGroup.name, Membership.until)
        .join(Membership, Membership.group_id == MemberGroup.id)
        .where(Membership.person_id == person_id, MemberGroup.venue_id == venue_id)
        .order_by(MemberGroup.position, MemberGroup.name)
    )
    return tuple(Group(row.name, row.until) for row in rows)


def _sums(session: Session, here: tuple[Any, ...]) -> tuple[Decimal, int, int]:
    newest = select(Booking.status, Booking.price, Booking.paid).where(*here).order_by(Booking.created_at.desc())
    some = newest.limit(COUNTED).subquery()
    unpaid = (some.c.status != BookingStatus.CANCELLED) & (some.c.paid < some.c.price)
    owed = session.execute(select(type_coerce(func.sum(some.c.price - some.c.paid), Amount), func.count()).where(unpaid)).one()
    missed = session.scalar(select(func.count()).select_from(some).where(some.c.status == BookingStatus.NO_SHOW))
    return owed[0] or Decimal("0.00"), owed[1], missed or 0


def _views(session: Session, ids: Any, now: datetime) -> tuple[BookingView, ...]:
    return tuple(view_for_audience(row, STAFF, now) for row in rows_in_order(session, ids))
