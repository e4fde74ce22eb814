"""The day board of a venue, for its staff and for its customers: to read, to book, to move, to close."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, make_response, render_template, request
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from bookings.desk import blocks, book, move
from bookings.errors import KnownCustomer, NameMismatch, NotFound, Refusal, SlotTaken
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import by_htmx, catch_up_fragments, flashed, notice, respond
from bookings.live.filters import clock, short_day
from bookings.live.render import MORPH, QUIET, version_value
from bookings.live.views.board import view_of
from bookings.models import Viewer
from bookings.reading.audience import at_venue
from bookings.reading.boards.board import Board, read_board
from bookings.reading.boards.closures import find_closure
from bookings.reading.boards.openings import read_opening
from bookings.reading.bookings.view import read_booking
from bookings.reading.people.customers import Customer, known_customers
from bookings.rules.details import details_of, parse_details
from bookings.rules.times.zones import parse_instant
from bookings.rules.violation import RuleViolation
from bookings.web.board_forms import (
    Form,
    closing_of,
    conflicting_claims,
    customer_of_form,
    form_errors,
    moved_start,
    with_offer_applied,
)
from bookings.web.board_panels import NOTHING, Panel, booking_panel, closure_panel, day_of, means_today, panel_for

bp = Blueprint("boards", __name__)

OPENED_BEFORE = "Nothing is closed here any more: it was opened already."


@bp.get("/venues/<venue_id>/board")
def board(venue_id: str) -> Response:
    """`date`, else (or for `today`) the day that it is there; `sport` narrows it.

    `booking`, `block`, `court` with `start`, or `panel` stand beside it.

    htmx asks for what stands beside it and gets only that.
    """
    who, query = viewer(), request.args
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        shown = _board(session, venue_id, query, who, now)
        panel = panel_for(session, shown, query, who, now)
    if panel is NOTHING and query.get("block") and who.works_at(venue_id):
        return _shown(shown, panel, OPENED_BEFORE)  # its card was pressed before the page was updated
    if by_htmx():
        return make_response(_panel(shown, panel), 200, {"Vary": "HX-Request"})
    return _page(shown, panel, now)


@bp.post("/venues/<venue_id>/board/book")
def book_here(venue_id: str) -> Response:
    """A court until `end`, or a `service` of a provider; staff name the customer. `offer` is one that was chosen."""
    who, form = viewer(), with_offer_applied(request.form)
    court, start = form.get("court", ""), parse_instant(form.get("start"))
    with current_ringside().database.read() as session:
        kind = read_opening(session, venue_id, court, start, who, current_ringside().database.now(session)).kind
        customer = customer_of_form(form, staff=who.works_at(venue_id))
    desk = current_ringside().desk.idempotent(form.get("key"), _request())
    try:
        details = parse_details(form)
        if kind == "provider":
            service = form.get("service", "")
            made = desk.do(who, book.book_service, service, start, provider_id=court, customer=customer, **details)
        else:
            end, coach = parse_instant(form.get("end"), field="end"), form.get("coach") or None
            made = desk.do(who, book.book_court, court, start, end, customer=customer, coach_id=coach, **details)
    except (Refusal, RuleViolation) as refused:
        fields = {"name", "email", "phone", "end", "service", "coach", *details_of(kind)}
        return _form_again(venue_id, form, refused, "form", fields)
    return _with_booking(venue_id, made, "{what} is {asked} for {who}: {when}.")


@bp.post("/venues/<venue_id>/board/move")
def move_here(venue_id: str) -> Response:
    """The `booking` goes to another `court`, or to `time` on `day` at the venue."""
    who, form = viewer(), with_offer_applied(request.form)
    with current_ringside().database.read() as session:
        booking = read_booking(session, form.get("booking", ""), who)
    if booking.venue_id != venue_id or not who.works_at(venue_id):
        raise NotFound("There is no such booking here.")
    desk = current_ringside().desk.idempotent(form.get("key"), _request())
    try:
        start = moved_start(form, booking)
        end = start + (booking.ends_at - booking.starts_at)
        desk.do(who, move.move, booking.id, form.get("court", ""), start, end)
    except (Refusal, RuleViolation) as refused:
        return _form_again(venue_id, form, refused, "booking", {"court", "day", "time"})
    return _with_booking(venue_id, booking.id, "{who} is moved to {what}, {when}.")


@bp.post("/venues/<venue_id>/board/close")
def close(venue_id: str) -> Response:
    """These `courts` from `start` to `end`, for a `reason`. Bookings in the way are named: they are moved first."""
    who, form, courts = viewer(), request.form, request.form.getlist("courts")
    if not who.works_at(venue_id):
        raise NotFound("There is no such board to change.")
    desk = current_ringside().desk.idempotent(form.get("key"), _request())
    try:
        start, end = closing_of(form, courts)
        made = desk.do(who, blocks.block_time, courts, start, end, form.get("reason", ""))
    except (Refusal, RuleViolation) as refused:
        return _form_again(venue_id, form, refused, "close", {"courts", "start", "end", "reason"})
    with current_ringside().database.read() as session:
        shown = _board(session, venue_id, form, who, current_ringside().database.now(session))
        panel = closure_panel(session, venue_id, made)
    return _shown(shown, panel, "Closed. Nobody can book it until it is opened again.", block=made)


@bp.post("/venues/<venue_id>/board/reopen")
def reopen(venue_id: str) -> Response:
    """Lift the closure `block`. One that somebody else has lifted meanwhile is open, which is what was wanted."""
    who, form = viewer(), request.form
    if not who.works_at(venue_id):
        raise NotFound("There is no such board to change.")
    with current_ringside().database.read() as session:
        # Afterwards it is not known any more on which day it was.
        closure = find_closure(session, venue_id, form.get("block", ""))
    if closure is not None:
        current_ringside().desk.do(who, blocks.unblock, closure.id)
    day = form.get("date") or (closure.day.isoformat() if closure else "")
    with current_ringside().database.read() as session:
        shown = _board(
            session, venue_id, {"date": day, "sport": form.get("sport", "")}, who, current_ringside().database.now(session)
        )
    return _shown(shown, NOTHING, "Open again." if closure else OPENED_BEFORE)


@bp.get("/venues/<venue_id>/board/customers")
def customers(venue_id: str) -> str:
    """Who of the venue's customers has `name` in theirs, for whoever is typing it."""
    if not viewer().works_at(venue_id):
        raise NotFound("There is nobody to find here.")
    with current_ringside().database.read() as session:
        known = known_customers(session, venue_id, request.args.get("name") or request.args.get("customer-name", ""))
    return render_template("pages/board_customers.html", known=known)


