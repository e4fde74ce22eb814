"""The newest bookings that a filter leaves, looked at from the newest backwards, up to a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, union_all
from sqlalchemy.orm import Session

from bookings.models import Booking
from bookings.reading.bookings.conditions import of_kind, of_payment
from bookings.reading.bookings.filters import Filter
from bookings.rules.status import BookingStatus

MOST = 1_000
"""So many are counted and paged through; then the list goes on from the last of them."""

SCAN_LIMIT = 2_000
"""So many of a venue are read where no index has both, kind and payment: the newest of each state."""

_FEWEST = (Booking.id, Booking.status, Booking.created_at)  # no more than the indexes have


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


def read_newest(session: Session, wanted: Filter, venues: Sequence[str], size: int) -> Match:
    """Where no text and no day is asked for: the newest of these venues, looked at backwards up to a limit."""
    both = bool(wanted.kind and wanted.payment)
    narrowed = bool(wanted.kind or wanted.payment)
    reach = SCAN_LIMIT if both else MOST + 1
    counts: dict[str, int] = {}
    cut = False
    for status, count, reached in session.execute(_counting(wanted, venues, reach)):
        counts[status] = min(count, MOST)
        cut = cut or count > MOST or reached >= reach
    after = _place_of(session, wanted.before)
    states = [wanted.status.upper()] if wanted.status else list(BookingStatus) if narrowed else [""]
    windows = [_window(wanted, venue, status, reach, after) for venue in venues for status in states]
    every = union_all(*windows).subquery()
    rest = of_kind(every.c, wanted) if both else []
    # One more than the limit: whether the list goes on.
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
    matching = func.sum(case((and_(*of_kind(every.c, wanted)), 1), else_=0)) if both else func.count()
    return select(every.c.status, matching, func.count()).group_by(every.c.status)


def _window(wanted: Filter, venue: str, status: str, reach: int, after: tuple[datetime, str] | None = None) -> Select[*tuple[Any, ...]]:
    """The newest of one venue, as an index has them: of a state, and of a payment or else a kind, where they are asked for.

    It goes on from a place in the list.
    """
    both = bool(wanted.kind and wanted.payment)
    window = select(*_FEWEST, *([Booking.kind] if both else [])).where(Booking.venue_id == venue)
    if status:
        window = window.where(Booking.status == status)
    bookings = Booking.__table__.c
    window = window.where(*(of_payment(bookings, wanted) or of_kind(bookings, wanted)))
    if after is not None:
        at, booking_id = after
        window = window.where(Booking.created_at <= at, or_(Booking.created_at < at, Booking.id < booking_id))
    newest = window.order_by(Booking.created_at.desc(), Booking.id.desc()).limit(reach).subquery()
    return select(newest)


def _place_of(session: Session, booking_id: str) -> tuple[datetime, str] | None:
    """Where the list stood, by its last line; from the top where that is gone."""
    row = session.execute(select(Booking.created_at, Booking.id).where(Booking.id == booking_id)).one_or_none()
    return tuple(row) if row is not None else None  # type: ignore[return-value]
