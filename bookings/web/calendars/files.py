"""Files for calendar programs: one booking, and what is followed under a secret address."""

from __future__ import annotations

from flask import Blueprint, Response, request

from bookings.accounts.secrets import digest_of
from bookings.http.current import current_ringside, viewer
from bookings.http.links import site_address
from bookings.http.require_sign_in import public
from bookings.reading.bookings.view import read_booking
from bookings.reading.calendars.content import read_feed
from bookings.sockets.cooperate import CooperativeYield
from bookings.wire.calendars.document import MIMETYPE, entries_of, fingerprint, write_calendar
from bookings.wire.calendars.entries import entry_of

bp = Blueprint("calendars", __name__)


@bp.get("/bookings/<booking_id>.ics")
def booking(booking_id: str) -> Response:
    """For its customer what the ticket says, for the venue's staff also whose it is."""
    with current_ringside().database.read() as session:
        found = read_booking(session, booking_id, viewer())
    head = {"Content-Disposition": f'attachment; filename="{found.pnr}.ics"'}
    return Response(write_calendar([entry_of(found, site_address())]), mimetype=MIMETYPE, headers=head)


@bp.get("/calendar/<secret>.ics")
@public
def feed(secret: str) -> Response:
    """For whoever has the address. A program that has this calendar already is told so without its being written."""
    with current_ringside().database.read() as session:
        found = read_feed(session, digest_of(secret))
    current_ringside().last_use.note_feed(found.id)
    entries = entries_of(found, site_address())
    tag = fingerprint(entries, found.name)
    response = Response(mimetype=MIMETYPE, headers={"Content-Disposition": 'inline; filename="ringside.ics"'})
    response.set_etag(tag, weak=True)
    response.cache_control.private = response.cache_control.no_cache = True
    if request.if_none_match.contains_weak(tag):
        response.status_code = 304
        return response
    pause = CooperativeYield()
    pause.belong_here()
    response.set_data(write_calendar(entries, found.name, between=pause))
    return response
