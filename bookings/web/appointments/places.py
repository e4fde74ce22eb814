"""The buttons beside a booking of a group appointment by which it gets a place more or gives one back."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from bookings.desk.appointments.places import change_places
from bookings.errors import NotFound
from bookings.http.current import desk_of_form, viewer
from bookings.http.responses import respond
from bookings.web.auth import local_path

bp = Blueprint("places_of_booking", __name__, url_prefix="/bookings/<booking_id>/places")


@bp.post("")
def change(booking_id: str) -> Response:
    """`places` in the button's address; `was` is how many there were when it was drawn."""
    places, was = _number("places"), _number("was")
    desk_of_form().do(viewer(), change_places, booking_id, places, was=was)
    back = local_path(request.form.get("back") or f"/bookings/{booking_id}")
    return respond(back, f"It has {places} place{'' if places == 1 else 's'} now.")


def _number(name: str) -> int:
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 3):
        raise NotFound("There is no such button.")
    return int(text)
