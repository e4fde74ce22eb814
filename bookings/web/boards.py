"""The day board of a venue, for its staff and for its customers: to read, to book, to move, to close."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from bookings.desk import blocks, book, move
from bookings.errors import NotFound, Refusal
from bookings.http.current import current_ringside, desk_of_form, onlooker, viewer
from bookings.http.require_sign_in import public
from bookings.http.responses import by_htmx, catch_up_fragments, notice, redirect_to
from bookings.live.render import QUIET
from bookings.reading.boards.closures import find_closure
from bookings.reading.boards.openings import read_opening
from bookings.reading.bookings.view import read_booking
from bookings.reading.look_in import check_look_in
from bookings.reading.people.customers import customer_meant, known_customers
from bookings.rules import topics
from bookings.rules.details import details_of, parse_details
from bookings.rules.times.zones import parse_instant
from bookings.rules.violation import RuleViolation
from bookings.web.board_forms import (
    closing_of,
    customer_of_form,
    moved_start,
    override_of,
    parse_places,
    typed_end,
    with_offer_applied,
)
from bookings.web.board_panels import NOTHING, closure_panel, panel_for
from bookings.web.board_responses import (
    board_page,
    form_again,
    panel_fragment,
    read_asked_board,
    with_booking,
    with_panel,
)

bp = Blueprint("boards", __name__)

BESIDE = ("court", "start", "time", "booking", "block", "group", "panel")
OPENED_BEFORE = "Nothing is closed here any more: it was opened already."


@bp.get("/venues/<venue_id>/board")
@public
def board(venue_id: str) -> Response:
    """`date`, else (or for `today`) the day that it is there; `sport` narrows it.

    `booking`, `block`, `court` with `start`, or `panel` stand beside it.

    htmx asks for what stands beside it and gets only that.
    """
    who, query = onlooker(), request.args
    with current_ringside().database.read() as session:
        check_look_in(session, who, topics.setup(venue_id))
        if who.is_stranger and any(query.get(each) for each in BESIDE):
            return redirect_to(f"/login?next={quote(request.full_path, safe='/')}")  # and back to what was chosen
        now = current_ringside().database.now(session)
        shown = read_asked_board(session, venue_id, query, who, now)
        panel = panel_for(session, shown, query, who, now)
    if panel is NOTHING and query.get("block") and who.works_at(venue_id):
        return with_panel(shown, panel, OPENED_BEFORE)  # its card was pressed before the page was updated
    if by_htmx():
        return make_response(panel_fragment(shown, panel), 200, {"Vary": "HX-Request"})
    return board_page(shown, panel, now)


@bp.post("/venues/<venue_id>/board/book")
def book_here(venue_id: str) -> Response:
    """A court until `end`, or a `service` of a provider; staff name the customer. `offer` is one that was chosen."""
    who, form = viewer(), with_offer_applied(request.form)
    court, start = form.get("court", ""), parse_instant(form.get("start"))
    with current_ringside().database.read() as session:
        opening = read_opening(session, venue_id, court, start, who, current_ringside().database.now(session))
        customer = customer_of_form(form, staff=who.works_at(venue_id))
    desk = desk_of_form().idempotent(form.get("key"), _request())
    try:
        details, override = parse_details(form), override_of(form)
        if opening.kind == "provider":
            service = form.get("service", "")
            made = desk.do(
                who, book.book_service, service, start, provider_id=court, places=parse_places(form), customer=customer,
                override=override, **details
            )
        else:
            end, coach = typed_end(form, start, opening.zone), form.get("coach") or None
            made = desk.do(
                who, book.book_court, court, start, end, customer=customer, coach_id=coach, override=override, **details
            )
    except (Refusal, RuleViolation) as refused:
        fields = {"name", "email", "phone", "end", "until", "service", "places", "coach", "override", *details_of(opening.kind)}
        return form_again(venue_id, form, refused, "form", fields)
    return with_booking(venue_id, made, "{what} is {asked} for {who}: {when}.")


@bp.post("/venues/<venue_id>/board/move")
def move_here(venue_id: str) -> Response:
    """The `booking` goes to another `court`, or to `time` on `day` at the venue.

    `by_hand` it goes to `start` or lasts until `end`, if it still has this `version`; what stands beside the board stays as it is.
    """
    who, form = viewer(), with_offer_applied(request.form)
    with current_ringside().database.read() as session:
        booking = read_booking(session, form.get("booking", ""), who)
    if booking.venue_id != venue_id or not who.works_at(venue_id):
        raise NotFound("There is no such booking here.")
    desk = desk_of_form().idempotent(form.get("key"), _request())
    try:
        start = booking.starts_at if "by_hand" in form and not form.get("start") else moved_start(form, booking)
        end = parse_instant(form["end"], field="end") if form.get("end") else start + (booking.ends_at - booking.starts_at)
        override, version = override_of(form), request.form.get("version", type=int)
        desk.do(who, move.move, booking.id, form.get("court", ""), start, end, override=override, version=version)
    except (Refusal, RuleViolation) as refused:
        if "by_hand" in form:
            return make_response(notice(refused.message, tone="bad") + catch_up_fragments(), 409)
        return form_again(venue_id, form, refused, "booking", {"court", "day", "time", "override"})
    return with_booking(venue_id, booking.id, "{who} is moved to {what}, {when}.", beside="by_hand" not in form)


@bp.post("/venues/<venue_id>/board/close")
def close(venue_id: str) -> Response:
    """These `courts` from `start` to `end`, for a `reason`. Bookings in the way are named: they are moved first."""
    who, form, courts = viewer(), request.form, request.form.getlist("courts")
    if not who.works_at(venue_id):
        raise NotFound("There is no such board to change.")
    desk = desk_of_form().idempotent(form.get("key"), _request())
    try:
        start, end = closing_of(form, courts)
        made = desk.do(who, blocks.block_time, courts, start, end, form.get("reason", ""))
    except (Refusal, RuleViolation) as refused:
        return form_again(venue_id, form, refused, "close", {"courts", "start", "end", "reason"})
    with current_ringside().database.read() as session:
        shown = read_asked_board(session, venue_id, form, who, current_ringside().database.now(session))
        panel = closure_panel(session, venue_id, made)
    return with_panel(shown, panel, "Closed. Nobody can book it until it is opened again.", block=made)


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
        shown = read_asked_board(
            session,
            venue_id,
            {"date": day, "sport": form.get("sport", "")},
            who,
            current_ringside().database.now(session),
        )
    return with_panel(shown, NOTHING, "Open again." if closure else OPENED_BEFORE)


@bp.get("/venues/<venue_id>/board/customers")
def customers(venue_id: str) -> str:
    """Who of the venue's customers has `name` in theirs, for whoever is typing it; with a `court` and a `start` also what the one
    who is chosen (`customer`, else by `email`) would pay there."""
    who, query = viewer(), request.args
    if not who.works_at(venue_id):
        raise NotFound("There is nobody to find here.")
    with current_ringside().database.read() as session:
        known = known_customers(session, venue_id, query.get("name") or query.get("customer-name", ""))
        offered = next((each.id for each in known if each.id == query.get("customer")), "")  # the others are off the list by now
        chosen = customer_meant(session, venue_id, offered, query.get("email", ""))
        opening = None
        if query.get("court") and query.get("start"):
            now, start = current_ringside().database.now(session), parse_instant(query["start"])
            opening = read_opening(session, venue_id, query["court"], start, who, now, chosen.id if chosen else None)
    return render_template(
        "pages/board_customers.html", known=known, offered=offered, customer=chosen, opening=opening, end=query.get("end", ""),
        swap=QUIET,
    )  # fmt: skip


def _request() -> dict[str, object]:
    """What an idempotency key stands for: all that was sent but the token, which may have been renewed in between."""
    return {"form": sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")}
