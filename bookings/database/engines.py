"""The two engines: how each is set up so that a transaction means the same on both."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

LIMITS = {"lock_timeout": 5, "statement_timeout": 15, "idle_in_transaction_session_timeout": 20}
"""Of each connection to PostgreSQL, in seconds."""
PRAGMAS = {
    "journal_mode": "WAL", "synchronous": "FULL", "foreign_keys": "ON", "trusted_schema": "OFF", "wal_autocheckpoint": "0",
    "temp_store": "MEMORY", "cache_size": "-16000",
}  # fmt: skip
"""Of each connection to SQLite."""
LOCK_WAIT_SECONDS = 5.0
# On a small machine 500 at once for one seat take some seconds: each is to be answered that it is taken, not that we are busy.
CONNECTION_WAIT_SECONDS = 30.0


def postgresql_engine(url: str) -> Engine:
    engine = create_engine(
        url,
        pool_size=20,
        max_overflow=20,
        pool_timeout=CONNECTION_WAIT_SECONDS,
        hide_parameters=True,  # hashes and addresses of people are for no log
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={"connect_timeout": 5},
    )

    @event.listens_for(engine, "connect")
    def limits(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "".join(f"SET {limit} = '{seconds}s';" for limit, seconds in LIMITS.items())
            )
        connection.commit()

    return engine


def sqlite_engine(url: str) -> Engine:
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=20,
        max_overflow=20,
        pool_timeout=CONNECTION_WAIT_SECONDS,
        hide_parameters=True,  # hashes and addresses of people are for no log
        connect_args={"timeout": 0.05, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def pragmas(connection: Any, _record: Any) -> None:
        connection.create_function("lower", 1, _lower, deterministic=True)  # SQLite's own knows only A to Z
        connection.isolation_level = None  # else sqlite3 sends its own BEGIN, deferred, and two writers both win
        for pragma, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {pragma}={value}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("write"):
            connection.exec_driver_sql("BEGIN")
            return
        # Another program may hold the file (a backup): ask shortly, then let others run before asking again.
        give_up = time.monotonic() + LOCK_WAIT_SECONDS
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > give_up:
                    raise
                time.sleep(random.uniform(0.002, 0.02))  # noqa: S311

    return engine


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()
