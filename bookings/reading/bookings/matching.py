"""Which bookings a filter leaves, found without walking through all that ever were.

A day is as long as its bookings are many, a search finds so many people and no more, and everything else is looked at from the
newest backwards, up to a limit. Each is a few rows of an index, however long a venue has been open: there is one for each
state, alone and with a kind, a word for the payment, or a balance (`models.booking`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, union, union_all
from sqlalchemy.orm import Session

from bookings.models import Booking, Staff, Venue
from bookings.reading.bookings.conditions import Columns, of_kind, of_payment, on_day
from bookings.reading.bookings.filters import Filter
from bookings.reading.bookings.newest import Match, read_newest
from bookings.reading.people.search import find_people
from bookings.rules.status import BookingStatus
from bookings.rules.text.codes import LENGTH, code_typed
from bookings.rules.text.search_terms import end_of
from bookings.rules.times.zones import day_bounds

_FOUND_BY_TEXT = 5_000

_COLUMNS = (
    Booking.id, Booking.status, Booking.kind, Booking.payment_status, Booking.price, Booking.paid, Booking.fee,
    Booking.created_at, Booking.starts_at,
)  # fmt: skip
Branch = Select[*tuple[Any, ...]]


def match(session: Session, wanted: Filter, size: int) -> Match:
    """One page, of `size`, of the bookings that the filter leaves."""
    venues = venue_ids(session, wanted)
    if not venues:
        return Match({}, False, (), 0, 1, 1, False)
    if wanted.text:
        branches, more = _of_text(session, wanted.text, venues)
    elif wanted.day is not None:
        branches, more = _of_day(session, wanted.day, venues), False
    else:
        return read_newest(session, wanted, venues, size)
    every = union(*branches).subquery()
    rest = _others(every.c, wanted)
    counted = select(every.c.status, func.count()).where(*rest).group_by(every.c.status)
    counts: dict[str, int] = dict(session.execute(counted).all())
    total = counts.get(wanted.status.upper(), 0) if wanted.status else sum(counts.values())
    pages = max(1, -(-total // size))
    page = min(max(1, wanted.page), pages)
    order = (every.c.starts_at, every.c.id) if wanted.day else (every.c.created_at.desc(), every.c.id.desc())
    lines = select(every.c.id).where(*rest, *_status(every.c, wanted))
    ids = session.scalars(lines.order_by(*order).limit(size).offset((page - 1) * size)).all()
    return Match(counts, more, tuple(ids), total, page, pages, False)


def has_request_ahead(session: Session, wanted: Filter, now: datetime) -> bool:
    """Whether among these, whatever state is asked for, any request is for something that is still to come."""
    venues = venue_ids(session, wanted)
    if wanted.text:
        branches, _ = _of_text(session, wanted.text, venues)
    elif wanted.day is not None:
        branches = _of_day(session, wanted.day, venues)
    else:
        asked = (Booking.status == BookingStatus.PENDING, Booking.starts_at > now)
        branches = [select(*_COLUMNS).where(Booking.venue_id == venue, *asked) for venue in venues]
    if not venues:
        return False
    every = union_all(*branches).subquery()
    waiting = (every.c.status == BookingStatus.PENDING, every.c.starts_at > now)
    return session.scalar(select(every.c.id).where(*waiting, *_others(every.c, wanted)).limit(1)) is not None


def venue_ids(session: Session, wanted: Filter) -> tuple[str, ...]:
    """The venues whose bookings the filter is about."""
    query = select(Venue.id)
    if wanted.staff:
        query = query.join(Staff, Staff.venue_id == Venue.id).where(Staff.person_id == wanted.staff)
    if wanted.venue:
        query = query.where(Venue.id == wanted.venue)
    return tuple(session.scalars(query.order_by(Venue.id)))


def _of_text(session: Session, text: str, venues: Sequence[str]) -> tuple[list[Branch], bool]:
    """By a customer's name, address or number, or by the beginning of a booking's code."""
    here = Booking.venue_id.in_(venues)
    found = find_people(session, text, venues)
    by_customer = select(*_COLUMNS).where(Booking.customer_id.in_(found.people), here).limit(_FOUND_BY_TEXT).subquery()
    branches = [select(by_customer)]
    code = code_typed(text)
    if code:
        whole = Booking.pnr == code if len(code) == LENGTH else and_(Booking.pnr >= code, Booking.pnr < end_of(code))
        by_code = select(*_COLUMNS, Booking.venue_id).where(whole).limit(_FOUND_BY_TEXT).subquery()
        branches.append(select(*list(by_code.c)[: len(_COLUMNS)]).where(by_code.c.venue_id.in_(venues)))
    return branches, found.more


def _of_day(session: Session, day: date, venues: Sequence[str]) -> list[Branch]:
    """Each venue's own local day: what is booked by time, and seats of the events on it, which may last longer."""
    branches: list[Branch] = []
    for venue, zone in session.execute(select(Venue.id, Venue.zone).where(Venue.id.in_(venues)).order_by(Venue.id)):
        branches += [select(*_COLUMNS).where(each) for each in on_day(venue, *day_bounds(day, zone))]
    return branches


def _others(of: Columns, wanted: Filter) -> list[ColumnElement[bool]]:
    """What the filter asks besides a state."""
    return [*of_kind(of, wanted), *of_payment(of, wanted)]


def _status(of: Columns, wanted: Filter) -> list[ColumnElement[bool]]:
    return [of.status == wanted.status.upper()] if wanted.status else []
