"""Lists of bookings as pages show them: a person's own, and those of the venues where somebody works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from bookings.models import Booking
from bookings.reading.audience import OWNER, STAFF, Audience
from bookings.reading.bookings.filters import Filter
from bookings.reading.bookings.matching import has_request_ahead, match
from bookings.reading.bookings.newest import MOST
from bookings.reading.bookings.rows import rows_in_order
from bookings.reading.bookings.view import BookingView, view_for_audience
from bookings.reading.moment import moment_of
from bookings.rules.status import BookingStatus

PAGE = 25
BATCH, WHOLE = 500, 50_000
"""So many are read at once where a list is read whole, and so many of a day or a search."""

_GRANTED = (BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN)


@dataclass(frozen=True)
class BookingList:
    """One page of a list; `counts` by status over all that match the other filters, as far as they were counted (`more`).

    `goes_on` after the last of its pages.
    """

    bookings: tuple[BookingView, ...]
    total: int
    page: int
    pages: int
    counts: dict[str, int]
    more: bool = False
    goes_on: bool = False

    @property
    def first(self) -> int:
        """The number of the first booking shown, counted from 1 over all pages; 0 when there is none."""
        return (self.page - 1) * PAGE + 1 if self.bookings else 0


def read_own(session: Session, person_id: str, page: int = 1) -> BookingList:
    """A person's own bookings: what is still to come by its start, then what is over, the latest first."""
    mine, now = Booking.customer_id == person_id, moment_of(session)
    to_come = session.scalars(_coming(person_id, now, MOST)).all()
    over = select(Booking.id).where(mine, not_(_is_coming(Booking, now)))
    counted = select(func.count()).select_from(over.limit(MOST + 1).subquery())
    total = min(MOST, len(to_come) + (session.scalar(counted) or 0))
    page = max(1, page)
    first = (page - 1) * PAGE
    ids = list(to_come[first : first + PAGE])
    # One more than fit: whether there is a next page.
    latest = over.order_by(Booking.starts_at.desc(), Booking.id).limit(PAGE + 1 - len(ids))
    ids += session.scalars(latest.offset(max(0, first - len(to_come)))).all()
    if not ids and page > 1:
        return read_own(session, person_id, -(-total // PAGE))
    pages = max(-(-total // PAGE), page + (len(ids) > PAGE))
    found = _read(session, ids[:PAGE], OWNER)
    return BookingList(found, max(total, first + len(found)), page, pages, {}, total == MOST)


def read_coming(session: Session, person_id: str, most: int) -> tuple[BookingView, ...]:
    """What a person has coming up next."""
    ids = session.scalars(_coming(person_id, moment_of(session), most)).all()
    return _read(session, ids, OWNER)


def read_list(session: Session, wanted: Filter) -> BookingList:
    """The bookings of the venues that the filter is about: a day's by their start, else the newest first."""
    found = match(session, wanted, PAGE)
    bookings = _read(session, found.ids, STAFF)
    return BookingList(bookings, found.total, found.page, found.pages, found.counts, found.more, found.goes_on)


def read_part(session: Session, wanted: Filter) -> tuple[Iterator[BookingView], str | None]:
    """As `read_list`, as many at once as are counted, or all of a day; and the booking after which the list goes on."""
    found = match(session, replace(wanted, page=1), WHOLE)
    views = (view for first in range(0, len(found.ids), BATCH) for view in _read(session, found.ids[first : first + BATCH], STAFF))
    return views, found.ids[-1] if found.goes_on and found.ids else None


def waits_for_an_answer(session: Session, wanted: Filter) -> bool:
    """Whether any request among these is for something that is still to come."""
    return has_request_ahead(session, wanted, moment_of(session))


def _coming(person_id: str, now: datetime, most: int) -> Select[str]:
    """Found from now on, however much lies behind this person."""
    ahead = select(Booking.id, Booking.status, Booking.starts_at, Booking.ends_at)
    some = ahead.where(Booking.customer_id == person_id, Booking.ends_at > now).limit(MOST).subquery()
    return select(some.c.id).where(_is_coming(some.c, now)).order_by(some.c.starts_at, some.c.id).limit(most)


def _is_coming(of: Any, now: datetime) -> ColumnElement[bool]:
    """What was granted until it is over, what was asked for until it would begin."""
    asked = and_(of.status == BookingStatus.PENDING, of.starts_at > now)
    return or_(asked, and_(of.status.in_(_GRANTED), of.ends_at > now))


def _read(session: Session, ids: Sequence[str], audience: Audience) -> tuple[BookingView, ...]:
    now = moment_of(session)
    return tuple(view_for_audience(row, audience, now) for row in rows_in_order(session, ids))
