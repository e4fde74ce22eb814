"""Backups of PostgreSQL: what pg_dump writes in its custom format, restored by pg_restore and psql in one transaction."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection, text

from bookings.database import Database
from bookings.database.backups.refusals import CannotBackUp

BEGINS = b"PGDMP"
_TABLES = text("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')")
_OTHERS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
_VERSION = text("SHOW server_version_num")
_REVISION = re.compile(rb"^COPY public\.alembic_version .*\n(\w+)$", re.MULTILINE)
_OURS = ("--no-owner", "--no-privileges")
_LEAVING_SECONDS = 2.0
_CLEARED = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


def write(database: Database, file: Path) -> None:
    _must_know(database, "pg_dump")
    _run(database, "pg_dump", "--format=custom", *_OURS, "--extension=btree_gist", f"--file={file}")


def revision_in(file: Path) -> str:
    """Read the whole file. Raises CannotBackUp when it is broken or not ours."""
    _run(None, "pg_restore", f"--file={os.devnull}", str(file))
    found = _REVISION.search(_run(None, "pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file)))
    if found is None:
        raise CannotBackUp(f"{file} is a backup of a database, but not of one of Ringside.")
    return found[1].decode()


def is_empty(database: Database) -> bool:
    with database.engine.connect() as connection:
        return bool(connection.execute(_TABLES).scalar_one() == 0)


def restore(source: Path, database: Database) -> None:
    """In one transaction: when it fails all is as it was."""
    _must_know(database, "psql")
    database.engine.dispose()
    with database.engine.connect() as connection:
        others, tables = _others(connection), connection.execute(_TABLES).scalar_one()
    database.engine.dispose()
    if others:
        raise CannotBackUp(f"The database is in use: {others} connections are open. Stop the servers that use it, then type this again.")
    with tempfile.TemporaryDirectory(prefix="ringside-restore-") as folder:
        script = f"{folder}/restore.sql"
        _run(None, "pg_restore", *_OURS, f"--file={script}", str(source))
        clear = ["--command", _CLEARED] if tables else []
        _run(
            database, "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *clear,
            f"--file={script}",
        )  # fmt: skip


def _others(connection: Connection) -> int:
    """How many others are connected. Whoever has just left is counted for a moment more, until their process ends."""
    leaves = time.monotonic() + _LEAVING_SECONDS
    while (others := int(connection.execute(_OTHERS).scalar_one())) and time.monotonic() < leaves:
        time.sleep(0.1)
        connection.rollback()  # what was read of it stays the same within a transaction
    return others


def _must_know(database: Database, name: str) -> None:
    """An older program than the server refuses, or writes what it does not understand."""
    with database.engine.connect() as connection:
        server = int(connection.execute(_VERSION).scalar_one()) // 10_000
    own = int(re.findall(rb"\d+", _run(None, name, "--version"))[0])
    if own < server:
        raise CannotBackUp(
            f"{name} is of version {own}, the server of {server}. Install the programs of version {server} "
            f"(on Debian: postgresql-client-{server}) and put them first in PATH."
        )


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise CannotBackUp(f"{name} is not on this machine, or not in PATH. Install PostgreSQL's client (on Debian: postgresql-client).")
    return found


def _run(database: Database | None, name: str, *words: str) -> bytes:
    """What it prints. The password goes by the environment: the command line can be read by everybody on the machine."""
    environment = {**os.environ, "LC_ALL": "C"}
    where: list[str] = []
    if database is not None:
        known = conninfo_to_dict(database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False))
        if password := known.pop("password", None):
            environment["PGPASSWORD"] = str(password)
        where = ["--dbname", make_conninfo("", **known)]
    done = subprocess.run(  # noqa: S603
        [_program(name), *where, *words], env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        complaint = done.stderr.decode(errors="replace").strip().splitlines() or ["it says nothing"]
        raise CannotBackUp(f"{name} failed, nothing was changed: {complaint[0].removeprefix(f'{name}: ')}")
    return done.stdout
