"""The status that one chooses on any page, for one's colleagues to see: it lasts as long as one is online."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from bookings.errors import Conflict, Invalid, NotAllowed
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import page_address, respond
from bookings.live.presence.drawing import draw_status
from bookings.live.presence.people import STATUSES

bp = Blueprint("status", __name__)


@bp.post("/status")
def choose() -> Response:
    """Available, busy or away."""
    who, status, ringside = viewer(), request.form.get("status", ""), current_ringside()
    if not who.venues:
        raise NotAllowed("Only those who work at a venue have a status.")
    if status not in STATUSES:
        raise Invalid("Choose one of: available, busy, away.", fields={"status": "Choose one of these."})
    if ringside.live is None or not ringside.live.presence.set_status(who.id, status):
        raise Conflict("You are not online here: your page has no connection. Load it again, then choose.", code="offline")
    fragments = "".join(draw_status(ringside.renderer, status).values())
    return respond(page_address(), f"You are {status} to your colleagues.", fragments=fragments)
