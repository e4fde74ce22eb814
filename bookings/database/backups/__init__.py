"""Backups of a whole database into one file, made while a server writes, and their restoring. One module for each engine."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bookings.database import Database
from bookings.database.backups import postgresql, sqlite
from bookings.database.backups.refusals import CannotBackUp
from bookings.database.migrate import migrate, revisions, revisions_known

__all__ = ["CannotBackUp", "make_backup", "restore_backup"]


def make_backup(database: Database, target: Path, *, replace: bool = False) -> str:
    """Write all that is in the database at one moment into this file, for its owner's eyes alone; its revision.

    It stands under its name only once it is whole and was read again. Raises CannotBackUp.
    """
    engine = sqlite if database.on_sqlite else postgresql
    if target.is_dir() or (target.exists() and not replace):
        what = "a folder" if target.is_dir() else "there already. Take another name, or --force to replace it"
        raise CannotBackUp(f"{target} is {what}.")
    if revisions(database)[0] is None:
        raise CannotBackUp("The database is empty: there is nothing to back up.")
    with _unfinished(target) as file:
        engine.write(database, file)
        revision: str = engine.revision_in(file)
        with file.open("rb") as written:
            os.fsync(written.fileno())
        if target.exists() and not replace:
            raise CannotBackUp(f"{target} was made by somebody else meanwhile. Nothing of it was changed.")
        file.replace(target)
    return revision


def restore_backup(source: Path, database: Database, *, replace: bool = False) -> tuple[str, str]:
    """Put what the backup has in the place of what the database has, and bring it up to date: (its revision, the newest).

    The backup is read to its end before anything is changed. Raises CannotBackUp, and CannotStart for a database that is served.
    """
    engine = sqlite if database.on_sqlite else postgresql
    _must_be_of_this_kind(source, database)
    revision: str = engine.revision_in(source)
    if revision not in revisions_known():
        raise CannotBackUp(
            f"{source} is at {revision}, which this version of Ringside does not know: it was made by a newer one. "
            "Restore it with that version."
        )
    with database.file_taken("Stop the server first."):
        if not engine.is_empty(database) and not replace:
            raise CannotBackUp(
                "The database is not empty. Name another one with --into, or type --force to lose what is in it."
            )
        engine.restore(source, database)
        migrate(database)
        database.checkpoint()
    return revision, str(revisions(database)[0])


def _must_be_of_this_kind(source: Path, database: Database) -> None:
    try:
        with source.open("rb") as file:
            begins = file.read(16)
    except OSError as error:
        raise CannotBackUp(f"Cannot read {source}: {error.strerror}.") from None
    kinds = {sqlite.BEGINS: "SQLite", postgresql.BEGINS: "PostgreSQL"}
    kind = next((name for start, name in kinds.items() if begins.startswith(start)), None)
    wanted = "SQLite" if database.on_sqlite else "PostgreSQL"
    if kind is None:
        raise CannotBackUp(f"{source} is no backup of Ringside.")
    if kind != wanted:
        raise CannotBackUp(f"{source} is a backup of {kind}, and the database is {wanted}. Name one of {kind} with --into.")


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A file beside the target that only its owner may read, gone in the end unless it was renamed."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise CannotBackUp(f"Cannot write into {target.parent}: {error.strerror}.") from None
    os.close(descriptor)
    file = Path(name)
    try:
        yield file
    finally:
        file.unlink(missing_ok=True)
