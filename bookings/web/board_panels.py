"""What stands beside a board: a booking, a form to book, to choose a place or to close courts, a closure, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bookings.desk.alternatives.offers import refusal_for
from bookings.desk.alternatives.taken import SpanRequest, Taken
from bookings.errors import KnownCustomer, NotFound
from bookings.live import element_ids
from bookings.models import Viewer
from bookings.reading.appointments.groups import GroupPage, read_group
from bookings.reading.boards.board import today_at
from bookings.reading.boards.closures import Closure, find_closure, read_closure
from bookings.reading.boards.day import TODAY, Board
from bookings.reading.boards.openings import USUAL, Opening, read_opening
from bookings.reading.bookings.page import BookingPage, read_page
from bookings.reading.bookings.view import read_booking
from bookings.reading.people.customers import Customer
from bookings.rules import topics
from bookings.rules.times.zones import parse_day, parse_instant
from bookings.web.board_forms import Form, FormErrors, form_errors, opened_start


@dataclass(frozen=True)
class Panel:
    """`kind` says which part of the template draws it; `typed`, `courts`, `known`, `customer` (who was chosen) and `errors` are a
    refused form's."""

    kind: str = ""
    page: BookingPage | None = None
    opening: Opening | None = None
    closure: Closure | None = None
    group: GroupPage | None = None
    typed: Form = field(default_factory=dict)
    courts: tuple[str, ...] = ()
    known: tuple[Customer | KnownCustomer, ...] = ()
    customer: Customer | None = None
    errors: FormErrors = field(default_factory=FormErrors)

    @property
    def open(self) -> str:
        """What it belongs to on the board: the element of a booking or of a free place, or the closure, whose cards are several."""
        if self.page is not None:
            return element_ids.booking(self.page.booking.id)
        if self.opening is not None:
            return element_ids.slot(self.opening.court_id, self.opening.start)
        return self.closure.id if self.closure is not None else ""


NOTHING = Panel()


def means_today(query: Form) -> bool:
    """Whether an address means the day that it is by then, not a day of the calendar."""
    opens = query.get("booking") or query.get("block") or (query.get("court") and query.get("start"))
    return query.get("date") == TODAY or not (query.get("date") or opens)


def day_of(session: Session, venue_id: str, query: Form, who: Viewer, now: datetime) -> date:
    """The day that an address means: the one it names, else that of what it opens, else today. Raises RuleViolation, NotFound."""
    today = today_at(session, venue_id, now)
    if means_today(query):
        return today
    if query.get("date"):
        return parse_day(query["date"])
    if query.get("booking"):
        return read_booking(session, query["booking"], who).day
    if query.get("block") and who.works_at(venue_id):
        closure = find_closure(session, venue_id, query["block"])
        return closure.day if closure else today
    if query.get("court") and query.get("start"):
        return read_opening(session, venue_id, query["court"], parse_instant(query["start"]), who, now).day
    return today


def panel_for(session: Session, board: Board, query: Form, who: Viewer, now: datetime) -> Panel:
    """What an address opens beside its board. Raises NotFound for what is not there or not for this viewer."""
    staff = who.works_at(board.venue_id)
    if query.get("booking"):
        return booking_panel(session, board, query["booking"], who)
    if query.get("block") and staff:
        # What was opened again meanwhile leaves nothing to show beside the board.
        return (
            Panel("closure", closure=found)
            if (found := find_closure(session, board.venue_id, query["block"]))
            else NOTHING
        )
    if query.get("group") and staff:
        return Panel("group", group=read_group(session, board.venue_id, query["group"], now))
    if query.get("court") and (query.get("start") or query.get("time")):
        return _place(session, board, query, who, now)
    if query.get("panel") == "new" and (board.offered or (board.courts and who.manages(board.venue_id))):
        return Panel("new")
    if query.get("panel") == "close" and board.slots and staff:
        return Panel("close")
    return NOTHING


def booking_panel(
    session: Session, board: Board, booking_id: str, who: Viewer, typed: Form | None = None, errors: FormErrors | None = None
) -> Panel:
    """A booking of this board with its history; to its customer only that it was made, and of one on another day only where it is."""
    page = read_page(session, booking_id, who)
    booking = page.booking
    if booking.venue_id != board.venue_id:
        raise NotFound("There is no such booking here.")
    days = topics.boards(booking.venue_id, booking.zone, [(booking.starts_at, booking.ends_at)]) if booking.resource_id else ()
    kind = "elsewhere" if board.topic not in days and errors is None else "booking" if page.audience.is_staff else "own"
    return Panel(kind, page=page, typed=typed or {}, errors=errors or FormErrors())


def closure_panel(session: Session, venue_id: str, block_id: str) -> Panel:
    return Panel("closure", closure=read_closure(session, venue_id, block_id))


def _place(session: Session, board: Board, query: Form, who: Viewer, now: datetime) -> Panel:
    """The form for a free place; when it is taken already, what is free near it."""
    start = opened_start(query, board.day, board.zone)
    opening = read_opening(session, board.venue_id, query["court"], start, who, now)
    errors = FormErrors(opening.refusal, overridable=opening.overridable)
    if opening.taken and opening.kind == "court":
        shortest = start + timedelta(minutes=board.slot_minutes)
        end = max(shortest, parse_instant(query["end"], field="end") if query.get("end") else start + USUAL)
        asked = [SpanRequest(opening.court_id, start, end)]
        errors = form_errors(refusal_for(session, Taken(asked, asked), who, now, just=False), (), board.zone)
    return Panel("form", opening=opening, typed={"end": query.get("end", "")}, errors=errors)
