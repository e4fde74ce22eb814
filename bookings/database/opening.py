"""The database that the program is to serve: opened, taken for this process, brought up to date, or refused in one line."""

from __future__ import annotations

from alembic.util import CommandError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from bookings.database import faults
from bookings.database.migrate import migrate
from bookings.database.transactions import Database
from bookings.errors import CannotStart


def open_database(url: str) -> Database:
    """Raises CannotStart, which says what is the matter and what to do, never the password."""
    try:
        where = make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        raise CannotStart(
            "DATABASE_URL is not an address of a database. It is like sqlite:///path or postgresql://…"
        ) from None
    try:
        database = Database(url)
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise CannotStart(f"DATABASE_URL names {where}. Ringside knows sqlite:///path and postgresql://…") from None
    except OSError as error:
        raise CannotStart(f"Cannot write to {error.filename}: {error.strerror}. {_ELSEWHERE}") from None
    try:
        # Before anything is changed: another process may serve this file, perhaps with an older version.
        with database.file_taken():
            migrate(database)
    except BaseException as error:
        database.close()
        if (words := _translated(error, where)) is not None:
            raise CannotStart(words) from None
        raise
    return database


_ELSEWHERE = "Set DATABASE_URL to a file in a folder where this user may write."


def _translated(error: BaseException, where: str) -> str | None:
    if isinstance(error, OSError):
        return f"Cannot write to {error.filename}: {error.strerror}. {_ELSEWHERE}"
    if isinstance(error, CommandError) and "locate revision" in str(error):
        return f"{where} was brought up to date by a newer version of Ringside. Start that version, or restore a backup from before."
    if isinstance(error, DBAPIError) and faults.is_away(error):
        words = " ".join(str(error.orig).split())
        advice = _ELSEWHERE if where.startswith("sqlite") else "Is it running, and is DATABASE_URL right?"
        return f"Cannot use the database {where}: {words.rstrip('.')}. {advice}"
    return None