def _board(session: Session, venue_id: str, query: Form, who: Viewer, now: datetime) -> Board:
    day = day_of(session, venue_id, query, who, now)
    audience, sport = at_venue(who, venue_id), query.get("sport", "")
    return read_board(session, venue_id, day, audience, now, sport, means_today=means_today(query))


def _page(shown: Board, panel: Panel, now: datetime, status: int = 200) -> Response:
    follow = [version_value(shown.topic, view_of(shown), shown.version)]
    page = render_template(
        "pages/board.html", board=shown, panel=panel, follow=follow, now=now, zone=shown.zone, flashed=flashed()
    )
    return make_response(page, status, {"Vary": "HX-Request"})


def _panel(shown: Board, panel: Panel, swap: Markup | str = "") -> str:
    return render_template("pages/board_panel.html", board=shown, panel=panel, swap=swap)


def _form_again(venue_id: str, form: Form, refused: Refusal | RuleViolation, kind: str, fields: Collection[str]) -> Response:
    """The form once more with what was typed and why it was refused, beside the board as it is now."""
    who = viewer()
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        shown = _board(session, venue_id, form, who, now)
        errors, typed = form_errors(refused, fields, shown.zone), dict(form.items())
        if kind == "form":
            opening = read_opening(session, venue_id, form["court"], parse_instant(form["start"]), who, now)
            known: tuple[Customer | KnownCustomer, ...] = ()
            if isinstance(refused, NameMismatch):
                known = (refused.known,)
            elif who.works_at(venue_id):
                known = known_customers(session, venue_id, form.get("name", ""))
            panel = Panel(kind, opening=opening, typed=typed, known=known, errors=errors)
        elif kind == "booking":
            panel = booking_panel(session, venue_id, form["booking"], who, typed, errors)
        else:
            courts = tuple(request.form.getlist("courts"))
            if isinstance(refused, SlotTaken):
                errors = conflicting_claims(shown, courts, *closing_of(form, courts))
            panel = Panel(kind, typed=typed, courts=courts, errors=errors)
    status = refused.status if isinstance(refused, Refusal) else 422
    if by_htmx():
        return make_response(notice("") + _panel(shown, panel, MORPH) + catch_up_fragments(), status)
    return _page(shown, panel, now, status)


def _with_booking(venue_id: str, booking_id: str, words: str) -> Response:
    """A booking that was just made or moved, beside its board."""
    who = viewer()
    with current_ringside().database.read() as session:
        shown = _board(session, venue_id, request.form, who, current_ringside().database.now(session))
        panel = booking_panel(session, venue_id, booking_id, who)
    assert panel.page is not None
    booking = panel.page.booking
    start, end = (clock(each, booking.zone) for each in (booking.starts_at, booking.ends_at))
    message = words.format(
        what=booking.what,
        who=booking.customer if panel.kind == "booking" else "you",
        when=f"{short_day(booking.starts_at, booking.zone)}, {start}–{end}",
        asked="requested" if booking.status == "PENDING" else "booked",
    )
    return _shown(shown, panel, message, booking=booking_id)


def _shown(shown: Board, panel: Panel, message: str, **opened: str) -> Response:
    sport = {"sport": shown.sport} if shown.sport else {}
    address = f"/venues/{shown.venue_id}/board?" + urlencode({"date": shown.named_day, **sport, **opened})
    response = respond(address, message, fragments=_panel(shown, panel, QUIET))
    if by_htmx():
        response.headers["HX-Push-Url"] = address
    return response


def _request() -> dict[str, object]:
    """What an idempotency key stands for: all that was sent but the token, which may have been renewed in between."""
    return {"form": sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")}
