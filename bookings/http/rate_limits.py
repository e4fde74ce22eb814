"""Rate limits for each person and each address: of forms, sign-ups, live pages and searches.

Counted in memory, or in Redis for all processes together. Those of the API are in api/framework/rate_limits.py.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import cast

from flask import Flask, current_app, make_response, request
from flask_limiter import ApplicationLimit, Limiter, RateLimitExceeded
from flask_login import current_user
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from bookings.accounts.secrets import digest_of
from bookings.changes import redis_client
from bookings.http import error_pages

# An office may stand behind one address, and its pages come back all at once after a restart.
PAGES_PER_ADDRESS = "3000 per minute"
FORMS = "600 per minute"
SIGN_UPS = "60 per hour"
SIGN_INS = "120 per minute"
PASSWORDS = "30 per hour"
FORGOTTEN = "20 per hour"
EXPORTS = "10 per hour"
POLLS = "240 per minute"
SOCKETS = "240 per minute"
SEARCHES = "240 per minute"
FEEDS = "240 per minute"
FEED = "120 per hour"
SELF_CHECK_INS = "30 per minute"

_SEARCHED = {"admin.bookings", "customers.search", "manage_people.people", "manage_merging.choose_other"}
_LIVE, _POLL = "/live", "/live/poll"
_EXTENSION = "ringside-limits"


def install(app: Flask) -> None:
    settings = app.extensions["ringside"].settings
    limiter = Limiter(
        address,
        storage_uri=settings.redis_url or "memory://",
        storage_options=redis_client.options() if settings.redis_url else {},
        in_memory_fallback_enabled=True,  # while Redis is away each process counts for itself
        key_prefix="ringside",
        enabled=settings.limits_rates,
        swallow_errors=True,  # a limit that cannot be counted is no reason to refuse anybody
        application_limits=[
            _limit("sign-ups", SIGN_UPS, _posts_to("auth.sign_up", "set_up.make")),
            _limit("sign-ins", SIGN_INS, _posts_to("auth.sign_in", "trips.find")),
            _limit("passwords", PASSWORDS, _posts_to("home.change_password", "profile.change_address", "profile.delete"), _person),
            _limit("forgotten", FORGOTTEN, _posts_to("forgotten.ask")),
            _limit("self-check-ins", SELF_CHECK_INS, _posts_to("self_check_in.check_in")),
            _limit("exports", EXPORTS, lambda: request.endpoint == "profile.export", _person),
            _limit("pages", PAGES_PER_ADDRESS, lambda: _sends_a_form() or request.path in (_LIVE, _POLL) or _searches()),
            _limit("forms", FORMS, _sends_a_form, _person),
            _limit("polls", POLLS, lambda: request.path == _POLL, _person),
            _limit("sockets", SOCKETS, lambda: request.path == _LIVE, _person),
            _limit("searches", SEARCHES, _searches, _person),
            _limit("feeds", FEEDS, _follows_a_calendar),
            _limit("feed", FEED, _follows_a_calendar, _feed),
        ],
    )
    limiter.init_app(app)
    app.extensions[_EXTENSION] = limiter
    app.register_error_handler(RateLimitExceeded, too_many_requests)


def limiter_of(app: Flask) -> Limiter:
    return cast(Limiter, app.extensions[_EXTENSION])


def address() -> str:
    return f"address {request.remote_addr}"


def seconds_to_wait() -> int:
    """Seconds until the limit that was just met allows another request."""
    limit = limiter_of(current_app).current_limit
    return max(1, math.ceil(limit.reset_at - time.time())) if limit else 60


def sentence() -> str:
    """The message for whoever met a limit: what is the matter and how long it lasts."""
    seconds = seconds_to_wait()
    wait = f"{seconds} seconds" if seconds < 120 else f"{math.ceil(seconds / 60)} minutes"
    return f"There were many requests from here in a short time, so this one was not carried out. Wait {wait}, then repeat it."


def too_many_requests(_: RateLimitExceeded) -> Response:
    """The 429 response: a page, a notice for htmx, JSON for programs; a plain line for addresses that only scripts ask for."""
    message, wait = sentence(), {"Retry-After": str(seconds_to_wait())}
    if request.path in (_LIVE, _POLL):
        return make_response(message, 429, {**wait, "Content-Type": "text/plain; charset=utf-8"})
    response = error_pages.error_response(429, "too_many", message)
    response.headers.update(wait)
    return response


def _limit(scope: str, most: str, applies: Callable[[], bool], key: Callable[[], str] = address) -> ApplicationLimit:
    return ApplicationLimit(most, key_function=key, scope=scope, exempt_when=lambda: not applies())


def _person() -> str:
    """The key of a person's limits; of the address when nobody is signed in or the database is away."""
    try:
        return f"person {current_user.viewer.id}" if current_user.is_authenticated else address()
    except DBAPIError:
        return address()


def _posts_to(*endpoints: str) -> Callable[[], bool]:
    return lambda: request.method == "POST" and request.endpoint in endpoints


def _sends_a_form() -> bool:
    return request.method == "POST" and not request.path.startswith("/api/")


def _follows_a_calendar() -> bool:
    return request.endpoint == "calendars.feed"


def _feed() -> str:
    """The key of one calendar's limit, which is no secret."""
    return f"feed {digest_of((request.view_args or {}).get('secret', ''))}"


def _searches() -> bool:
    return request.endpoint == "boards.customers" or (request.endpoint in _SEARCHED and bool(request.args.get("q")))
