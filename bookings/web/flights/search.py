"""The page on which flights are found by route, day and party; its lines follow what is left of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from bookings.errors import Invalid
from bookings.http.current import current_ringside, onlooker, viewer
from bookings.http.require_sign_in import public
from bookings.live.render import version_value
from bookings.live.views.offers import view_of_offer
from bookings.reading.flights.search import FlightSearch, read_airports, search_flights
from bookings.rules import topics
from bookings.rules.setup.route import MOST_IN_A_PARTY, read_route

bp = Blueprint("flight_search", __name__)

MOST_SHOWN = 30
"""Each is followed, and a page follows forty topics at most."""
FIELDS = ("origin", "destination", "date", "passengers")
_SIZES = [("1", "1 passenger"), *((str(n), f"{n} passengers") for n in range(2, MOST_IN_A_PARTY + 1))]


@bp.get("/flights")
@public
def search() -> Response:
    """For strangers those of airlines where they may look in."""
    who, asked = onlooker(), {name: request.args.get(name, "").strip() for name in FIELDS}
    asked |= {name: asked[name].upper() for name in ("origin", "destination")}
    try:
        wanted: FlightSearch | None = FlightSearch(*read_route(asked), for_strangers=who.is_stranger)
        errors: dict[str, str] = {}
    except Invalid as refused:
        wanted, errors = None, refused.fields
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        airports = read_airports(session, now, for_strangers=who.is_stranger)
        found = search_flights(session, wanted, now, MOST_SHOWN + 1) if wanted else ()
        nothing_that_day = wanted is not None and wanted.day is not None and not found
        later = search_flights(session, replace(wanted, day=None), now, 1) if wanted and nothing_that_day else ()
    if not airports[0]:
        viewer()  # with nothing to look at, a stranger is asked to sign in
    shown, party = found[:MOST_SHOWN], wanted.party if wanted else 1
    live: dict[str, Any] = {}
    if shown:
        live["follow"] = [version_value(topics.event(each.id), view_of_offer(party), each.version) for each in shown]
        live["zone"] = shown[0].zone
    page = render_template(
        "pages/find_flights.html", found=shown, more=len(found) > len(shown), next=later[0] if later else None, airports=airports,
        asked=asked, errors=errors, party=party, sizes=_SIZES, now=now, **live,
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)
