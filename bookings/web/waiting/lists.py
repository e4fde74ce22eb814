"""The forms with which somebody joins an event's waiting list and leaves it, the page of all that they wait for, and an event's list
for those who work there."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from bookings.desk.waiting.offers import offer_by_hand
from bookings.desk.waiting.wishes import join_list, leave_list
from bookings.errors import NotFound, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import by_htmx, catch_up_fragments, flashed, notice, respond
from bookings.live.render import version_value
from bookings.live.views.lists import own_zone
from bookings.live.views.options import ViewOptions
from bookings.live.views.person import WAITING
from bookings.live.views.venues.waiting import VIEW
from bookings.reading.seats.waiting import read_own_wishes, read_waiting_list
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.web.seat_pages import event_id_of, page, refused

bp = Blueprint("waiting", __name__)


@bp.post("/events/<event>/wait")
def wait(event: str) -> Response:
    """Join with a `party` and any of these `category`s; or `leave` a wish, with what is offered for it."""
    event_id, form, desk = event_id_of(event), request.form, current_ringside().desk
    back = ViewOptions.from_query(request.args).address(event_id)
    try:
        if "leave" in form:
            desk.do(viewer(), leave_list, _number(form["leave"]))
            return respond(back, "You do not wait any more.")
        desk.do(viewer(), join_list, event_id, _number(form.get("party", "")), form.getlist("category"))
    except Refusal as refusal:
        if by_htmx() or isinstance(refusal, NotFound):
            return refused(event_id, refusal)
        typed = {"party": form.get("party", ""), "wanted": form.getlist("category"), "wish": "yes"}
        return page(event_id, message=refusal.message, status=refusal.status, waits_for=typed)
    return respond(back, "You are on the waiting list.")


@bp.get("/waiting")
def own() -> str:
    """What this person waits for, and what is offered to them."""
    return _own_page(*flashed())


@bp.post("/waiting")
def leave() -> Response:
    """`wish` is left, with what is offered for it."""
    try:
        current_ringside().desk.do(viewer(), leave_list, _number(request.form.get("wish", "")))
    except Refusal as refusal:
        return _refused(refusal, _own_page)
    return respond("/waiting", "You do not wait for it any more.")


@bp.get("/events/<event>/waiting")
def of_event(event: str) -> str:
    """Who waits, in the order in which they are asked; for those who work there."""
    return _list_page(event_id_of(event), *flashed())


@bp.post("/events/<event>/waiting")
def change(event: str) -> Response:
    """`remove` somebody's wish, or `offer` them what is free out of their turn."""
    event_id, form, desk = event_id_of(event), request.form, current_ringside().desk
    try:
        if "offer" in form:
            desk.do(viewer(), offer_by_hand, _number(form["offer"]))
        else:
            desk.do(viewer(), leave_list, _number(form.get("remove", "")))
    except Refusal as refusal:
        return _refused(refusal, lambda *flash: _list_page(event_id, *flash))
    return respond(f"/events/{event_id}/waiting", "Offered." if "offer" in form else "Taken off the list.")


def _own_page(message: str = "", tone: str = "") -> str:
    who = viewer()
    topic = topics.user(who.id)
    with current_ringside().database.read() as session:
        wishes, version = read_own_wishes(session, who.id), version_of(session, topic)
        zone, now = own_zone(session, who.id), current_ringside().database.now(session)
    follow = [version_value(topic, WAITING, version)]
    return render_template("pages/waiting.html", wishes=wishes, follow=follow, now=now, zone=zone, flashed=(message, tone))


def _list_page(event_id: int, message: str = "", tone: str = "") -> str:
    with current_ringside().database.read() as session:
        shown, now = read_waiting_list(session, event_id, viewer()), current_ringside().database.now(session)
    follow = [version_value(topics.event(event_id), VIEW, shown.version)]
    return render_template(
        "pages/waiting_list.html", shown=shown, follow=follow, now=now, zone=shown.zone, flashed=(message, tone)
    )


def _refused(refusal: Refusal, draw: Callable[[str, str], str]) -> Response:
    """With scripts a sentence in its place, and the list as it is now; without, the page with both."""
    if by_htmx():
        return make_response(notice(refusal.message, tone="bad") + catch_up_fragments(), refusal.status)
    return make_response(draw(refusal.message, "bad"), refusal.status)


def _number(text: str) -> int:
    """0, which nothing has, for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
