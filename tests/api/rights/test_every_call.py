"""Who may make which call: every role at every call."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from bookings.database import Database
from bookings.desk.book import book_court
from bookings.models import Venue, Viewer
from bookings.rules.status import BookingStatus
from tests.api.conftest import Program, ringside_of, serve, token_of
from tests.api.rights.matrix import MATRIX, ROLES
from tests.world.clock import at
from tests.world.people import ANN, BOB, NORA, SAM
from tests.world.places import COURT_1, COURT_3


@pytest.fixture(scope="module")
def one_app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for the whole matrix; every test books a time of its own."""
    path = tmp_path_factory.mktemp("rights") / "ringside.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    database.write(lambda session: session.execute(update(Venue).values(unpaid_per_customer=1000)) and None)
    app = serve(database, rate_limits="off", payment_provider="test")
    yield app
    ringside_of(app).database.close()


# From Tuesday on, without the Sundays, on which the club is closed.
_DAYS = (0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11)
_TIMES = ((court, at("07:00") + timedelta(days=day, minutes=30 * n)) for court in (COURT_1, COURT_3) for day in _DAYS for n in range(30))


def a_booking_of(person: Viewer, app: Flask) -> str:
    court, start = next(_TIMES)
    return ringside_of(app).desk.do(person, book_court, court, start, start + timedelta(minutes=30))


@pytest.mark.parametrize("call", MATRIX)
def test_every_role_at_every_call(one_app: Flask, call: str) -> None:
    doing, expected = MATRIX[call]
    statuses = []
    for person in ROLES.values():
        program = Program(one_app.test_client(), token_of(one_app, person))
        statuses.append(doing(program, a_booking_of(ANN, one_app)).status_code)
    assert dict(zip(ROLES, statuses, strict=True)) == dict(zip(ROLES, expected, strict=True))


def test_the_matrix_has_every_call_that_needs_a_token(one_app: Flask) -> None:
    document = one_app.test_client().get("/api/openapi.json").get_json()
    needing = [
        f"{method} {path}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if operation["security"] and operation["tags"] != ["Administration"]  # see test_managers.py
    ]
    assert len(MATRIX) - 3 == len(needing)  # three calls stand there twice, with two bodies


def test_what_a_refused_call_meant_to_do_was_not_done(one_app: Flask) -> None:
    booking_id = a_booking_of(ANN, one_app)
    for person in (ANN, BOB, NORA):
        program = Program(one_app.test_client(), token_of(one_app, person))
        for call in ("confirm", "check in", "pay", "switch", "write a note", "delete"):
            MATRIX[call][0](program, booking_id)
    booking = (
        Program(one_app.test_client(), token_of(one_app, SAM)).get(f"/api/v1/bookings/{booking_id}").get_json()
    )
    assert (booking["status"], booking["paid"], booking["note"], booking["version"]) == (
        BookingStatus.PENDING,
        0,
        "",
        1,
    )
