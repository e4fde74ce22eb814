"""The logos of venues, as pictures that may be kept for ever: another logo has another address."""

from __future__ import annotations

from flask import Blueprint, Response

from bookings.http.current import current_ringside
from bookings.http.require_sign_in import public
from bookings.http.static_files import kept_for_good
from bookings.reading.logos import read_logo_picture
from bookings.rules.setup.logo import MIMETYPE

bp = Blueprint("logos", __name__)


@bp.get("/venues/<venue_id>/logo/<hash>")
@public
def logo(venue_id: str, hash: str) -> Response:
    with current_ringside().database.read() as session:
        picture = read_logo_picture(session, venue_id, hash)
    return kept_for_good(Response(picture, mimetype=MIMETYPE))
