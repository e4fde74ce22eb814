"""The seats of a booking: their tickets, to be printed."""

from __future__ import annotations

from flask import Blueprint, render_template

from bookings.http.current import current_ringside, viewer
from bookings.live.views.booking import qr_of
from bookings.reading.seats.tickets import read_tickets

bp = Blueprint("booked_seats", __name__, url_prefix="/bookings/<booking_id>")


@bp.get("/tickets")
def tickets(booking_id: str) -> str:
    """One for each seat."""
    with current_ringside().database.read() as session:
        found = read_tickets(session, booking_id, viewer())
    return render_template("pages/tickets.html", found=found, qr=qr_of(found.page.booking.pnr))
