"""The log for security: log-ins, refusals, changed rights. One line each, by structlog.

Beside its own facts a line has the request's id and the network address it came from. Never a password, a
token, a ticket, a cookie, a name or an e-mail address: people are their ids, accounts that may not exist a digest. What
each line means stands in docs/operators.md.
"""

from __future__ import annotations

import hashlib
import logging
import time
from contextlib import AbstractContextManager
from enum import StrEnum

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.stdlib import BoundLogger, ProcessorFormatter

LOGGER = "ringside.security"
LONGEST = 200
AGAIN_SECONDS = 60.0
_MOST_REMEMBERED = 10_000


class Act(StrEnum):
    SIGNED_UP = "signed_up"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_THROTTLED = "sign_in_throttled"
    BOOKING_CODE_REFUSED = "booking_code_refused"
    SIGNED_OUT = "signed_out"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (not one)
    PASSWORD_CHANGE_REFUSED = "password_change_refused"  # noqa: S105
    PASSWORD_LINK_MADE = "password_link_made"  # noqa: S105
    RIGHTS_CHANGED = "rights_changed"
    ADDRESS_CHANGED = "address_changed"
    DATA_EXPORTED = "data_exported"
    ACCOUNT_DELETED = "account_deleted"
    INVITED = "invited"
    DEACTIVATED = "deactivated"
    MERGED = "merged"
    CALENDAR_MADE = "calendar_made"
    CALENDAR_REVOKED = "calendar_revoked"
    REFRESH_TOKEN_REUSED = "refresh_token_reused"  # noqa: S105
    ACCESS_DENIED = "access_denied"
    FORM_REFUSED = "form_refused"
    ORIGIN_REFUSED = "origin_refused"
    SOCKET_REFUSED = "socket_refused"
    THROTTLED = "throttled"


_INFO = {
    Act.SIGNED_UP, Act.SIGNED_IN, Act.SIGNED_OUT, Act.PASSWORD_CHANGED, Act.PASSWORD_LINK_MADE, Act.RIGHTS_CHANGED,
    Act.ADDRESS_CHANGED, Act.DATA_EXPORTED, Act.ACCOUNT_DELETED, Act.INVITED, Act.DEACTIVATED, Act.MERGED,
    Act.CALENDAR_MADE, Act.CALENDAR_REVOKED,
}  # fmt: skip
_THROTTLED_ACTS = {
    Act.THROTTLED, Act.SIGN_IN_THROTTLED, Act.SOCKET_REFUSED, Act.ORIGIN_REFUSED, Act.FORM_REFUSED, Act.ACCESS_DENIED
}  # fmt: skip
"""Acts that one client can bring about as fast as it asks: one line a minute for the same facts is enough."""

_log: BoundLogger = structlog.wrap_logger(
    logging.getLogger(LOGGER),
    processors=[
        merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        ProcessorFormatter.wrap_for_formatter,
    ],
    wrapper_class=BoundLogger,
)
_last: dict[object, float] = {}


def record(act: Act, **facts: object) -> None:
    """Write a line. Facts that are None are left out, long ones are cut; `address` overrides the request's own."""
    kept = {name: _short(value) for name, value in facts.items() if value is not None}
    if act in _THROTTLED_ACTS and _recorded_recently(act, kept):
        return
    if act in _INFO:
        _log.info(str(act), **kept)
    else:
        _log.warning(str(act), **kept)


def request(request_id: str, address: str) -> AbstractContextManager[None]:
    """A context in which lines that this greenlet writes belong to that request."""
    return bound_contextvars(request_id=request_id, address=address)


def account(email: str) -> str:
    """The digest that stands for a canonical e-mail address in the log."""
    return hashlib.sha256(email.encode(errors="replace")).hexdigest()[:16]


def _short(value: object) -> object:
    return value[:LONGEST] if isinstance(value, str) else value


def _recorded_recently(act: Act, facts: dict[str, object]) -> bool:
    bound = structlog.contextvars.get_contextvars()
    key = (act, bound.get("address"), tuple(sorted((name, str(value)) for name, value in facts.items())))
    now = time.monotonic()
    if now - _last.get(key, -AGAIN_SECONDS) < AGAIN_SECONDS:
        return True
    if len(_last) >= _MOST_REMEMBERED:
        _last.clear()
    _last[key] = now
    return False
