"""What the forms beside a board and its page answer: the board with a panel, or the panel alone and what has changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from flask import make_response, render_template, request
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from bookings.errors import KnownCustomer, NameMismatch, NotFound, Refusal, SlotTaken
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import by_htmx, catch_up_fragments, flashed, notice, respond
from bookings.live.filters import clock, short_day
from bookings.live.render import MORPH, QUIET, version_value
from bookings.live.views.appointments.requests import REQUESTS
from bookings.live.views.setup import setup_view_of
from bookings.live.views.venues.board_view import view_for_audience
from bookings.models import Viewer
from bookings.reading.appointments.requests import read_requests
from bookings.reading.audience import at_venue
from bookings.reading.boards.board import read_board
from bookings.reading.boards.day import Board
from bookings.reading.boards.openings import read_opening
from bookings.reading.boards.rows import has_board
from bookings.reading.people.customers import Customer, customer_meant, known_customers
from bookings.reading.prices import group_shown
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.times.zones import parse_instant
from bookings.rules.violation import RuleViolation
from bookings.web.board_forms import (
    Form,
    closing_of,
    conflicting_claims,
    form_errors,
)
from bookings.web.board_panels import Panel, booking_panel, day_of, means_today


def read_asked_board(session: Session, venue_id: str, query: Form, who: Viewer, now: datetime) -> Board:
    day = day_of(session, venue_id, query, who, now)
    audience, sport = at_venue(who, venue_id), query.get("sport", "")
    if not has_board(session, venue_id, sport):
        raise NotFound("There is no such board.")
    group = group_shown(session, venue_id, day, who)
    return read_board(session, venue_id, day, audience, now, sport, means_today=means_today(query), group=group)


def board_page(shown: Board, panel: Panel, now: datetime, status: int = 200) -> Response:
    # The set-up first: who comes back needs the courts that there are before what happens on them.
    follow = [
        version_value(topics.setup(shown.venue_id), setup_view_of(shown), shown.setup_version),
        version_value(shown.topic, view_for_audience(shown), shown.version),
    ]
    requests = None
    if shown.audience.is_staff and any(court.kind == "provider" for court in shown.courts):
        topic = topics.venue(shown.venue_id)
        with current_ringside().database.read() as session:
            requests = read_requests(session, shown.venue_id, now)
            follow.append(version_value(topic, REQUESTS, version_of(session, topic)))
    page = render_template(
        "pages/board.html", board=shown, panel=panel, requests=requests, follow=follow, now=now, zone=shown.zone, flashed=flashed()
    )
    return make_response(page, status, {"Vary": "HX-Request"})


def panel_fragment(shown: Board, panel: Panel, swap: Markup | str = "") -> str:
    return render_template("pages/board_panel.html", board=shown, panel=panel, swap=swap)


def form_again(
    venue_id: str, form: Form, refused: Refusal | RuleViolation, kind: str, fields: Collection[str]
) -> Response:
    """The form once more with what was typed and why it was refused, beside the board as it is now."""
    who = viewer()
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        shown = read_asked_board(session, venue_id, form, who, now)
        errors, typed = form_errors(refused, fields, shown.zone), dict(form.items())
        if errors.overridable and "override" in form:  # sent without a reason
            errors = replace(errors, fields={"override": "Write down why."})
        if kind == "form":
            staff = who.works_at(venue_id)
            chosen = customer_meant(session, venue_id, form.get("customer", ""), form.get("email", "")) if staff else None
            start, customer_id = parse_instant(form["start"]), chosen.id if chosen else None
            opening = read_opening(session, venue_id, form["court"], start, who, now, customer_id)
            known: tuple[Customer | KnownCustomer, ...] = ()
            if isinstance(refused, NameMismatch):
                known = (refused.known,)
            elif staff:
                known = known_customers(session, venue_id, form.get("name", ""))
            panel = Panel(kind, opening=opening, typed=typed, known=known, customer=chosen, errors=errors)
        elif kind == "booking":
            panel = booking_panel(session, shown, form["booking"], who, typed, errors)
        else:
            courts = tuple(request.form.getlist("courts"))
            if isinstance(refused, SlotTaken):
                errors = conflicting_claims(shown, courts, *closing_of(form, courts))
            panel = Panel(kind, typed=typed, courts=courts, errors=errors)
    status = refused.status if isinstance(refused, Refusal) else 422
    if by_htmx():
        return make_response(notice("") + panel_fragment(shown, panel, MORPH) + catch_up_fragments(), status)
    return board_page(shown, panel, now, status)


def with_booking(venue_id: str, booking_id: str, words: str, *, beside: bool = True) -> Response:
    """A booking that was just made or moved, beside its board, or (not `beside`) with what stands there left alone."""
    who = viewer()
    with current_ringside().database.read() as session:
        shown = read_asked_board(session, venue_id, request.form, who, current_ringside().database.now(session))
        panel = booking_panel(session, shown, booking_id, who)
    assert panel.page is not None
    booking = panel.page.booking
    start, end = (clock(each, booking.zone) for each in (booking.starts_at, booking.ends_at))
    message = words.format(
        what=booking.what,
        who=booking.customer if panel.page.audience.is_staff else "you",
        when=f"{short_day(booking.starts_at, booking.zone, who.date_style)}, {start}–{end}",
        asked="requested" if booking.status == "PENDING" else "booked",
    )
    if by_htmx() and not beside:
        return respond("", message, undo=booking_id, spoken=True)
    return with_panel(shown, panel, message, undo=booking_id, booking=booking_id)


def with_panel(shown: Board, panel: Panel, message: str, *, undo: str = "", **opened: str) -> Response:
    sport = {"sport": shown.sport} if shown.sport else {}
    address = f"/venues/{shown.venue_id}/board?" + urlencode({"date": shown.named_day, **sport, **opened})
    response = respond(address, message, fragments=panel_fragment(shown, panel, QUIET), undo=undo)
    if by_htmx():
        response.headers["HX-Push-Url"] = address
    return response
