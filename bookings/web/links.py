"""The page behind a link that was mailed or handed out: a new password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from bookings.accounts.links import LinkOver
from bookings.accounts.set_password import AnotherPersons, check_person, set_password
from bookings.errors import Conflict, NotFound, Refusal
from bookings.http import sessions
from bookings.http.current import current_ringside
from bookings.http.require_sign_in import public
from bookings.models import Viewer
from bookings.rules.violation import RuleViolation

bp = Blueprint("links", __name__)


@bp.get("/link/<secret>")
@public
def link(secret: str) -> str | tuple[str, int]:
    """The form; whoever only looks at the address, as mail programs do, uses nothing up."""
    try:
        return _password_page(check_person(current_ringside().desk, secret, _signed_in()))
    except (NotFound, LinkOver, AnotherPersons) as refusal:
        return _refusal_page(refusal)


@bp.post("/link/<secret>")
@public
def use_link(secret: str) -> Response | str | tuple[str, int]:
    desk, name = current_ringside().desk, ""
    try:
        name = check_person(desk, secret, _signed_in())
        login_id = set_password(desk, secret, request.form.get("new", ""), _signed_in())
    except RuleViolation as broken:
        return _password_page(name, {"new": broken.message}), 422
    except (NotFound, LinkOver, Conflict) as refusal:
        return _refusal_page(refusal)
    sessions.begin(login_id)
    flash("The password is set, and you are signed in.", "good")
    return redirect("/account", 303)


def _signed_in() -> Viewer | None:
    return current_user.viewer if current_user.is_authenticated else None


def _password_page(name: str, errors: dict[str, str] | None = None) -> str:
    return render_template("pages/new_password.html", address=request.path, name=name, errors=errors or {})


def _refusal_page(refusal: Refusal) -> tuple[str, int]:
    title = "This link is for somebody else" if isinstance(refusal, AnotherPersons) else "This link does not work"
    page = render_template(
        "pages/link_over.html", title=title, message=refusal.message, signed_in=_signed_in() is not None
    )
    return page, refusal.status
