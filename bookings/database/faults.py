"""What an error of the database means for whoever asked: to come again later, or a fault of ours."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, InternalError, OperationalError

from bookings.database.base import Base

AWAY = "The desk's records cannot be reached just now. Nothing was changed; try again in a moment."
BUSY = "The desk cannot write just now. Nothing was changed; try again in a moment."

# SQLite's words, since its numbers are not handed on by every driver: the file is locked, full, gone or not to be written.
_CANNOT_WRITE = (
    "database is locked", "database or disk is full", "disk I/O error", "attempt to write a readonly database"
)  # fmt: skip
_CANNOT_READ = ("unable to open database file", "file is not a database", "database disk image is malformed")
# lock_not_available, query_canceled (its time is over), serialization_failure, deadlock_detected, disk_full
_BUSY = {"55P03", "57014", "40001", "40P01", "53100"}

# What SQLite has as triggers because it cannot compare rows in a constraint.
_TRIGGERS = {"claims overlap": "ex_claims_overlap"}


def sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def constraint_of(error: DBAPIError) -> str | None:
    """The name of the constraint that a row would have broken, the same on both databases; None when it is no constraint's error.

    SQLite names the columns of a unique constraint in its place, and of a foreign key nothing.
    """
    if not isinstance(error, IntegrityError):
        return None
    if not isinstance(error.orig, sqlite3.Error):
        name: str | None = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
        return name
    words = str(error.orig)
    columns = words.removeprefix("UNIQUE constraint failed: ").split(", ")
    table = Base.metadata.tables.get(columns[0].partition(".")[0])
    unique: list[PrimaryKeyConstraint | UniqueConstraint | Index] = []
    if table is not None:
        unique += [each for each in table.constraints if isinstance(each, PrimaryKeyConstraint | UniqueConstraint)]
        unique += [each for each in table.indexes if each.unique]
    for each in unique:
        if [str(c) for c in each.columns] == columns:
            return str(each.name)
    return _TRIGGERS.get(words)


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
