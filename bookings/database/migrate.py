"""Brings a database up to the newest version at start."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from bookings.database.transactions import Database

FOLDER = Path(__file__).resolve().parent.parent / "migrations"
# What bounds a request does not bound an index over years of bookings, nor the wait for it.
_LIMITS = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
_LOCK = 5_417_238_110  # any number that no other program takes in this database


def migrate(database: Database) -> None:
    """Apply what is missing. Several processes may start at once: on PostgreSQL the others wait for the first."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with database.engine.connect() as connection, connection.begin():
        if not database.on_sqlite:
            for limit in _LIMITS:
                connection.execute(text(f"SET LOCAL {limit} = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
