"""What an error of the database means for whoever asked: to come again later, or a fault of ours."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError

AWAY = "The desk's records cannot be reached just now. Nothing was changed; try again in a moment."
BUSY = "The desk cannot write just now. Nothing was changed; try again in a moment."

# SQLite's words, since its numbers are not handed on by every driver: the file is locked, full, gone or not to be written.
_OF_THE_FILE = (
    "database is locked", "database or disk is full", "disk I/O error", "unable to open database file",
    "attempt to write a readonly database", "file is not a database", "database disk image is malformed",
)  # fmt: skip
# lock_not_available, query_canceled (its time is over), serialization_failure, deadlock_detected, disk_full
_BUSY = {"55P03", "57014", "40001", "40P01", "53100"}


def sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def is_away(error: DBAPIError | sqlite3.Error) -> bool:
    """Whether the database is stopped, unreachable, overloaded, full or broken: nothing is wrong with what was asked."""
    orig = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(orig, sqlite3.Error):
        return any(words in str(orig) for words in _OF_THE_FILE)
    if not isinstance(error, DBAPIError):
        return False
    return (
        error.connection_invalidated
        or isinstance(error, OperationalError | InterfaceError | InternalError)
        or sqlstate(error) in _BUSY
    )


def in_words(error: DBAPIError) -> str:
    """For a person: whether it is away or only cannot write."""
    full = "database is locked" in str(error.orig) or "disk is full" in str(error.orig)
    return BUSY if full or sqlstate(error) in _BUSY else AWAY
