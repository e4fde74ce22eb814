"""The database that the program is to serve: opened, taken for this process, brought up to date, or refused in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.util import CommandError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from bookings.database import faults
from bookings.database.migrate import migrate, revisions
from bookings.database.transactions import Database
from bookings.errors import CannotStart


def open_database(url: str, *, upgrade: bool = True) -> Database:
    """Raises CannotStart, which says what is the matter and what to do, never the password.

    Without `upgrade` nothing is asked of it yet: for commands, which may run beside a server and change no tables.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise CannotStart(
            "DATABASE_URL is not an address of a database. It is like sqlite:///path or postgresql://…"
        ) from None
    where = address.render_as_string(hide_password=True)
    if address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:"):
        raise CannotStart(f"DATABASE_URL is {where}, which names no file. Write sqlite:///ringside.db, or sqlite:////var/lib/ringside.db.")
    try:
        database = Database(url)
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise CannotStart(f"DATABASE_URL names {where}. Ringside knows sqlite:///path and postgresql://…") from None
    except OSError as error:
        raise CannotStart(f"Cannot write to {error.filename}: {error.strerror}. {_ELSEWHERE}") from None
    if upgrade:
        try:
            bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
    return database


def bring_up_to_date(database: Database) -> None:
    """Apply what is missing, while no other process serves this file. Raises CannotStart."""
    # Before anything is changed: that process may be of an older version.
    with _translate_errors(database), database.file_taken():
        migrate(database)


def check_up_to_date(database: Database) -> str:
    """The revision of its tables, when it is the one that this version of the program needs. Raises CannotStart."""
    with _translate_errors(database):
        present, needed = revisions(database)
    if present is None:
        raise CannotStart("The database is empty. Start the program once, or type: flask --app app db upgrade")
    if present != needed:
        raise CannotStart(
            f"The database is at {present}, this version of Ringside needs {needed}. Stop what serves it, then type: "
            "flask --app app db upgrade"
        )
    return present


@contextmanager
def _translate_errors(database: Database) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        if (words := _translated(error, database.engine.url.render_as_string(hide_password=True))) is not None:
            raise CannotStart(words) from None
        raise


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
