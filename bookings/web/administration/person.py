"""One person: corrections, rights at venues, a link for a password, and deactivating."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.accounts.links import Purpose
from bookings.administration.people.accounts import deactivate, edit_person, hand_out_link, reactivate
from bookings.administration.people.rights import change_levels, change_rights
from bookings.http.current import current_ringside, viewer
from bookings.http.links import HandedLink, handed_link
from bookings.http.responses import flashed
from bookings.models import Role, StaffLevel
from bookings.reading.administration.people import read_person
from bookings.reading.administration.venues import read_managed_venues
from bookings.web.administration.shell import Refused, saved, sent_revision, shell, typed

bp = Blueprint("manage_person", __name__, url_prefix="/admin/people")

ROLES = {Role.CUSTOMER: "Customer", Role.STAFF: "Works at the venues below", Role.ADMIN: "Admin: may do everything"}
LEVELS = {"": "Not here", StaffLevel.DESK: "At the desk", StaffLevel.MANAGER: "Manages it"}


@bp.get("/<person_id>")
def person(person_id: str) -> tuple[str, int]:
    return _page(person_id, Refused())


@bp.post("/<person_id>")
def correct(person_id: str) -> Response | tuple[str, int]:
    given, revision = typed(request.form), sent_revision()
    return _done(person_id, "Saved.", edit_person, person_id, given, revision, given=given)


@bp.post("/<person_id>/rights")
def save_rights(person_id: str) -> Response | tuple[str, int]:
    """An admin sets all of them; a manager those at the venues that are theirs."""
    who, revision, form = viewer(), sent_revision(), request.form
    levels = {name.removeprefix("level-"): value for name, value in form.items() if name.startswith("level-")}
    message = "Saved. Their log-ins have ended, and the rights hold from the next."
    if who.is_admin:
        at = {venue: level for venue, level in levels.items() if level}
        return _done(person_id, message, change_rights, person_id, form.get("role", ""), at, revision, given=typed(form))
    return _done(person_id, message, change_levels, person_id, {at: level or None for at, level in levels.items()}, revision)


@bp.post("/<person_id>/link")
def make_link(person_id: str) -> Response | tuple[str, int]:
    """A link for a new password, mailed, or shown here once."""
    who, ringside, made, mails = viewer(), current_ringside(), list[str](), "mail" in request.form
    answer = saved(
        lambda: made.append(ringside.desk.do(who, hand_out_link, person_id, ringside.site.get(), by_mail=mails)),
        f"/admin/people/{person_id}", "The link goes to them by mail." if mails else "",
    )  # fmt: skip
    if not isinstance(answer, Response):
        return _page(person_id, answer)
    return answer if mails else _page(person_id, Refused(), link=handed_link(made[0], Purpose.PASSWORD))


@bp.post("/<person_id>/<any(deactivate, reactivate):act>")
def switch(person_id: str, act: str) -> Response | tuple[str, int]:
    if act == "deactivate":
        return _done(person_id, "Deactivated: all their log-ins have ended.", deactivate, person_id)
    return _done(person_id, "Active again.", reactivate, person_id)


def _done(
    person_id: str, message: str, verb: Callable[..., object], *arguments: Any, given: Mapping[str, object] | None = None
) -> Response | tuple[str, int]:
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), verb, *arguments), f"/admin/people/{person_id}", message
    )
    return answer if isinstance(answer, Response) else _page(person_id, answer, given)


def _page(
    person_id: str, refused: Refused, given: Mapping[str, object] | None = None, *, link: HandedLink | None = None
) -> tuple[str, int]:
    who, ringside = viewer(), current_ringside()
    with ringside.database.read() as session:
        found, venues = read_person(session, who, person_id), read_managed_venues(session, who)
    levels = {f"level-{venue}": level for venue, level in found.levels.items()}
    values = {"name": found.line.name, "email": found.line.email, "phone": found.line.phone, "role": found.line.role, **levels}
    page = render_template(
        "administration/person.html", person=found, values={**values, **(given or {})}, refused=refused, link=link,
        venues=venues, roles=list(ROLES.items()), levels=list(LEVELS.items()), mails=ringside.site.get().sends_mail,
        revision=found.revision if refused.revision is None else refused.revision, flashed=flashed(),
        **shell(who, None, "/admin/people"),
    )  # fmt: skip
    return page, refused.status
