"""Boards and seat maps on screens that nobody touches: no controls, and the present, whatever day it is by then."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from bookings.errors import NotFound
from bookings.http.current import current_ringside, onlooker
from bookings.http.require_sign_in import public
from bookings.live.render import version_value
from bookings.live.views.options import ViewOptions
from bookings.live.views.setup import setup_view_of, setup_view_of_event
from bookings.live.views.venues.board_view import view_for_audience
from bookings.reading.audience import on_wall
from bookings.reading.boards.board import read_board, today_at
from bookings.reading.boards.rows import has_board
from bookings.reading.look_in import check_look_in
from bookings.reading.seats.maps import read_seat_map
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.web.seat_pages import event_id_of

bp = Blueprint("walls", __name__)


@bp.get("/venues/<venue_id>/wall")
@public
def board(venue_id: str) -> str:
    """Today's board, of one `sport`. With names where the venue shows them and who put it up works there."""
    who, sport = onlooker(), request.args.get("sport", "")
    with current_ringside().database.read() as session:
        check_look_in(session, who, topics.setup(venue_id))
        now = current_ringside().database.now(session)
        if not has_board(session, venue_id, sport):
            raise NotFound("There is no such board.")
        day = today_at(session, venue_id, now)
        shown = read_board(session, venue_id, day, on_wall(who, venue_id), now, sport, means_today=True)
    follow = [
        version_value(topics.setup(venue_id), setup_view_of(shown), shown.setup_version),
        version_value(shown.topic, view_for_audience(shown), shown.version),
    ]
    return render_template("pages/board_wall.html", board=shown, follow=follow, now=now, zone=shown.zone)


@bp.get("/events/<event>/wall")
@public
def seats(event: str) -> str:
    """The map of an event, or of one `section` of a large one."""
    event_id, who, options = event_id_of(event), onlooker(), ViewOptions(section=request.args.get("section") or None, wall=True)
    with current_ringside().database.read() as session:
        check_look_in(session, who, topics.event(event_id))
        now = current_ringside().database.now(session)
        seat_map = read_seat_map(session, event_id, None, now, section=options.section)
        options, setup = options.with_section(seat_map.section), topics.setup(seat_map.venue_id)
        follow = [
            version_value(seat_map.topic, str(options), seat_map.version),
            version_value(setup, setup_view_of_event(event_id), version_of(session, setup)),
        ]
    return render_template("pages/map_wall.html", seat_map=seat_map, options=options, follow=follow, now=now, zone=seat_map.zone)
