"""The whole site on the furnished house, for visitors without scripts; real browsers come from the neighbouring folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app import create_app
from bookings.models import Database, Viewer
from bookings.settings import Settings
from tests.live.conftest import browser, served, window
from tests.web.visits import Visitor

__all__ = ["browser", "served", "window"]

SECRET = "only for tests, and long enough to be one"


@pytest.fixture
def site(sqlite: Database) -> Flask:
    """The pages of the furnished house, at the house's time."""
    app = create_app(Settings(database_url=sqlite.url, secret_key=SECRET))
    app.extensions["ringside"].database.skew = sqlite.skew
    return app


@pytest.fixture
def visit(site: Flask) -> Callable[[Viewer | None], Visitor]:
    """visit(ANN) is Ann at the site, signed in; visit(None) is anybody."""
    return lambda person: Visitor(site, person)
