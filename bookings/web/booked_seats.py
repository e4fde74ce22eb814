"""The seats of a booking: their tickets, to be printed, and what the desk gives back or exchanges."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from bookings.desk.book import exchange_seats
from bookings.errors import NotFound, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import respond
from bookings.live.views.booking import qr_of
from bookings.reading.seats.tickets import read_tickets
from bookings.rules.violation import RuleViolation
from bookings.web import bookings

bp = Blueprint("booked_seats", __name__, url_prefix="/bookings/<booking_id>")


@bp.get("/tickets")
def tickets(booking_id: str) -> str:
    """One for each seat."""
    with current_ringside().database.read() as session:
        found = read_tickets(session, booking_id, viewer())
    return render_template("pages/tickets.html", found=found, qr=qr_of(found.page.booking.pnr))


@bp.post("/seats")
def exchange(booking_id: str) -> Response:
    """Those of `give` go back; `take` are others in their place, with commas between."""
    given, take = request.form.getlist("give"), request.form.get("take", "").strip()
    taken = [label.strip() for label in take.split(",") if label.strip()]
    try:
        current_ringside().desk.do(viewer(), exchange_seats, booking_id, given, taken)
    except (Refusal, RuleViolation) as refused:
        if isinstance(refused, NotFound):
            raise
        at = "take" if taken and "give" not in getattr(refused, "fields", {}) else "give"
        status = refused.status if isinstance(refused, Refusal) else 422
        return make_response(bookings.page(booking_id, {"give": given, "take": take}, {at: refused.message}), status)
    words = f"{', '.join(given)} exchanged for {', '.join(taken)}." if taken else f"{', '.join(given)} given back."
    return respond(f"/bookings/{booking_id}", words)
