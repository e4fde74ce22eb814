"""Single bookings with their history, and lists of them, as plain values for their owner or their venue's staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Change, ChangeKind, Event, Payment, Viewer
from bookings.reading.audience import Audience
from bookings.reading.bookings.filters import Filter
from bookings.reading.bookings.lines import BookingLine, line_of, lines, situation_of
from bookings.reading.bookings.matching import MOST, has_request_ahead, match
from bookings.reading.bookings.restorable import place_is_free
from bookings.reading.moment import moment_of
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.status import BookingStatus
from bookings.rules.switching import why_not_restore

__all__ = [
    "BookingLine",
    "BookingList",
    "BookingPage",
    "HistoryEntry",
    "Filter",
    "Item",
    "LedgerEntry",
    "read_booking",
    "read_list",
    "read_own",
    "read_page",
    "waits_for_an_answer",
]

PAGE = 25
_GRANTED = (BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN)


@dataclass(frozen=True)
class HistoryEntry:
    """One line of a booking's history: what happened, when, by whom. Owners are told the venue instead of a name."""

    kind: str
    at: datetime
    by: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One line of what is paid for."""

    what: str
    price: Decimal


@dataclass(frozen=True)
class LedgerEntry:
    """Money that came in, or (below zero) went back. `method` is cash, card, transfer, online or refund.

    `reverses`: it takes back another line, as `reversed` says of that one.
    """

    id: str
    amount: Decimal
    method: str
    at: datetime
    failed: bool = False
    reverses: str | None = None
    reversed: bool = False

    def is_reversible(self, paid: Decimal) -> bool:
        """Whether it can be taken back while so much is there in all: what was given back of it is not."""
        return not (self.failed or self.reverses or self.reversed) and self.amount <= paid


@dataclass(frozen=True)
class BookingPage:
    line: BookingLine
    history: tuple[HistoryEntry, ...]
    version: int
    audience: Audience
    items: tuple[Item, ...] = ()
    payments: tuple[LedgerEntry, ...] = ()
    address: str = ""
    may_restore: bool = False
    """Whether a cancelled booking can be brought back: by these readers, and its place is free."""


@dataclass(frozen=True)
class BookingList:
    """One page of a list; `counts` by status over all that match the other filters, as far as they were counted (`more`).

    `goes_on` after the last of its pages.
    """

    lines: tuple[BookingLine, ...]
    total: int
    page: int
    pages: int
    counts: dict[str, int]
    more: bool = False
    goes_on: bool = False

    @property
    def first(self) -> int:
        """The number of the first line shown, counted from 1 over all pages; 0 when there is none."""
        return (self.page - 1) * PAGE + 1 if self.lines else 0


def read_booking(session: Session, booking_id: str, viewer: Viewer) -> BookingPage:
    """The booking with its history when it is this viewer's, or at a venue where they work; NotFound otherwise."""
    row = session.execute(select(Booking.venue_id, Booking.customer_id).where(Booking.id == booking_id)).one_or_none()
    if row is None or not (viewer.works_at(row.venue_id) or row.customer_id == viewer.id):
        raise NotFound("There is no such booking, or it is not yours to see.")
    return read_page(
        session, booking_id, Audience("staff") if viewer.works_at(row.venue_id) else Audience("owner", viewer.id)
    )


