"""Hashing of passwords: Argon2id, off gevent's loop, where one check would freeze every viewer for a tenth of a second."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bookings.rules.text.names import prepare_password

P = ParamSpec("P")
R = TypeVar("R")

# OWASP's smallest recommended: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    return _aside(_HASHER.hash, prepare_password(password))


def is_password(password_hash: str | None, password: str) -> bool:
    """Whether `password` is the one behind the hash. A person without a password costs the same time and never matches."""
    return matching_form(password_hash, password) is not None


def matching_form(password_hash: str | None, password: str) -> str | None:
    """The form of `password` that is behind the hash, None when there is none.

    Any other than `prepare_password(password)` is of a hash from the time when passwords were taken as they came.
    """
    prepared = prepare_password(password)
    for form in dict.fromkeys((prepared, password, unicodedata.normalize("NFD", prepared))):
        if _aside(_matches, password_hash or _nobody(), form) and password_hash is not None:
            return form
    return None


def _matches(password_hash: str, password: str) -> bool:
    # Answered in the thread itself: gevent writes whatever is raised there into the log, with a traceback.
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):  # half a character is in nobody's password
        return False


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")


def _aside(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    monkey = sys.modules.get("gevent.monkey")
    if monkey is None or not monkey.is_module_patched("threading"):
        return work(*args, **kwargs)
    from gevent import get_hub

    result: R = get_hub().threadpool.apply(work, args, kwargs)
    return result
