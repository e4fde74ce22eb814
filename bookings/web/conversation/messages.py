"""Writing about a booking to the other side, marking what it wrote as read, and reading what was written before."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from bookings.desk.customers.conversation import mark_read, send_message
from bookings.errors import NotFound, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import by_htmx, catch_up_fragments, notice, respond
from bookings.live.render import QUIET
from bookings.reading.bookings.view import read_booking
from bookings.reading.people.conversation import read_conversation_of
from bookings.rules.violation import RuleViolation
from bookings.web.bookings import page

bp = Blueprint("conversation", __name__)
LONGEST_NUMBER = 15


@bp.get("/bookings/<booking_id>/messages")
def earlier(booking_id: str) -> str:
    """Those that were written before the one that `before` names."""
    asked = request.args.get("before", "")
    before = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) <= LONGEST_NUMBER else None
    with current_ringside().database.read() as session:
        booking, shown = read_booking(session, booking_id, viewer()), read_conversation_of(session, booking_id, viewer(), before)
    return render_template("pages/messages.html", booking=booking, shown=shown)


@bp.post("/bookings/<booking_id>/messages")
def write(booking_id: str) -> Response:
    """What cannot be sent comes back in its field, with the sentence beside it."""
    typed = request.form.get("text", "")
    try:
        current_ringside().desk.do(viewer(), send_message, booking_id, typed)
    except NotFound:
        raise
    except (Refusal, RuleViolation) as refused:
        status = refused.status if isinstance(refused, Refusal) else 422
        message = refused.message
        again = notice("") + _field(booking_id, typed, message) if by_htmx() else page(booking_id, {"text": typed}, {"text": message})
        return make_response(again, status)
    return respond(f"/bookings/{booking_id}#conversation", fragments=_field(booking_id))


@bp.post("/bookings/<booking_id>/messages/read")
def read(booking_id: str) -> Response:
    """Seen, or pressed: all that the other side wrote until now."""
    current_ringside().desk.do(viewer(), mark_read, booking_id)
    if by_htmx():  # whatever the page says beside it stays
        return make_response(catch_up_fragments(), 200)
    return respond(f"/bookings/{booking_id}#conversation")


def _field(booking_id: str, typed: str = "", error: str | None = None) -> str:
    ringside = current_ringside()
    with ringside.database.read() as session:
        shown = read_conversation_of(session, booking_id, viewer(), size=1)
    return ringside.renderer.draw("conversation.html", "field", shown, typed, error, swap=QUIET)
