"""A start that cannot succeed says why in one line, by either server, and changes nothing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from bookings.database import Database, engines
from bookings.database.migrate import _LOCK, migrate
from bookings.settings import read_settings
from tests.external import free_port
from tests.server_forks import Forked
from tests.server_process import APP, FORKED, GUNICORN, ROOT, SECRET

TIMEOUT = 90
Prepare = Callable[[Path], str]


def below_a_file(home: Path) -> str:
    (home / "file").write_text("")
    return f"sqlite:///{home}/file/ringside.db"


def no_database(home: Path) -> str:
    (home / "ringside.db").write_bytes(b"this is no database " * 500)
    return f"sqlite:///{home}/ringside.db"


def a_folder(home: Path) -> str:
    (home / "ringside.db").mkdir()
    return f"sqlite:///{home}/ringside.db"


def newer(home: Path) -> str:
    database = Database(f"sqlite:///{home}/ringside.db")
    migrate(database)
    database.close()
    with sqlite3.connect(home / "ringside.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    return database.url


def unreachable(_: Path) -> str:
    return f"postgresql://desk:hunter2@127.0.0.1:{free_port()}/ringside"


@pytest.mark.parametrize(
    ("program", "prepare", "words"),
    [
        (APP, below_a_file, "Cannot write to"),
        (FORKED, a_folder, "unable to open database file. Set DATABASE_URL"),
        (FORKED, no_database, "file is not a database"),
        (FORKED, newer, "newer version of Ringside"),
        (GUNICORN, newer, "newer version of Ringside"),
        (FORKED, unreachable, "Is it running, and is DATABASE_URL right?"),
        (FORKED, lambda _: "nonsense", "DATABASE_URL is not an address"),
        (FORKED, lambda _: "sqlite://", "names no file. Write sqlite:///"),
        (FORKED, lambda _: "mysql://localhost/ringside", "Ringside knows sqlite"),
    ],
)
def test_a_database_that_cannot_be_used(program: tuple[str, ...], prepare: Prepare, words: str, tmp_path: Path) -> None:
    output = start(program, DATABASE_URL=prepare(tmp_path))
    lines = [line for line in output.splitlines() if words in line]
    assert len(lines) == 1, output
    assert "Traceback" not in output and "hunter2" not in output


@pytest.mark.parametrize("program", [FORKED, GUNICORN], ids=["app.py", "gunicorn"])
def test_settings_that_cannot_be_used(program: tuple[str, ...], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ringside.db"
    output = start(program, DATABASE_URL=url, SECRET_KEY="short", HOLD_MINUTES="ten")
    assert "HOLD_MINUTES: " in output and "Traceback" not in output
    assert "SECRET_KEY must be set" in start(program, DATABASE_URL=unreachable(tmp_path), SECRET_KEY="")
    (tmp_path / "secret_key").write_text("half")
    assert "secret_key holds no whole key" in start(program, DATABASE_URL=url, SECRET_KEY="")


def test_the_key_that_nobody_set_is_made_once_and_its_owners_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/ringside.db"
    first, again = (read_settings(database_url=url, secret_key="") for _ in range(2))
    assert first.secret_key == again.secret_key == (tmp_path / "new" / "secret_key").read_text()
    assert len(first.secret_key) == 64
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_second_process_is_refused_before_it_changes_the_file(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/ringside.db")
    database.lock_file()
    try:
        assert "Another Ringside already runs" in start(FORKED, DATABASE_URL=database.url)
    finally:
        database.close()
    with sqlite3.connect(tmp_path / "ringside.db") as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_who_waits_for_anothers_migration_has_patience(
    postgresql: Database, postgres_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LIMITS", dict.fromkeys(engines.LIMITS, 0.3))
    failed: list[BaseException] = []
    second = Database(postgresql.url)

    def wait() -> None:
        try:
            migrate(second)
        except BaseException as error:
            failed.append(error)

    waiting = threading.Thread(target=wait)
    with psycopg.connect(postgresql.url.replace("+psycopg", ""), autocommit=True) as first:
        first.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        waiting.start()
        longer = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND now() - query_start > '1 s'"
        while first.execute(longer).fetchone() == (0,):
            assert waiting.is_alive(), failed
    waiting.join(TIMEOUT)
    second.close()
    assert failed == []


def start(program: tuple[str, ...], **environment: str) -> str:
    """Start it, wait for its end, which is a failure; all that it wrote."""
    port = str(free_port())
    environment = {**os.environ, "SECRET_KEY": SECRET, "PORT": port, **environment}
    if program == FORKED:
        forked = Forked(environment)
        with forked.stdout as output:
            written = output.read()
        assert "Ringside is at" not in written
        return written
    bind = ["-b", f"127.0.0.1:{port}", "wsgi:app"] if program == GUNICORN else []
    done = subprocess.run(
        [sys.executable, *program, *bind], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=TIMEOUT, env=environment,
    )  # fmt: skip
    assert done.returncode, done.stdout
    return done.stdout
