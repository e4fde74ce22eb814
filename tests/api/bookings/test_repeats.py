"""A request that is repeated under one key is answered alike and done once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from bookings.database import Database
from bookings.models import Booking
from tests.api.conftest import Program, court, token_of
from tests.concurrency import all_at_once
from tests.records import bookings, found
from tests.world.people import ANN, BOB, CLEO, NORA, SAM
from tests.world.places import COURT_2

As = Callable[..., Program]


@pytest.fixture
def served_database(database: Database) -> Database:
    return database


def keyed(program: Program, key: str, body: Any, path: str = "/api/v1/bookings") -> TestResponse:
    return program.post(path, body, headers={"Idempotency-Key": key})


def test_a_repeat_under_one_key_gets_the_same_answer_to_the_byte(as_: As, served_database: Database) -> None:
    program = as_(ANN)
    first = keyed(program, "once", court())
    as_(SAM).post(f"/api/v1/bookings/{first.get_json()['id']}/confirm")
    second = keyed(program, "once", court())
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.data == first.data and second.headers["Location"] == first.headers["Location"]
    assert len(bookings(served_database)) == 1
    other = keyed(program, "once", court(note="something else"))
    assert (other.status_code, other.get_json()["error"]["code"]) == (422, "key_reused")
    assert keyed(as_(BOB), "once", {**court(), "courtId": COURT_2}).status_code == 201  # a key is one's own


def test_a_key_is_bound_to_its_call(as_: As, served_database: Database) -> None:
    booking_id = keyed(as_(SAM), "k", court(customerId=SAM.id)).get_json()["id"]
    refused = keyed(as_(SAM), "k", court(userId=SAM.id), "/api/admin/bookings/create")
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (422, "key_reused")
    pay = f"/api/v1/bookings/{booking_id}/payments"
    first, second = (keyed(as_(SAM), "p", {"amount": 10}, pay) for _ in range(2))
    assert first.status_code == 201 and first.data == second.data
    assert as_(SAM).get(f"/api/v1/bookings/{booking_id}").get_json()["paid"] == 10


def test_a_refusal_is_not_kept_under_a_key(as_: As) -> None:
    theirs = as_(BOB).post("/api/v1/bookings", court()).get_json()["id"]
    assert keyed(as_(ANN), "again", court()).status_code == 409
    as_(BOB).post(f"/api/v1/bookings/{theirs}/cancel")
    assert keyed(as_(ANN), "again", court()).status_code == 201


@pytest.mark.parametrize("key", ["x" * 81, "\x7f"])
def test_a_key_that_cannot_be_kept_is_refused(as_: As, key: str) -> None:
    answer = keyed(as_(ANN), key, court())
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "bad_key")


def test_many_repeats_at_once_book_once_and_get_one_answer(app: Flask, served_database: Database) -> None:
    token = token_of(app, ANN)
    calls = [lambda: keyed(Program(app.test_client(), token), "twin", court())] * 12
    answers = all_at_once(calls)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert len(bookings(served_database)) == 1


def test_many_programs_for_one_seat_give_one_booking_and_no_fault(app: Flask, served_database: Database) -> None:
    tokens = [token_of(app, person) for person in (ANN, BOB, CLEO, NORA)] * 5
    seat = {"eventId": 1, "seats": ["A5"]}
    answers = all_at_once(
        [lambda token=token: Program(app.test_client(), token).post("/api/v1/bookings", seat) for token in tokens]
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert all(answer.get_json()["error"]["code"] == "seat_taken" for answer in answers if answer.status_code == 409)
    assert len(found(served_database, select(Booking))) == 1
