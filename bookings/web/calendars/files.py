"""Files for calendar programs: one booking."""

from __future__ import annotations

from flask import Blueprint, Response

from bookings.http.current import current_ringside, viewer
from bookings.http.links import site_address
from bookings.reading.bookings.view import read_booking
from bookings.wire.calendars.document import MIMETYPE, write_calendar
from bookings.wire.calendars.entries import entry_of

bp = Blueprint("calendars", __name__)


@bp.get("/bookings/<booking_id>.ics")
def booking(booking_id: str) -> Response:
    """For its customer what the ticket says, for the venue's staff also whose it is."""
    with current_ringside().database.read() as session:
        found = read_booking(session, booking_id, viewer())
    head = {"Content-Disposition": f'attachment; filename="{found.pnr}.ics"'}
    return Response(write_calendar([entry_of(found, site_address())]), mimetype=MIMETYPE, headers=head)
