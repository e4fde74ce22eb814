"""What strangers see of a program that is not set up yet, and the page that makes its first admin."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask_limiter import RateLimitExceeded
from flask_login import current_user
from werkzeug.wrappers import Response

from bookings.accounts.admins import check_secret, make_first_admin
from bookings.errors import Invalid
from bookings.http import error_pages, rate_limits, sessions
from bookings.http.current import current_ringside
from bookings.http.require_sign_in import PROGRAMS, public
from bookings.rules.violation import RuleViolation

bp = Blueprint("set_up", __name__, url_prefix="/set-up")

ANSWERED_ANYWAY = PROGRAMS | {"set_up", "health", "metrics", "live"}
STATIC = "static"


@bp.before_app_request
def lead_strangers_here() -> Response | None:
    """Nobody can sign in yet, whichever page they ask for."""
    if request.blueprint in ANSWERED_ANYWAY or request.endpoint == STATIC or error_pages.wants_json():
        return None
    return None if current_user.is_authenticated or current_ringside().is_set_up() else redirect("/set-up", 303)


@bp.get("")
@public
def page() -> str | Response | tuple[str, int]:
    """With the secret that the program printed: the form for the first admin. Without: where that is found."""
    secret = request.args.get("secret", "")
    if current_user.is_authenticated or (not secret and current_ringside().is_set_up()):
        return redirect("/", 303)
    if not secret:
        return render_template("set_up/not_yet.html")
    check_secret(current_ringside().desk, secret)
    return _form(secret)


@bp.post("")
@public
def make() -> Response | tuple[str, int]:
    form = request.form
    secret = form.get("secret", "")
    try:
        login_id = make_first_admin(
            current_ringside().desk, secret, name=form.get("name", ""), email=form.get("email", ""), password=form.get("password", "")
        )
    except RuleViolation as violation:
        return _form(secret, {violation.field or "name": violation.message}), 422
    except Invalid as refusal:
        return _form(secret, refusal.fields), 422
    sessions.begin(login_id)
    return redirect("/set-up/venue", 303)


@bp.errorhandler(RateLimitExceeded)
def too_many_requests(met: RateLimitExceeded) -> Response | tuple[str, int, dict[str, str]]:
    if request.endpoint != "set_up.make":
        return rate_limits.too_many_requests(met)
    page = _form(request.form.get("secret", ""), message=rate_limits.sentence())
    return page, 429, {"Retry-After": str(rate_limits.seconds_to_wait())}


def _form(secret: str, errors: dict[str, str] | None = None, message: str | None = None) -> str:
    return render_template(
        "set_up/first_admin.html", secret=secret, errors=errors or {}, message=message, name=request.form.get("name", ""),
        email=request.form.get("email", ""),
    )  # fmt: skip
