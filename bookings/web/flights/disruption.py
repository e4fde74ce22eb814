"""The page on which an airline's desk looks after the bookings of a disrupted flight."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from bookings.errors import NotFound
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed
from bookings.live.render import version_value
from bookings.live.views.flights.desk import DISRUPTION, view_of
from bookings.reading.flights.disrupted import STATES, WAITING, read_disrupted
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.web.flights.pages import page_of

bp = Blueprint("disruption", __name__, url_prefix="/departures")


@bp.get("/<flight_id>/disruption")
def desk(flight_id: str) -> str:
    """`state` is which bookings are shown: those that wait for a choice, or those that made one."""
    state, page = request.args.get("state", WAITING), page_of(request.args)
    if state not in STATES:
        raise NotFound("There is no such list.")
    with current_ringside().database.read() as session:
        shown = read_disrupted(session, flight_id, viewer(), state, page)
        topic, now = topics.event(shown.flight.event_id), current_ringside().database.now(session)
        follow = [version_value(topic, view_of(DISRUPTION, state, shown.page), version_of(session, topic))]
    return render_template(
        "pages/disruption.html", shown=shown, follow=follow, now=now, zone=shown.flight.zone, flash=flashed(),
        here=f"/departures/{flight_id}/disruption?state={state}&page={shown.page}",
    )  # fmt: skip
