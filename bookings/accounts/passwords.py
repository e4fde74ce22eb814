"""Hashing of passwords: Argon2id, off gevent's loop, where one check would freeze every viewer for a tenth of a second."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bookings.loops import off_the_loop
from bookings.rules.text.names import prepare_password

# OWASP's smallest recommended: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    return off_the_loop(_HASHER.hash, prepare_password(password))


def is_password(password_hash: str | None, password: str) -> bool:
    """Whether `password` is the one behind the hash. A person without a password costs the same time and never matches."""
    return matching_form(password_hash, password) is not None


def matching_form(password_hash: str | None, password: str) -> str | None:
    """The form of `password` that is behind the hash, None when there is none.

    Any other than `prepare_password(password)` is of a hash from the time when passwords were taken as they came.
    """
    prepared = prepare_password(password)
    for form in dict.fromkeys((prepared, password, unicodedata.normalize("NFD", prepared))):
        if off_the_loop(_matches, password_hash or _nobody(), form) and password_hash is not None:
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
