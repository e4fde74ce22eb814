"""The pages of a flight's gate: passes that are scanned or typed, who is on board, and the manifest on paper and as a file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bookings.desk.events.boarding import board
from bookings.errors import NotFound, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.files.spreadsheets import ENDING, spreadsheet
from bookings.http.responses import by_htmx, flashed, respond
from bookings.live.render import version_value
from bookings.live.views.flights.desk import BOARDING, view_of
from bookings.reading.flights.manifest import EVERYBODY, STATES, Manifest, read_manifest
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.flights.boarding import LONGEST_CODE, BoardingAct
from bookings.rules.status import FlightStatus
from bookings.rules.violation import RuleViolation
from bookings.web.flights.pages import page_of
from bookings.wire.airline.manifest import COLUMNS, write_rows

bp = Blueprint("boarding", __name__, url_prefix="/departures")

WORDS = {BoardingAct.CHECK_IN: "Checked in", BoardingAct.BOARD: "Welcome on board", BoardingAct.TAKE_BACK: "Taken back"}


@bp.get("/<flight_id>/boarding")
def gate(flight_id: str) -> AnyResponse:
    """`state` is which passengers are shown."""
    return _page(flight_id)


@bp.post("/<flight_id>/boarding")
def scan(flight_id: str) -> AnyResponse:
    """`code` was scanned or typed; `act` is what is to be done with whom it is for."""
    code, wanted = request.values.get("code", ""), request.values.get("act", "")
    if wanted not in {act.value for act in BoardingAct}:
        raise NotFound("There is nothing like that to be done here.")
    act = BoardingAct(wanted)
    try:
        done = current_ringside().desk.do(viewer(), board, flight_id, code, act)
    except (Refusal, RuleViolation) as refused:
        if by_htmx() or (isinstance(refused, NotFound) and refused.code == NotFound.code):
            raise
        # The field is empty again: the next pass is read into it. What was typed stands in the sentence.
        said = f"{code[:LONGEST_CODE].strip() or 'Nothing was read'}: {refused.message}"
        return _page(flight_id, (said, "bad"), refused.status if isinstance(refused, Refusal) else 422, act.value)
    return respond(f"/departures/{flight_id}/boarding?state={_state()}&act={wanted}", _sentence(act, done))


@bp.get("/<flight_id>/manifest")
def manifest(flight_id: str) -> str:
    """As it is now, to be printed."""
    found = _read(flight_id)
    return render_template("pages/manifest.html", found=found, now=found.now, zone=found.flight.zone)


@bp.get(f"/<flight_id>/manifest.{ENDING}")
def manifest_file(flight_id: str, ending: str) -> Response:
    found = _read(flight_id)
    name = f"{found.flight.number.replace(' ', '')}-{found.flight.origin}-{found.flight.destination}"
    return spreadsheet(name, ending, COLUMNS, [write_rows(found)])


def _state() -> str:
    state = request.args.get("state", EVERYBODY)
    if state not in STATES:
        raise NotFound("There is no such list.")
    return state


def _read(flight_id: str) -> Manifest:
    with current_ringside().database.read() as session:
        return read_manifest(session, flight_id, viewer(), current_ringside().database.now(session))


def _page(flight_id: str, flash: tuple[str, str] | None = None, status: int = 200, act: str = "") -> AnyResponse:
    state, page = _state(), page_of(request.args)
    with current_ringside().database.read() as session:
        found = read_manifest(session, flight_id, viewer(), current_ringside().database.now(session))
        topic = topics.event(found.flight.event_id)
        follow = [version_value(topic, view_of(BOARDING, state, found.shown(state, page)[1]), version_of(session, topic))]
    usual = BoardingAct.BOARD if found.flight.status == FlightStatus.BOARDING else BoardingAct.CHECK_IN
    here = f"/departures/{flight_id}/boarding?state={state}"
    return make_response(
        render_template(
            "pages/boarding.html", found=found, state=state, page=page, follow=follow, now=found.now, zone=found.flight.zone,
            flash=flash or flashed(), here=here, act=act or request.args.get("act") or usual.value,
        ),
        status,
    )  # fmt: skip


def _sentence(act: BoardingAct, done: dict[str, Any]) -> str:
    who = ", ".join(f"{seat} {name}" for seat, name in zip(done["seats"], done["passengers"], strict=True))
    return f"{WORDS[act]}: {who}. {done['boarded']} of {done['of']} of booking {done['pnr']} are on board."
