"""The page of one's own calendar addresses: made, made anew, revoked. An address is shown once, on the answer to its form."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.accounts.calendar_feeds import make_feed, revoke_feed
from bookings.errors import Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.links import feed_address, only_here
from bookings.http.responses import flashed, respond
from bookings.reading.calendars.feeds import place_in, read_own_feeds, read_places

bp = Blueprint("addresses", __name__, url_prefix="/account/calendars")


@bp.get("")
def own() -> str:
    return _page()


@bp.post("")
def make() -> str | tuple[str, int]:
    try:
        venue_id, resource_id = place_in(request.form.get("of", ""))
        made = current_ringside().desk.do(viewer(), make_feed, venue_id, resource_id)
    except Refusal as refused:
        return _page(error=refused.message), refused.status
    return _page(address=feed_address(made.secret), made=made.id)


@bp.post("/<feed_id>/revoke")
def revoke(feed_id: str) -> Response:
    current_ringside().desk.do(viewer(), revoke_feed, feed_id)
    return respond("/account/calendars", "Revoked. Whoever had this address finds nothing there any more.")


def _page(*, address: str = "", made: str = "", error: str = "") -> str:
    who = viewer()
    with current_ringside().database.read() as session:
        feeds, options = read_own_feeds(session, who), read_places(session, sorted(who.venues))
    return render_template(
        "pages/calendars.html", feeds=feeds, options=options, address=address, made=made, error=error, flashed=flashed(),
        only_here=only_here(),
    )  # fmt: skip
