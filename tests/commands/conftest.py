"""The commands as they are typed, in this process on the test world, with their output and exit code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from bookings.database import Database
from bookings.settings import Settings

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
