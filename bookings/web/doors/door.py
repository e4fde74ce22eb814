"""The door of a venue: its list of who is expected, and the codes that are scanned or typed there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bookings.desk.door import admit
from bookings.errors import NotFound, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.files.spreadsheets import ENDING, Row, spreadsheet
from bookings.http.responses import flashed, respond
from bookings.live.render import version_value
from bookings.live.views.door import door_view
from bookings.models import Viewer
from bookings.program import Ringside
from bookings.reading.door.arrivals import DoorFilter, parse_door, read_door
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.times.zones import parse_instant
from bookings.rules.violation import RuleViolation
from bookings.wire.listings import DOOR_COLUMNS, write_arrivals

bp = Blueprint("door", __name__, url_prefix="/venues/<venue_id>/door")

BATCH = 500
CAMERA = "camera=(self), microphone=(), geolocation=()"


@bp.get("")
def arrivals(venue_id: str) -> AnyResponse:
    """`event` for the list of one event, else that of the day; `q` for some of it."""
    try:
        return _page(venue_id, parse_door(request.args))
    except RuleViolation as refused:
        return _page(venue_id, DoorFilter(), (refused.message, "bad"), 422)


@bp.get(f"/list.{ENDING}")
def arrivals_file(venue_id: str, ending: str) -> Response:
    """The whole list, a line for each seat."""
    ringside, who, wanted = current_ringside(), viewer(), replace(parse_door(request.args), page=1)
    with ringside.database.read() as session:
        read_door(session, venue_id, wanted, who)  # whoever may not is refused before the file begins
    return spreadsheet("door", ending, DOOR_COLUMNS, _batches(ringside, venue_id, wanted, who))


@bp.get("/sheet")
def sheet(venue_id: str) -> str:
    """The list as it is now, to be printed, so much of it as is read at once."""
    with current_ringside().database.read() as session:
        found = read_door(session, venue_id, parse_door(request.args), viewer(), BATCH)
        now = current_ringside().database.now(session)
    return render_template("pages/door_sheet.html", found=found, now=now, zone=found.zone, query=replace(found.wanted, page=1))


def _batches(ringside: Ringside, venue_id: str, wanted: DoorFilter, who: Viewer) -> Iterator[list[Row]]:
    for number in count(1):
        with ringside.database.read() as session:
            found = read_door(session, venue_id, replace(wanted, page=number), who, BATCH)
        yield list(write_arrivals(found.arrivals))
        if number >= found.pages:
            return


@bp.post("")
def scan(venue_id: str) -> AnyResponse:
    """Let in whom `code` is for. A page with scripts asks for JSON: a door without a connection sends what it has read later."""
    wanted, status, answer = parse_door({"event": request.form.get("event", "")}), 200, {}
    try:
        at = parse_instant(request.form["at"], field="at") if request.form.get("at") else None
        code, key = request.form.get("code", ""), request.form.get("key", "")
        about = {"door": venue_id, "code": code, "event": wanted.event_id}
        desk = current_ringside().desk.idempotent(key, about)
        answer = desk.do(viewer(), admit, venue_id, code, event_id=wanted.event_id, at=at)
        sentence = _sentence(answer)
    except (Refusal, RuleViolation) as refused:
        if isinstance(refused, NotFound) and refused.code == NotFound.code:
            raise
        sentence, status = refused.message, refused.status if isinstance(refused, Refusal) else 422
    if request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(admitted=status == 200, message=sentence), status)
    if status == 200:
        return respond(_address(venue_id, wanted), sentence)
    return _page(venue_id, wanted, (sentence, "bad"), status, typed=code)


def _page(
    venue_id: str, wanted: DoorFilter, flash: tuple[str, str] | None = None, status: int = 200, *, typed: str = ""
) -> AnyResponse:
    topic = topics.venue(venue_id)
    with current_ringside().database.read() as session:
        found = read_door(session, venue_id, wanted, viewer())
        now, version = current_ringside().database.now(session), version_of(session, topic)
    page = render_template(
        "pages/door.html", found=found, typed=typed, now=now, zone=found.zone, flashed=flash or flashed(),
        follow=[version_value(topic, door_view(found.wanted), version)], action=f"/venues/{venue_id}/door",
        query=replace(found.wanted, page=1),
    )  # fmt: skip
    response: Response = make_response(page, status)
    response.headers["Permissions-Policy"] = CAMERA
    return response


def _sentence(answer: dict[str, Any]) -> str:
    seats = f", {', '.join(answer['seats'])}" if answer["seats"] else ""
    inside = f" {answer['inside']} of {answer['of']} are inside." if answer["of"] > 1 else ""
    owed = f" {answer['owed']} to pay." if answer["owed"] else ""
    return f"Come in: {answer['name']}{seats}.{inside}{owed}"


def _address(venue_id: str, wanted: DoorFilter) -> str:
    return f"/venues/{venue_id}/door?{wanted}".rstrip("?")
