"""The start page and one's own account."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask_limiter import RateLimitExceeded
from werkzeug.wrappers import Response

from bookings.accounts import accounts, sign_in
from bookings.accounts.login_throttle import LoginThrottled
from bookings.errors import Invalid
from bookings.http import error_pages, rate_limits, sessions
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed, respond
from bookings.models import Role
from bookings.reading.administration.set_up import read_unfinished
from bookings.reading.bookings.lists import read_coming
from bookings.reading.events import EventQuery, read_events
from bookings.reading.people.account import read_account
from bookings.reading.places import read_places
from bookings.rules.people import DATE_STYLES, write_names
from bookings.rules.times.zones import seconds_until
from bookings.rules.violation import RuleViolation

bp = Blueprint("home", __name__)

SOON = 8
OWN_NEXT = 3


@bp.get("/")
def start() -> str:
    """What this person may open."""
    who = viewer()
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        places = read_places(session, who, now)
        events, more = read_events(session, EventQuery(size=SOON), now)
        own = read_coming(session, who.id, OWN_NEXT)
        unfinished = read_unfinished(session, who)
    moments = [
        *(place.ends for place in places),
        *(each.starts_at if each.status == "PENDING" else each.ends_at for each in own),
        *(event.starts_at for event in events),
    ]
    return render_template(
        "pages/home.html", reload_after=seconds_until(moments, now),
        places=places, events=events, more=more > len(events), own=own, staff=who.role != Role.CUSTOMER,
        flashed=flashed(), unfinished=unfinished,
    )  # fmt: skip


@bp.get("/account")
def account() -> str:
    """Who one is here, and the password."""
    return account_page({})


@bp.post("/account/password")
def change_password() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """All log-ins of this person end, and this browser gets a new one: a copy of its cookie is worth nothing then."""
    form, who = request.form, viewer()
    try:
        sign_in.change_password(
            current_ringside().desk, who, old=form.get("old", ""), new=form.get("new", ""),
            address=request.remote_addr or "", counted=current_ringside().settings.limits_rates,
        )  # fmt: skip
    except LoginThrottled as refusal:
        return account_page({"old": refusal.message}), 429, {"Retry-After": str(refusal.seconds)}
    except Invalid as refusal:
        return account_page(dict.fromkeys(refusal.fields, refusal.message)), refusal.status
    except RuleViolation as violation:
        return account_page({"new": violation.message}), 422
    sessions.begin(current_ringside().desk.do(who, accounts.begin_login, who.id))
    return respond("/account", "The password is changed, and you are signed out everywhere else.")


@bp.errorhandler(RateLimitExceeded)
def too_many_requests(met: RateLimitExceeded) -> Response | tuple[str, int, dict[str, str]]:
    if request.endpoint != "home.change_password" or error_pages.wants_json():
        return rate_limits.too_many_requests(met)
    return account_page({"old": rate_limits.sentence()}), 429, {"Retry-After": str(rate_limits.seconds_to_wait())}


def account_page(errors: Mapping[str, str], typed: Mapping[str, str] | None = None) -> str:
    """One's own account, with what was typed into one of its forms."""
    ringside = current_ringside()
    with ringside.database.read() as session:
        account = read_account(session, viewer().id)
    values = {
        "name": account.name, "email": account.email, "phone": account.phone, "date_style": account.date_style,
        "names": write_names(account.names),
    }  # fmt: skip
    return render_template(
        "pages/account.html", account=account, errors=errors, values={**values, **(typed or {})}, flashed=flashed(),
        styles=list(DATE_STYLES.items()), sends=ringside.site.get().sends_mail,
    )  # fmt: skip
