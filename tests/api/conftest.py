"""Programs at the test venues: the application on each database, and clients that show a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from bookings.accounts import accounts
from bookings.accounts.tokens import Tokens
from bookings.database import Database
from bookings.desk import Desk
from bookings.models import Viewer
from bookings.program import Ringside
from bookings.rules.times.zones import iso
from bookings.settings import Settings
from tests.world.clock import NOW, at, set_clock
from tests.world.places import COURT_1

SECRET = "only for tests, and longer than thirty-two characters"


class Program:
    """A client that shows one person's token, or none."""

    def __init__(self, client: FlaskClient, token: str | None = None) -> None:
        self.client, self.token = client, token

    def __call__(self, method: str, path: str, body: Any = None, **how: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= how.pop("headers", {})
        if body is not None:
            how["json"] = body
        return self.client.open(path, method=method, headers=headers, **how)

    def get(self, path: str, **how: Any) -> TestResponse:
        return self("GET", path, **how)

    def post(self, path: str, body: Any = None, **how: Any) -> TestResponse:
        return self("POST", path, body, **how)

    def patch(self, path: str, body: Any = None, **how: Any) -> TestResponse:
        return self("PATCH", path, body, **how)

    def delete(self, path: str, **how: Any) -> TestResponse:
        return self("DELETE", path, **how)


def serve(database: Database, **settings: Any) -> Flask:
    """The whole application on a filled database, at the time of its venues."""
    app = create_app(Settings(database_url=database.url, secret_key=SECRET, **settings))
    set_clock(ringside_of(app).database, NOW)
    return app


def ringside_of(app: Flask) -> Ringside:
    found: Ringside = app.extensions["ringside"]
    return found


def token_of(app: Flask, person: Viewer) -> str:
    """As after a log-in."""
    desk = ringside_of(app).desk
    login_id = desk.do(person, accounts.begin_login, person.id)
    return Tokens(desk, ringside_of(app).settings.jwt_secret).begin(login_id).access


@pytest.fixture
def served_database(sqlite: Database) -> Database:
    """The database of these tests. Modules with what has to hold on PostgreSQL too put `database` in its place."""
    return sqlite


@pytest.fixture
def app(served_database: Database) -> Iterator[Flask]:
    """Without limits of rate, which have their own tests."""
    found = serve(served_database, rate_limits="off")
    yield found
    ringside_of(found).database.close()


@pytest.fixture
def served_desk(app: Flask) -> Desk:
    """The desk of the running application: what is done here is what programs see."""
    return ringside_of(app).desk


@pytest.fixture
def nobody(app: Flask) -> Program:
    return Program(app.test_client())


@pytest.fixture
def as_(app: Flask) -> Callable[[Viewer], Program]:
    """as_(ANN).get("/api/v1/bookings")"""
    return lambda person: Program(app.test_client(), token_of(app, person))


def refused(answer: TestResponse) -> tuple[int, str]:
    """The status and the code of an error response."""
    error = answer.get_json()["error"]
    assert set(error) >= {"code", "message", "fields"} and error["message"]
    return answer.status_code, error["code"]


def court(start: str = "10:00", end: str = "11:00", **more: Any) -> dict[str, Any]:
    """The body of a booking of the first court."""
    return {"courtId": COURT_1, "start": iso(at(start)), "end": iso(at(end)), **more}
