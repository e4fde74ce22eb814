"""The first step of the set-up: what kind of venue it is, its name, its time zone and its currency."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, request
from werkzeug.wrappers import Response

from bookings.administration.set_up.progress import begin_venue, change_begun
from bookings.errors import NotAllowed
from bookings.http.current import current_ringside, viewer
from bookings.reading.administration.venues import read_terms
from bookings.rules.setup.fields import CURRENCIES, zone_names
from bookings.web.administration.shell import Refused, saved, sent_revision, typed
from bookings.web.set_up.layout import after, read_venue, step_page

bp = Blueprint("set_up_venue", __name__, url_prefix="/set-up")

FIELDS = ("kind", "name", "address", "zone", "currency")


@bp.get("/venue")
def new() -> tuple[str, int]:
    return _page(None, dict.fromkeys(FIELDS, ""), Refused())


@bp.post("/venue")
def make() -> Response | tuple[str, int]:
    given = {name: value for name, value in typed(request.form).items() if name in FIELDS}
    made: list[str] = []
    desk = current_ringside().desk.idempotent(request.form.get("key"), given)
    answer = saved(lambda: made.append(desk.do(viewer(), begin_venue, given)), "", "Saved.")
    if isinstance(answer, Refused):
        return _page(None, given, answer)
    answer.location = after(read_venue(made[0]), "venue")
    return answer


@bp.get("/<venue_id>/venue")
def again(venue_id: str) -> tuple[str, int]:
    return _page(venue_id, {}, Refused())


@bp.post("/<venue_id>/venue")
def change(venue_id: str) -> Response | tuple[str, int]:
    given = {name: value for name, value in typed(request.form).items() if name in FIELDS}
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), change_begun, venue_id, given, sent_revision()),
        after(read_venue(venue_id), "venue"), "Saved.",
    )  # fmt: skip
    return answer if isinstance(answer, Response) else _page(venue_id, given, answer)


def _page(venue_id: str | None, given: Mapping[str, object], refused: Refused) -> tuple[str, int]:
    choices = {"zones": zone_names(), "currencies": CURRENCIES}
    if venue_id is None:
        if not viewer().is_admin:
            raise NotAllowed("Only an admin makes a venue.")
        return step_page("venue", None, refused, values=given, revision=0, **choices)
    with current_ringside().database.read() as session:
        terms = read_terms(session, venue_id, viewer())
    revision = terms.revision if refused.revision is None else refused.revision
    return step_page("venue", terms.venue, refused, values={**terms.values, **given}, revision=revision, **choices)
