"""The commands as they are typed, in this process on the test world, with their output and exit code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from bookings.database import Database
from bookings.settings import Settings
from tests.external import postgres

SECRET = "only for tests, and long enough to be one"
Flasks = Callable[..., Result]


@pytest.fixture
def program(database: Database) -> Flask:
    app = create_app(Settings(database_url=database.url, secret_key=SECRET, public_url="https://desk.example"))
    app.extensions["ringside"].database.skew = database.skew
    return app


@pytest.fixture
def flask(program: Flask) -> Flasks:
    """flask("admin", "create", typed="…") types a command; it has to end with this exit code."""

    def run(*words: str, typed: str = "", ends: int = 0) -> Result:
        result = program.test_cli_runner().invoke(args=words, input=typed)
        assert result.exit_code == ends, result.output
        return result

    return run


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[str]]:
    """The addresses of three databases in which there is nothing."""
    if request.param == "sqlite":
        yield [f"sqlite:///{tmp_path}/{name}.db" for name in ("old", "busy", "quiet")]
        return
    urls = [postgres.create_database(request.getfixturevalue("postgres_server")) for _ in range(3)]
    yield urls
    for url in urls:
        postgres.drop_database(url)


@pytest.fixture(autouse=True)
def clients_of_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and its like come first in PATH from where the server comes."""
    if folder := postgres.from_the_system() or postgres.from_the_wheel():
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
