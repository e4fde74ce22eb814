"""People: found by name, address or number; invited by address."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.accounts.links import Purpose
from bookings.administration.people.invite import Invited, invite, invite_staff
from bookings.http.current import current_ringside, viewer
from bookings.http.links import HandedLink, handed_link
from bookings.http.responses import flashed
from bookings.models import Role, StaffLevel, Viewer
from bookings.reading.administration.people import read_people
from bookings.reading.administration.venues import read_managed_venues
from bookings.web.administration.shell import Refused, saved, shell, typed

bp = Blueprint("manage_people", __name__, url_prefix="/admin/people")

NOBODY: Mapping[str, str] = {}


@bp.get("")
def people() -> tuple[str, int]:
    """Without a search those who have rights."""
    return _page(Refused())


@bp.post("/invite")
def send_invitation() -> Response | tuple[str, int]:
    """Make an account for somebody; its link is mailed, or shown here once to be handed on."""
    who, given, made = viewer(), typed(request.form), list[Invited]()
    answer = saved(lambda: made.append(_invite(who, given)), "/admin/people", "")
    if not isinstance(answer, Response):
        return _page(answer, given)
    if made[0].secret is None:
        return _page(Refused(), message=f"{given.get('name')} had an account, and has these rights now.")
    if made[0].mailed:
        return _page(Refused(), message=f"An invitation goes to {given.get('email')}.")
    invited = {"id": made[0].person_id, "name": str(given.get("name", ""))}
    return _page(Refused(), link=handed_link(made[0].secret, Purpose.INVITATION), invited=invited)


def _invite(who: Viewer, given: Mapping[str, object]) -> Invited:
    """To work at the venue that is chosen, or as what has none."""
    ringside, venue_id = current_ringside(), str(given.get("venue", ""))
    level, site = str(given.get("level", StaffLevel.DESK)), ringside.site.get()
    role = level if level in (Role.CUSTOMER, Role.ADMIN) else Role.STAFF
    if role == Role.STAFF and venue_id:
        return ringside.desk.do(who, invite_staff, venue_id, given, level, site)
    return ringside.desk.do(who, invite, given, site, role, {venue_id: level} if venue_id else {})


def _page(
    refused: Refused, given: Mapping[str, object] | None = None, *, message: str = "", link: HandedLink | None = None,
    invited: Mapping[str, str] = NOBODY,
) -> tuple[str, int]:
    who, wanted = viewer(), request.args.get("q", "")
    with current_ringside().database.read() as session:
        found, venues = read_people(session, who, wanted), read_managed_venues(session, who)
    page = render_template(
        "administration/people.html", found=found, wanted=wanted, venues=[(venue.id, venue.name) for venue in venues],
        values=given or {}, refused=refused, link=link, invited=invited, flashed=(message, "") if message else flashed(),
        **shell(who, None, "/admin/people"),
    )  # fmt: skip
    return page, refused.status
