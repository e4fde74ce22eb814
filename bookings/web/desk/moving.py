"""What a booking that is being moved by hand would come to where it is held, while it is held there."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from bookings.desk.alternatives.verdict import read_move_verdict
from bookings.errors import NotFound
from bookings.http.current import current_ringside, viewer
from bookings.rules.times.zones import parse_instant

bp = Blueprint("moving", __name__)


@bp.get("/venues/<venue_id>/board/verdict")
def verdict(venue_id: str) -> Response:
    """Of `booking` on `court` at `start` or until `end`: whether it may go there, the words for that, and the booking's `version`."""
    who, query = viewer(), request.args
    if not who.works_at(venue_id):
        raise NotFound("There is no such board to change.")
    start, end = (parse_instant(query[name], field=name) if query.get(name) else None for name in ("start", "end"))
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        found = read_move_verdict(session, who, query.get("booking", ""), query.get("court", ""), start, end, now)
    return jsonify({"allowed": found.allowed, "words": found.words, "version": found.version})
