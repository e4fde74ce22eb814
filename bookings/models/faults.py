"""What an error of the database means for whoever asked: to come again later, or a fault of ours."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError

AWAY = "The desk's records cannot be reached just now. Nothing was changed; try again in a moment."
BUSY = "The desk cannot write just now. Nothing was changed; try again in a moment."

# SQLite's words, since its numbers are not handed on by every driver: the file is locked, full, gone or not to be written.
_CANNOT_WRITE = (
    "database is locked", "database or disk is full", "disk I/O error", "attempt to write a readonly database"
)  # fmt: skip
_CANNOT_READ = ("unable to open database file", "file is not a database", "database disk image is malformed")
# lock_not_available, query_canceled (its time is over), serialization_failure, deadlock_detected, disk_full
_BUSY = {"55P03", "57014", "40001", "40P01", "53100"}


def sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def is_away(error: Exception) -> bool:
    """Whether the database is stopped, unreachable, overloaded, full or broken: nothing is wrong with what was asked."""
    orig = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(orig, sqlite3.Error):
        return any(words in str(orig) for words in _CANNOT_WRITE + _CANNOT_READ)
    if not isinstance(error, DBAPIError):
        return False
    return (
        error.connection_invalidated
        or isinstance(error, OperationalError | InterfaceError | InternalError)
        or sqlstate(error) in _BUSY
    )


def in_words(error: DBAPIError) -> str:
    """For a person: whether it is away or only cannot write."""
    busy = any(words in str(error.orig) for words in _CANNOT_WRITE) or sqlstate(error) in _BUSY
    return BUSY if busy else AWAY
