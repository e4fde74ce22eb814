"""The page of a venue's calendar addresses: one's own is made here, and everybody's are revoked."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.accounts.calendar_feeds import make_feed, revoke_feed
from bookings.errors import NotFound
from bookings.http.current import current_ringside, viewer
from bookings.http.links import feed_address, only_here
from bookings.http.responses import flashed
from bookings.reading.administration.venues import read_managed_venue
from bookings.reading.calendars.feeds import place_in, read_feeds_at, read_places
from bookings.web.administration.shell import Refused, saved, shell

bp = Blueprint("manage_calendars", __name__, url_prefix="/admin/venues")

REVOKED = "Revoked. Whoever had this address finds nothing there any more."


@bp.get("/<venue_id>/calendars")
def calendars(venue_id: str) -> tuple[str, int]:
    return _page(venue_id)


@bp.post("/<venue_id>/calendars")
def make(venue_id: str) -> tuple[str, int]:
    chosen, resource_id = place_in(request.form.get("of", ""))
    with current_ringside().database.read() as session:
        venue = read_managed_venue(session, venue_id, viewer())
    if chosen not in (None, venue.id):
        raise NotFound("That is another venue.")
    made = current_ringside().desk.do(viewer(), make_feed, venue_id, resource_id)
    return _page(venue_id, address=feed_address(made.secret), made=made.id)


@bp.post("/<venue_id>/calendars/<feed_id>/revoke")
def revoke(venue_id: str, feed_id: str) -> Response | tuple[str, int]:
    with current_ringside().database.read() as session:
        if feed_id not in {each.id for each in read_feeds_at(session, venue_id, viewer())}:
            raise NotFound("There is no such address at this venue any more.")
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), revoke_feed, feed_id), f"/admin/venues/{venue_id}/calendars", REVOKED
    )
    return answer if isinstance(answer, Response) else _page(venue_id, answer)


def _page(venue_id: str, refused: Refused | None = None, *, address: str = "", made: str = "") -> tuple[str, int]:
    refused = refused or Refused()
    with current_ringside().database.read() as session:
        venue = read_managed_venue(session, venue_id, viewer())
        feeds, options = read_feeds_at(session, venue_id, viewer()), read_places(session, [venue_id])
    page = render_template(
        "administration/calendars.html", feeds=feeds, options=options, address=address, made=made, refused=refused,
        chosen=request.values.get("of", ""), only_here=only_here(), flashed=flashed(), **shell(viewer(), venue, "calendars"),
    )  # fmt: skip
    return page, refused.status
