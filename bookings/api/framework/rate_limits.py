"""Rate limits of the API, for each person and for each address; those of pages and forms are in http/rate_limits.py."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request
from flask_limiter import RateLimitExceeded
from sqlalchemy.exc import DBAPIError

from bookings.api.framework.bearer import viewer_or_none
from bookings.api.framework.errors import error_response
from bookings.http import rate_limits
from bookings.settings import Settings

CALLS_PER_ADDRESS = "1800 per minute"  # an office may stand behind one
PER_PERSON = "600 per minute"
WRITES_PER_PERSON = "120 per minute"
WRITES = ["POST", "PUT", "PATCH", "DELETE"]
WITH_A_PASSWORD = {f"api.post_{name}" for name in ("change_own_address", "change_own_password", "delete_own_account")}
EXPORT = "api.get_own_data"


def install(app: Flask, bp: Blueprint, settings: Settings) -> None:
    limiter = rate_limits.limiter_of(app)
    limiter.shared_limit(CALLS_PER_ADDRESS, "calls")(bp)
    limiter.shared_limit(PER_PERSON, "calls", key_func=_person)(bp)
    limiter.shared_limit(WRITES_PER_PERSON, "writes", key_func=_person, exempt_when=_only_reads)(bp)
    limiter.shared_limit(
        rate_limits.PASSWORDS, "passwords", key_func=_person, exempt_when=lambda: request.endpoint not in WITH_A_PASSWORD
    )(bp)
    limiter.shared_limit(rate_limits.EXPORTS, "exports", key_func=_person, exempt_when=lambda: request.endpoint != EXPORT)(bp)

    @bp.errorhandler(RateLimitExceeded)
    def too_many_requests(_: RateLimitExceeded) -> Response:
        return error_response(
            429, "too_many", rate_limits.sentence(), headers={"Retry-After": str(rate_limits.seconds_to_wait())}
        )


def _only_reads() -> bool:
    return request.method not in WRITES


def _person() -> str:
    """The key of the person's limits; of the address without a valid token, or while the database is away."""
    try:
        person = viewer_or_none()
    except DBAPIError:
        person = None
    return f"person {person.id}" if person else rate_limits.address()
