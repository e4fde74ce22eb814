"""A site at which one pays online, at the page that stands in for a bank."""

from __future__ import annotations

import pytest
from flask import Flask

from app import create_app
from bookings.database import Database
from bookings.desk import book
from bookings.settings import Settings
from tests.web.visits import desk_of
from tests.world.clock import at
from tests.world.people import ANN
from tests.world.places import COURT_1


@pytest.fixture
def site(sqlite: Database) -> Flask:
    app = create_app(Settings(database_url=sqlite.url, secret_key="x" * 40, payment_provider="test"))
    app.extensions["ringside"].database.skew = sqlite.skew
    return app


@pytest.fixture
def booking(site: Flask) -> str:
    """A request of Ann's that costs CHF 26.00."""
    return desk_of(site).do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
