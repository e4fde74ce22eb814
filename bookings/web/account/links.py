"""The page behind a link that was mailed or handed out: a new password, or an address that is confirmed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from bookings.accounts.links import Purpose
from bookings.accounts.own.email import confirm_email
from bookings.accounts.set_password import AnotherPersons, PersonsLink, check_person, set_password
from bookings.errors import Conflict, LinkOver, NotFound, Refusal
from bookings.http import sessions
from bookings.http.current import current_ringside
from bookings.http.require_sign_in import public
from bookings.models import Viewer
from bookings.reading.people.viewers import read_viewer
from bookings.reading.places import read_places
from bookings.rules.violation import RuleViolation

bp = Blueprint("links", __name__)


@bp.get("/link/<secret>")
@public
def link(secret: str) -> str | tuple[str, int]:
    """The form; whoever only looks at the address, as mail programs do, uses nothing up."""
    try:
        return _page(check_person(current_ringside().desk, secret, _signed_in()))
    except (NotFound, LinkOver, AnotherPersons) as refusal:
        return _refusal_page(refusal)


@bp.post("/link/<secret>")
@public
def use_link(secret: str) -> Response | str | tuple[str, int]:
    try:
        found = check_person(current_ringside().desk, secret, _signed_in())
        return _confirm(secret) if found.purpose == Purpose.EMAIL else _set_password(secret, found)
    except (NotFound, LinkOver, Conflict) as refusal:
        return _refusal_page(refusal)


def _confirm(secret: str) -> Response:
    ringside = current_ringside()
    address = confirm_email(ringside.desk, secret, _signed_in(), ringside.site.get())
    flash(f"{address} is confirmed.", "good")
    return redirect("/account" if _signed_in() else "/login", 303)


def _set_password(secret: str, found: PersonsLink) -> Response | tuple[str, int]:
    try:
        login_id = set_password(current_ringside().desk, secret, request.form.get("new", ""), _signed_in())
    except RuleViolation as violation:
        return _page(found, {"new": violation.message}), 422
    sessions.begin(login_id)
    flash("The password is set, and you are signed in.", "good")
    return redirect(_first_page(login_id) if found.purpose == Purpose.INVITATION else "/", 303)


def _first_page(login_id: str) -> str:
    """Where somebody who was invited begins: at the board of the venue where they work, if that is one."""
    ringside = current_ringside()
    with ringside.database.read() as session:
        who = read_viewer(session, login_id)
        places = read_places(session, who, ringside.database.now(session)) if who else ()
    mine = [place.id for place in places if place.counts is not None]
    return f"/venues/{mine[0]}/board" if len(mine) == 1 else "/"


def _signed_in() -> Viewer | None:
    return current_user.viewer if current_user.is_authenticated else None


def _page(found: PersonsLink, errors: dict[str, str] | None = None) -> str:
    template = "pages/confirm_address.html" if found.purpose == Purpose.EMAIL else "pages/new_password.html"
    return render_template(
        template, address=request.path, name=found.name, email=found.email, works_at=found.works_at,
        invited=found.purpose == Purpose.INVITATION, errors=errors or {},
    )  # fmt: skip


def _refusal_page(refusal: Refusal) -> tuple[str, int]:
    title = "This link is for somebody else" if isinstance(refusal, AnotherPersons) else "This link does not work"
    page = render_template(
        "pages/link_over.html", title=title, message=refusal.message, signed_in=_signed_in() is not None
    )
    return page, refusal.status
