"""How often a program may ask, for each person and for each address. Counted in memory, or in Redis for all processes together."""

from __future__ import annotations

import math
import time

from flask import Blueprint, Flask, Response, request
from flask_limiter import Limiter, RateLimitExceeded

from bookings.api.errors import answer
from bookings.api.who import person_or_none
from bookings.settings import Settings

PER_ADDRESS = "1800 per minute"  # an office may stand behind one
PER_PERSON = "600 per minute"
WRITES_PER_PERSON = "120 per minute"
WRITES = ["POST", "PATCH", "DELETE"]
MESSAGE = "There were many requests from here in a short time. Wait, then go on."


def install(app: Flask, bp: Blueprint, settings: Settings) -> None:
    limiter = Limiter(
        _address,
        storage_uri=settings.redis_url or "memory://",
        key_prefix="ringside",
        enabled=settings.limits_rates,
        swallow_errors=True,  # a limit that cannot be counted is no reason to refuse anybody
    )
    limiter.shared_limit(PER_ADDRESS, "calls")(bp)
    limiter.shared_limit(PER_PERSON, "calls", key_func=_person)(bp)
    limiter.shared_limit(WRITES_PER_PERSON, "writes", key_func=_person, exempt_when=_only_looks)(bp)
    limiter.init_app(app)

    @bp.errorhandler(RateLimitExceeded)
    def too_many(_: RateLimitExceeded) -> Response:
        limit = limiter.current_limit
        seconds = max(1, math.ceil(limit.reset_at - time.time())) if limit else 60
        return answer(429, "too_many", MESSAGE, headers={"Retry-After": str(seconds)})


def _only_looks() -> bool:
    return request.method not in WRITES


def _address() -> str:
    return f"address {request.remote_addr}"


def _person() -> str:
    """Who shows no good token is counted by address."""
    person = person_or_none()
    return f"person {person.id}" if person else _address()
