"""Backups of SQLite: a database file, copied by SQLite itself in one step, so that it is of one moment."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bookings.database import Database
from bookings.database.backups.refusals import CannotBackUp
from bookings.database.migrate import migrate

BEGINS = b"SQLite format 3\0"


def write(database: Database, file: Path) -> None:
    with _opened(_path_of(database)) as source, _opened(file) as target:
        source.backup(target)  # in one step: in several it would begin anew whenever somebody books
        target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def revision_in(file: Path) -> str:
    """Read the whole file. Raises CannotBackUp when it is broken or not ours."""
    with _opened(file, "immutable=1") as connection:
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise CannotBackUp(f"{file} is broken: {found}.")
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            raise CannotBackUp(f"{file} is a database, but not one of Ringside.")
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def is_empty(database: Database) -> bool:
    with database.engine.connect() as connection:
        return bool(connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one() == 0)


def restore(source: Path, database: Database) -> None:
    """It is brought up to date beside the database, and takes its place in one transaction."""
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=_path_of(database).parent) as folder:
        copy = Path(folder) / "ringside.db"
        shutil.copyfile(source, copy)
        copy.chmod(0o600)
        beside = Database(f"sqlite:///{copy}")
        try:
            migrate(beside)
            beside.checkpoint()
        finally:
            beside.close()
        database.engine.dispose()
        with _opened(copy) as restored, _opened(_path_of(database)) as target:
            restored.backup(target)


def _path_of(database: Database) -> Path:
    path = database.engine.url.database
    if not path or path == ":memory:":
        raise CannotBackUp("DATABASE_URL names no file.")
    return Path(path).absolute()


@contextmanager
def _opened(file: Path, how: str = "") -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?{how}", uri=True, isolation_level=None, timeout=30)
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise CannotBackUp(f"SQLite cannot use {file}: {error}.") from None
