"""The page of a venue's tablets on which customers check themselves in. The address of one is shown once, on the answer to its form."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.administration.door.check_in_points import make_check_in_point, remove_check_in_point
from bookings.errors import Conflict
from bookings.http.current import current_ringside, viewer
from bookings.http.links import only_here, tablet_address
from bookings.http.responses import flashed, respond
from bookings.reading.administration.venues import read_managed_venue
from bookings.reading.door.points import read_points
from bookings.rules.violation import RuleViolation
from bookings.web.administration.shell import Refused, shell

bp = Blueprint("manage_check_in_points", __name__, url_prefix="/admin/venues/<venue_id>/self-check-in")


@bp.get("")
def tablets(venue_id: str) -> tuple[str, int]:
    return _page(venue_id)


@bp.post("")
def make(venue_id: str) -> tuple[str, int]:
    name = request.form.get("name", "")
    try:
        made = current_ringside().desk.do(viewer(), make_check_in_point, venue_id, name)
    except RuleViolation as refused:
        return _page(venue_id, Refused(422, refused.message, {"name": refused.message}), typed=name)
    except Conflict as refused:
        return _page(venue_id, Refused(refused.status, refused.message), typed=name)
    return _page(venue_id, address=tablet_address(made.secret))


@bp.post("/<point_id>/remove")
def remove(venue_id: str, point_id: str) -> Response:
    current_ringside().desk.do(viewer(), remove_check_in_point, venue_id, point_id)
    return respond(f"/admin/venues/{venue_id}/self-check-in", "Removed. Nobody checks in there any more.")


def _page(venue_id: str, refused: Refused | None = None, *, address: str = "", typed: str = "") -> tuple[str, int]:
    refused = refused or Refused()
    with current_ringside().database.read() as session:
        venue, points = read_managed_venue(session, venue_id, viewer()), read_points(session, venue_id, viewer())
    page = render_template(
        "administration/check_in_points.html", points=points, address=address, typed=typed, refused=refused,
        only_here=only_here(), flashed=flashed(), **shell(viewer(), venue, "self-check-in"),
    )  # fmt: skip
    return page, refused.status
