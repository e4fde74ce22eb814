"""The page of a departure board: by airline, and by airport where an airline leaves from several."""

from __future__ import annotations

import re

from flask import Blueprint, render_template, request

from bookings.errors import NotFound
from bookings.http.current import current_ringside, onlooker, viewer
from bookings.http.require_sign_in import public
from bookings.http.responses import flashed
from bookings.live.render import version_value
from bookings.live.views.setup import setup_view_of_departures
from bookings.reading.flights.departures import read_airlines, read_departures
from bookings.reading.look_in import check_look_in
from bookings.reading.versions import version_of
from bookings.rules import topics

bp = Blueprint("departures", __name__, url_prefix="/departures")

_AIRPORT = re.compile(r"[A-Z]{3}")


@bp.get("")
@public
def board() -> str:
    """`venue` is the airline, else the first by name; `from` one of its airports; `wall` for a screen that nobody touches.
    Strangers where they may look in."""
    who, airport = onlooker(), request.args.get("from", "").strip().upper()
    if airport and _AIRPORT.fullmatch(airport) is None:
        raise NotFound("There is no such airport.")
    with current_ringside().database.read() as session:
        airlines = read_airlines(session, for_strangers=who.is_stranger)
        venue_id = request.args.get("venue") or (airlines[0][0] if airlines else "")
        if not venue_id:
            viewer()  # with nothing to look at, a stranger is asked to sign in
            return render_template("pages/departures.html", board=None, airlines=(), flash=flashed())
        check_look_in(session, who, topics.flights(venue_id))
        now = current_ringside().database.now(session)
        shown = read_departures(session, venue_id, now, airport, is_staff=who.works_at(venue_id))
        setup = topics.setup(venue_id)
        follow = [
            version_value(shown.topic, airport, shown.version),
            version_value(setup, setup_view_of_departures(airport), version_of(session, setup)),
        ]
    return render_template(
        "pages/departures_wall.html" if request.args.get("wall") == "1" else "pages/departures.html",
        board=shown,
        airlines=airlines,
        follow=follow,
        now=now,
        zone=shown.zone,
        flash=flashed(),
    )