def read_page(session: Session, booking_id: str, audience: Audience) -> BookingPage:
    """As `read_booking`, for an audience that was decided before (a socket's). Raises NotFound when it is gone."""
    row = session.execute(lines().where(Booking.id == booking_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such booking any more.")
    now, booking, venue, event = moment_of(session), row[0], row[2], row[6]
    line = line_of(row, audience.is_staff, now)
    may_restore = why_not_restore(situation_of(row), staff=audience.is_staff) is None
    changes = session.scalars(select(Change).where(Change.booking_id == booking_id).order_by(Change.id.desc()))
    history = tuple(
        HistoryEntry(
            change.kind,
            change.at,
            _by(change, line, audience),
            dict(change.payload.get("detail", {})),
        )
        for change in changes
        if audience.is_staff or change.kind != ChangeKind.NOTE_CHANGED
    )
    return BookingPage(
        line,
        history,
        version_of(session, topics.booking(booking_id)),
        audience,
        _items(booking, line, event),
        read_ledger(session, booking_id),
        venue.address,
        may_restore and place_is_free(session, booking, row[5], now),
    )


def _by(change: Change, line: BookingLine, audience: Audience) -> str:
    """Who did it: to staff by name, and the customer by the name under which they are known there."""
    if change.by_id == line.customer_id:
        return line.customer if audience.is_staff else "You"
    return change.by_name if audience.is_staff else line.where


def read_ledger(session: Session, booking_id: str) -> tuple[LedgerEntry, ...]:
    """The lines of a booking's ledger as they were written. The caller has asked who may read them."""
    lines = session.scalars(
        select(Payment).where(Payment.booking_id == booking_id).order_by(Payment.at, Payment.id)
    ).all()
    taken_back = {line.reverses_id for line in lines}
    return tuple(
        LedgerEntry(
            line.id, line.amount, line.method, line.at, line.status == "FAILED", line.reverses_id, line.id in taken_back
        )
        for line in lines
    )


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
    lines = _in_order(session, ids[:PAGE], staff=False)
    return BookingList(lines, max(total, first + len(lines)), page, pages, {}, total == MOST)


def read_coming(session: Session, person_id: str, most: int) -> tuple[BookingLine, ...]:
    """What a person has coming up next."""
    ids = session.scalars(_coming(person_id, moment_of(session), most)).all()
    return _in_order(session, ids, staff=False)


def _coming(person_id: str, now: datetime, most: int) -> Select[str]:
    """Found from now on, however much lies behind this person."""
    ahead = select(Booking.id, Booking.status, Booking.starts_at, Booking.ends_at)
    some = ahead.where(Booking.customer_id == person_id, Booking.ends_at > now).limit(MOST).subquery()
    return select(some.c.id).where(_is_coming(some.c, now)).order_by(some.c.starts_at, some.c.id).limit(most)


def _is_coming(of: Any, now: datetime) -> ColumnElement[bool]:
    """What was granted until it is over, what was asked for until it would begin."""
    asked = and_(of.status == BookingStatus.PENDING, of.starts_at > now)
    return or_(asked, and_(of.status.in_(_GRANTED), of.ends_at > now))


def read_list(session: Session, viewer: Viewer, wanted: Filter) -> BookingList:
    """The bookings of the venues where this viewer works (an admin: of all): a day's by their start, else the newest first."""
    return read_filtered(session, wanted if viewer.is_admin else replace(wanted, staff=viewer.id))


def read_filtered(session: Session, wanted: Filter) -> BookingList:
    """As `read_list`, for a filter that says itself whose venues it is about (a socket's)."""
    found = match(session, wanted, PAGE)
    lines = _in_order(session, found.ids, staff=True)
    return BookingList(lines, found.total, found.page, found.pages, found.counts, found.more, found.goes_on)


def waits_for_an_answer(session: Session, wanted: Filter) -> bool:
    """Whether any request among these is for something that is still to come."""
    return has_request_ahead(session, wanted, moment_of(session))


def _in_order(session: Session, ids: Sequence[str], *, staff: bool) -> tuple[BookingLine, ...]:
    """First which, then what: to sort a thousand bookings with all that belongs to them takes five times as long."""
    now, rows = moment_of(session), session.execute(lines().where(Booking.id.in_(ids)))
    found = {row[0].id: line_of(row, staff, now) for row in rows}
    return tuple(found[booking_id] for booking_id in ids)


def _items(booking: Booking, line: BookingLine, event: Event | None) -> tuple[Item, ...]:
    if event is None or not booking.seats:
        return (Item(line.what, line.price),)
    return tuple(
        Item(f"{seat['label']}, {event.categories[seat['category']]['name']}", Decimal(seat["price"]))
        for seat in booking.seats
    )
