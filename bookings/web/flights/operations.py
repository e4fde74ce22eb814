"""The page on which the airline's desk changes a flight: status, gate, expected times."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.desk.events.flight_status import operate_flight
from bookings.http.current import current_ringside, viewer
from bookings.reading.flights.operated import OperatedFlight, read_operated
from bookings.rules.setup.moments import write_moment
from bookings.web.administration.shell import Refused, saved, sent_revision, typed

bp = Blueprint("flight_operations", __name__, url_prefix="/departures")

OPERATED = ("status", "gate", "estimated_departure", "estimated_arrival")


@bp.get("/<flight_id>")
def flight(flight_id: str) -> str:
    return _page(_read(flight_id), Refused(), {})[0]


@bp.post("/<flight_id>")
def change(flight_id: str) -> Response | tuple[str, int]:
    """What is typed, all of it or nothing."""
    found, revision = _read(flight_id), sent_revision()
    given = {name: value for name, value in typed(request.form).items() if name in OPERATED}
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), operate_flight, flight_id, given, revision),
        f"/departures?venue={found.venue_id}",
        f"{found.number} is changed, and everybody who is booked on it sees it.",
    )
    return answer if isinstance(answer, Response) else _page(_read(flight_id), answer, given)


def _read(flight_id: str) -> OperatedFlight:
    with current_ringside().database.read() as session:
        return read_operated(session, flight_id, viewer())


def _page(found: OperatedFlight, refused: Refused, given: Mapping[str, object]) -> tuple[str, int]:
    values = {
        "status": "", "gate": found.gate,
        "estimated_departure": write_moment(found.expected_departure, found.zone),
        "estimated_arrival": write_moment(found.expected_arrival, found.there), **given,
    }  # fmt: skip
    revision = found.revision if refused.revision is None else refused.revision
    page = render_template("pages/flight.html", flight=found, values=values, refused=refused, revision=revision)
    return page, refused.status
