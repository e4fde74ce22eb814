"""The calls for calendars: a booking as a file for a calendar program."""

from __future__ import annotations

from bookings.api.bookings import NOT_YOURS
from bookings.api.framework.calls import Call, Result, declare
from bookings.http.current import current_ringside
from bookings.http.links import site_address
from bookings.models import Viewer
from bookings.reading.bookings.view import read_booking
from bookings.wire.calendars.document import MIMETYPE, write_calendar
from bookings.wire.calendars.entries import entry_of

CALLS: list[Call] = []
call = declare(CALLS, "Calendars")


@call(
    "GET", "/api/v1/bookings/{bookingId}/calendar", returns={200: str}, errors={404: NOT_YOURS},
    allowed="its owner, staff, admins", produces=MIMETYPE,
)  # fmt: skip
def booking_calendar(viewer: Viewer, booking_id: str) -> Result:
    """One booking as iCalendar (RFC 5545), to be opened by a calendar program.

    Its UID stays, its SEQUENCE rises with whatever happens to it; cancelled it is `CANCELLED`, a request `TENTATIVE`.
    """
    with current_ringside().database.read() as session:
        booking = read_booking(session, booking_id, viewer)
    text = write_calendar([entry_of(booking, site_address())]).decode()
    return Result(text=text, headers={"Content-Disposition": f'attachment; filename="{booking.pnr}.ics"'})
