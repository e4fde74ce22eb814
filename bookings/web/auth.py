"""Signing up, in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request
from flask_limiter import RateLimitExceeded
from flask_login import current_user
from werkzeug.wrappers import Response

from bookings.accounts import accounts
from bookings.accounts.login_throttle import LoginThrottled
from bookings.accounts.sign_in import sign_in as throttled_sign_in
from bookings.demo import PASSWORD, demo_accounts
from bookings.errors import Invalid, NotSignedIn
from bookings.http import error_pages, rate_limits, sessions
from bookings.http.current import current_ringside, viewer
from bookings.http.require_sign_in import public
from bookings.http.responses import flashed
from bookings.reading.flights.departures import read_airlines
from bookings.reading.look_in import open_places
from bookings.reading.sign_in_purpose import read_purpose
from bookings.rules.setup.settings import SignUp
from bookings.rules.violation import RuleViolation

bp = Blueprint("auth", __name__)

WHY = {
    "1": "Your sign-in has ended. Sign in to go on where you were.",
    "sent": "Your sign-in had ended, so what you sent did not arrive and nothing was changed. Sign in and send it again.",
}


@bp.get("/login")
@public
def sign_in_page() -> str | Response:
    if current_user.is_authenticated:
        return redirect(local_path(request.args.get("next")))
    return _sign_in_page(message=WHY.get(request.args.get("ended", "")))


@bp.post("/login")
@public
def sign_in() -> tuple[str, int] | tuple[str, int, dict[str, str]] | Response:
    try:
        _, login_id = throttled_sign_in(
            current_ringside().desk, email=request.form.get("email", ""), password=request.form.get("password", ""),
            address=request.remote_addr or "", counted=current_ringside().settings.limits_rates,
        )  # fmt: skip
    except LoginThrottled as refusal:
        return _sign_in_page(message=refusal.message), 429, {"Retry-After": str(refusal.seconds)}
    except NotSignedIn as refusal:
        return _sign_in_page(message=refusal.message), 401
    sessions.begin(login_id)
    return redirect(local_path(request.form.get("next")), 303)


@bp.get("/sign-up")
@public
def sign_up_page() -> str:
    accounts.check_sign_up(current_ringside().site.get())
    return _sign_up_page()


@bp.post("/sign-up")
@public
def sign_up() -> tuple[str, int] | Response:
    form = request.form
    try:
        accounts.sign_up(
            current_ringside().desk, email=form.get("email", ""), password=form.get("password", ""), name=form.get("name", ""),
            site=current_ringside().site.get(),
        )  # fmt: skip
    except RuleViolation as violation:
        return _sign_up_page({violation.field or "name": violation.message}), 422
    except Invalid as refusal:
        return _sign_up_page(refusal.fields), 422
    _, login_id = accounts.sign_in(current_ringside().desk, email=form["email"], password=form["password"])
    sessions.begin(login_id)
    return redirect(local_path(form.get("next")), 303)


@bp.errorhandler(RateLimitExceeded)
def too_many_requests(met: RateLimitExceeded) -> Response | tuple[str, int, dict[str, str]]:
    """The form once more with what was typed, for a person; whatever else asked is answered in its own way."""
    if request.endpoint not in ("auth.sign_in", "auth.sign_up") or error_pages.wants_json():
        return rate_limits.too_many_requests(met)
    page = _sign_in_page if request.endpoint == "auth.sign_in" else _sign_up_page
    return page(message=rate_limits.sentence()), 429, {"Retry-After": str(rate_limits.seconds_to_wait())}


@bp.post("/logout")
@public
def sign_out() -> Response:
    if current_user.is_authenticated:
        who = viewer()
        current_ringside().desk.do(who, accounts.sign_out, who.login_id or "")
    sessions.end()
    return redirect("/login", 303)


def local_path(wanted: str | None) -> str:
    """`wanted` when it is a path on this site, else the start page: a link must not lead a fresh log-in elsewhere."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or not wanted.isprintable():
        return "/"
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc and "\\" not in wanted else "/"


def _sign_in_page(*, message: str | None = None) -> str:
    with current_ringside().database.read() as session:
        places, purpose = open_places(session), read_purpose(session, local_path(request.values.get("next")))
        flies = bool(read_airlines(session))
    return render_template(
        "pages/login.html", places=places, flies=flies, purpose=purpose, message=message, email=request.values.get("email", ""),
        next=request.values.get("next", ""),
        demo_accounts=_demo_accounts(), demo_password=PASSWORD, flashed=flashed(),
        may_sign_up=current_ringside().site.get().sign_up == SignUp.OPEN,
    )  # fmt: skip


def _sign_up_page(errors: dict[str, str] | None = None, message: str | None = None) -> str:
    with current_ringside().database.read() as session:
        purpose = read_purpose(session, local_path(request.values.get("next")))
    return render_template(
        "pages/sign_up.html", purpose=purpose, errors=errors or {}, message=message, email=request.form.get("email", ""),
        name=request.form.get("name", ""), next=request.values.get("next", ""),
    )  # fmt: skip


def _demo_accounts() -> list[tuple[str, str]]:
    if not current_ringside().settings.demo:
        return []
    return demo_accounts()
