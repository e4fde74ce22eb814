"""The whole site on a filled database, for visitors without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app import create_app
from bookings.database import Database
from bookings.desk import Desk
from bookings.settings import Settings
from tests.web.visits import Visitor, desk_of

SECRET = "only for tests, and long enough to be one"


@pytest.fixture
def site(sqlite: Database) -> Flask:
    """The pages of the test venues, at their time."""
    return _opened(sqlite)


@pytest.fixture
def desk(site: Flask) -> Desk:
    """The desk behind them."""
    return desk_of(site)


@pytest.fixture
def each_site(database: Database) -> Flask:
    """The same on one engine, then on the other."""
    return _opened(database)


@pytest.fixture
def visit(site: Flask) -> Callable[..., Visitor]:
    """visit(ANN) is Ann at the site, signed in; visit() is anybody."""
    return lambda person=None: Visitor(site, person)


def _opened(database: Database) -> Flask:
    app = create_app(Settings(database_url=database.url, secret_key=SECRET))
    app.extensions["ringside"].database.skew = database.skew
    return app
