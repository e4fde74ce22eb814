"""The running program and who looks, for handlers: the signed-in person, and the booking that was found by its code.

The latter is kept in the signed session, for a day, with an account or without.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import cast

from flask import Flask, current_app, request, session
from flask_login import current_user

from bookings.desk import Desk
from bookings.errors import NotSignedIn
from bookings.models import Viewer
from bookings.models.person import STRANGER
from bookings.program import Ringside

TRIP_SECONDS = 24 * 3600
_TRIP = "trip"


def current_ringside() -> Ringside:
    return cast(Ringside, current_app.extensions["ringside"])


def install(app: Flask, ringside: Ringside) -> None:
    app.extensions["ringside"] = ringside


def desk_of_form() -> Desk:
    """The desk, which tells customers what staff does, unless the form that was sent says not to (parts/form.html, tell)."""
    return current_ringside().desk.telling_customers("notify" in request.form or "notify-asked" not in request.form)


def notify_fields() -> dict[str, str]:
    """What the form says of that, to be drawn again with what else was typed."""
    return {name: request.form[name] for name in ("notify-asked", "notify") if name in request.form}


def onlooker() -> Viewer:
    """The signed-in person, or STRANGER: for handlers that are public and ask themselves what a stranger may see."""
    return viewer() if current_user.is_authenticated else _with_trip(STRANGER)


def viewer() -> Viewer:
    """The signed-in person. Raises NotSignedIn, which leads to the sign-in page."""
    if not current_user.is_authenticated:
        raise NotSignedIn("Please sign in to see this.")
    return _with_trip(cast(Viewer, current_user.viewer))


def begin_trip(booking_id: str) -> None:
    """From now on whoever uses this browser sees this booked flight."""
    session[_TRIP] = [booking_id, int(time.time()) + TRIP_SECONDS]


def end_trip() -> None:
    session.pop(_TRIP, None)


def _with_trip(who: Viewer) -> Viewer:
    kept = session.get(_TRIP)
    return replace(who, trip=str(kept[0])) if kept and kept[1] > time.time() else who
