"""Which bookings a filter leaves, found without walking through all that ever were.

A day is as long as its bookings are many, a search finds so many people and no more, and everything else is looked at from the
newest backwards, up to a limit. Each is a few rows of an index, however long a venue has been open: there is one for each
state, alone and with a kind, a word for the payment, or a balance (`models.booking`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, or_, select, union, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from bookings.models import Booking, Event, Staff, Venue
from bookings.reading.bookings.filters import Filter
from bookings.reading.people.search import find_people
from bookings.rules.status import BookingStatus
from bookings.rules.text.codes import LENGTH, code_typed
from bookings.rules.text.search_terms import end_of
from bookings.rules.times.spans import LONGEST_BOOKING
from bookings.rules.times.zones import day_bounds

MOST = 1_000
"""So many are counted and paged through; then the list goes on from the last of them."""

LOOKED_AT = 2_000
"""So many of a venue are looked at where no index has both, kind and payment: the newest of each state."""

_FOUND_BY_TEXT = 5_000

_COLUMNS = (
    Booking.id, Booking.status, Booking.kind, Booking.payment_status, Booking.price, Booking.paid, Booking.fee,
    Booking.created_at, Booking.starts_at,
)  # fmt: skip
_FEWEST = (Booking.id, Booking.status, Booking.created_at)  # no more than the indexes have
_CANCELLED: ColumnElement[str] = literal_column(
    "'CANCELLED'"
)  # not a parameter: a partial index is used only for the words that it was made with
Branch = Select[*tuple[Any, ...]]
Columns = ReadOnlyColumnCollection[str, Any]


@dataclass(frozen=True)
class Match:
    """`counts` by state, over all but the state that is asked for; `ids` of one page, in order. `more` of what was counted."""

    counts: dict[str, int]
    more: bool
    ids: tuple[str, ...]
    total: int
    page: int
    pages: int
    goes_on: bool


def match(session: Session, wanted: Filter, size: int) -> Match:
    venues = venue_ids(session, wanted)
    if not venues:
        return Match({}, False, (), 0, 1, 1, False)
    if wanted.text:
        branches, more = _of_text(session, wanted.text, venues)
    elif wanted.day is not None:
        branches, more = _of_day(session, wanted.day, venues), False
    else:
        return _newest(session, wanted, venues, size)
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


def _newest(session: Session, wanted: Filter, venues: Sequence[str], size: int) -> Match:
    both = bool(wanted.kind and wanted.payment)
    narrowed = bool(wanted.kind or wanted.payment)
    reach = LOOKED_AT if both else MOST + 1
    counts: dict[str, int] = {}
    cut = False
    for status, count, looked in session.execute(_counting(wanted, venues, reach)):
        counts[status] = min(count, MOST)
        cut = cut or count > MOST or looked >= reach
    after = _place_of(session, wanted.before)
    states = [wanted.status.upper()] if wanted.status else list(BookingStatus) if narrowed else [""]
    windows = [_window(wanted, venue, status, reach, after) for venue in venues for status in states]
    every = union_all(*windows).subquery()
    rest = _of_kind(every.c, wanted) if both else []
    # One more than a whole stretch: whether the list goes on.
    lines = select(every.c.id).where(*rest).order_by(every.c.created_at.desc(), every.c.id.desc())
    ids = session.scalars(lines.limit(MOST + 1)).all()
    total = min(len(ids), MOST)
    pages = max(1, -(-total // size))
    page = min(max(1, wanted.page), pages)
    return Match(counts, cut, tuple(ids[:MOST][(page - 1) * size : page * size]), total, page, pages, len(ids) > MOST)


def _counting(wanted: Filter, venues: Sequence[str], reach: int) -> Select[*tuple[Any, ...]]:
    """(status, how many match, how many were looked at), of each state the newest at each venue."""
    windows = [_window(wanted, venue, each, reach) for venue in venues for each in BookingStatus]
    every = union_all(*windows).subquery()
    both = wanted.kind and wanted.payment
    matching = func.sum(case((and_(*_of_kind(every.c, wanted)), 1), else_=0)) if both else func.count()
    return select(every.c.status, matching, func.count()).group_by(every.c.status)


def _window(wanted: Filter, venue: str, status: str, reach: int, after: tuple[datetime, str] | None = None) -> Branch:
    """The newest of one venue, as an index has them: of a state, and of a payment or else a kind, where they are asked for.

    It goes on from a place in the list.
    """
    both = bool(wanted.kind and wanted.payment)
    window = select(*_FEWEST, *([Booking.kind] if both else [])).where(Booking.venue_id == venue)
    if status:
        window = window.where(Booking.status == status)
    bookings = Booking.__table__.c
    window = window.where(*(_of_payment(bookings, wanted) or _of_kind(bookings, wanted)))
    if after is not None:
        at, booking_id = after
        window = window.where(Booking.created_at <= at, or_(Booking.created_at < at, Booking.id < booking_id))
    newest = window.order_by(Booking.created_at.desc(), Booking.id.desc()).limit(reach).subquery()
    return select(newest)


def _place_of(session: Session, booking_id: str) -> tuple[datetime, str] | None:
    """Where the list stood, by its last line; from the top where that is gone."""
    row = session.execute(select(Booking.created_at, Booking.id).where(Booking.id == booking_id)).one_or_none()
    return tuple(row) if row is not None else None  # type: ignore[return-value]


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


def on_day(venue: str, begins: datetime, ends: datetime) -> list[ColumnElement[bool]]:
    """One venue's bookings in [begins, ends) in two conditions, each of which finds its own by an index."""
    events = select(Event.id).where(Event.venue_id == venue, Event.ends_at > begins, Event.starts_at < ends)
    return [and_(Booking.resource_id.is_not(None), over(venue, begins, ends)), Booking.event_id.in_(events)]


def over(venue: str, begins: datetime, ends: datetime) -> ColumnElement[bool]:
    """The bookings by time of one venue that lie in [begins, ends)."""
    return and_(
        Booking.venue_id == venue,
        Booking.starts_at > begins - LONGEST_BOOKING,
        Booking.starts_at < ends,
        Booking.ends_at > begins,
    )


def _others(of: Columns, wanted: Filter) -> list[ColumnElement[bool]]:
    """What the filter asks besides a state."""
    return [*_of_kind(of, wanted), *_of_payment(of, wanted)]


def _of_kind(of: Columns, wanted: Filter) -> list[ColumnElement[bool]]:
    return [of.kind == wanted.kind] if wanted.kind else []


def _of_payment(of: Columns, wanted: Filter) -> list[ColumnElement[bool]]:
    if wanted.payment == "OWED":  # as rules.balance reckons it, in the database's terms
        return [of.status != _CANCELLED, of.paid < of.price]
    if wanted.payment == "SURPLUS":
        return [of.paid > case((of.status != _CANCELLED, of.price), else_=of.fee)]
    return [of.payment_status == wanted.payment.upper()] if wanted.payment else []


def _status(of: Columns, wanted: Filter) -> list[ColumnElement[bool]]:
    return [of.status == wanted.status.upper()] if wanted.status else []
