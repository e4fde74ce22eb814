"""Day sheets: for each court, provider and coach of a venue what is on there on a day, to be printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Resource, Venue, Viewer
from bookings.reading.audience import STAFF
from bookings.reading.boards.cards_by_audience import ClaimRow
from bookings.reading.boards.rows import claims_of, slug
from bookings.reading.bookings.rows import rows_in_order
from bookings.reading.bookings.view import BookingView, view_for_audience
from bookings.reading.moment import moment_of
from bookings.rules.setup.resource import KINDS_OF_VENUE

NO_SHEET = "There is no such day sheet where you work."


@dataclass(frozen=True)
class Line:
    """From when to when a booking, or a closure with its reason, is on; whole, also where it began on the day before."""

    starts_at: datetime
    ends_at: datetime
    booking: BookingView | None = None
    closed: str = ""


@dataclass(frozen=True)
class Sheet:
    resource_id: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class DaySheets:
    """`choices` (id, name) of all that have a sheet there; `of` is the one that was asked for, "" for all. As of `now`."""

    venue_id: str
    venue: str
    zone: str
    day: date
    of: str
    now: datetime
    sheets: tuple[Sheet, ...]
    choices: tuple[tuple[str, str], ...]


def read_sheets(session: Session, venue_id: str, day: date, of: str, viewer: Viewer) -> DaySheets:
    """In the order of the board, coaches last; of all of them only those on which anything is. Raises NotFound."""
    venue, now = session.get(Venue, venue_id), moment_of(session)
    if venue is None or venue.kind not in KINDS_OF_VENUE or not viewer.works_at(venue_id):
        raise NotFound(NO_SHEET)
    every = session.scalars(
        select(Resource)
        .where(Resource.venue_id == venue_id, Resource.kind.in_(["court", "provider", "coach"]))
        .order_by(Resource.kind == "coach", Resource.number, Resource.id)
    ).all()
    wanted = [row for row in every if of in ("", row.id)]
    if of and not wanted:
        raise NotFound(NO_SHEET)
    claims = claims_of(session, [row.id for row in wanted], day, venue.zone, now)
    ids = dict.fromkeys(booking.id for claim, booking, *_ in claims if booking is not None and claim.kind == "booking")
    bookings = {row[0].id: view_for_audience(row, STAFF, now) for row in rows_in_order(session, tuple(ids))}
    sheets = (Sheet(row.id, row.name, _lines(row.id, claims, bookings)) for row in wanted)
    return DaySheets(
        venue.id, venue.name, venue.zone, day, of, now, tuple(sheet for sheet in sheets if of or sheet.lines),
        tuple((row.id, row.name) for row in every if row.retired_at is None or row.id == of),
    )  # fmt: skip


def name_of_file(found: DaySheets) -> str:
    """Of the day, and of the one whose sheet it is."""
    [name] = [name for each, name in found.choices if each == found.of] or [""]
    return "-".join(filter(None, ["day", str(found.day), slug(name)]))


def _lines(resource_id: str, claims: Iterable[ClaimRow], bookings: dict[str, BookingView]) -> tuple[Line, ...]:
    """One for each booking, also where it has several places there."""
    found: dict[str, Line] = {}
    for claim, booking, _, _, block, _ in claims:
        if claim.resource_id != resource_id:
            continue
        if block is not None and block.starts_at and block.ends_at:
            found.setdefault(block.id, Line(block.starts_at, block.ends_at, closed=block.reason))
        elif booking is not None and booking.id in bookings and claim.kind == "booking":
            found.setdefault(booking.id, Line(booking.starts_at, booking.ends_at, bookings[booking.id]))
    return tuple(found.values())
