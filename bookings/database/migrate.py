"""Brings a database up to the newest version at start."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bookings.database.transactions import Database

FOLDER = Path(__file__).resolve().parent.parent / "migrations"
# What bounds a request does not bound an index over years of bookings, nor the wait for it.
_LIMITS = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
_LOCK = 5_417_238_110  # any number that no other program takes in this database


def migrate(database: Database) -> None:
    """Apply what is missing. Several processes may start at once: on PostgreSQL the others wait for the first."""
    with database.engine.connect() as connection, connection.begin():
        if not database.on_sqlite:
            for limit in _LIMITS:
                connection.execute(text(f"SET LOCAL {limit} = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if _revision(connection) == _scripts().get_current_head():
            return
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def revisions(database: Database) -> tuple[str | None, str | None]:
    """(what the tables are at, None in an empty database; the newest that there is). Changes nothing."""
    with database.engine.connect() as connection:
        return _revision(connection), _scripts().get_current_head()


def revisions_known() -> set[str]:
    """All that this version of the program can bring up to date."""
    return {script.revision for script in _scripts().walk_revisions()}


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@cache
def _scripts() -> ScriptDirectory:
    """All versions, which are modules: read once."""
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
