"""Undoing what one just did with a booking, from whatever page it was done on."""

from __future__ import annotations

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from bookings.desk.undo.undo import undo
from bookings.errors import Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import by_htmx, catch_up_fragments, no_offer, notice, respond
from bookings.reading.bookings.view import read_booking
from bookings.web.auth import local_path

bp = Blueprint("undo", __name__)


@bp.post("/bookings/<booking_id>/undo")
def take_back(booking_id: str) -> Response:
    """`version` is the booking's right after what is undone. Why it cannot be, is said where one is."""
    who, back = viewer(), local_path(request.form.get("back") or f"/bookings/{booking_id}")
    try:
        current_ringside().desk.do(who, undo, booking_id, request.form.get("version", type=int))
    except Refusal as refused:
        if not by_htmx():
            return respond(back, refused.message, tone="bad")
        said = notice(refused.message, tone="bad", offers=refused.offers)
        return make_response(said + no_offer() + catch_up_fragments(), refused.status)
    with current_ringside().database.read() as session:
        booking = read_booking(session, booking_id, who)
    return respond(back, f"Undone: {booking.pnr} is as it was.", fragments=no_offer())
