"""More seats and fewer: what is sold stays, the figures follow, and nobody is left with a seat that is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_seats
from bookings.desk.events.capacity import change_capacity
from bookings.desk.holds import hold_seats
from bookings.desk.states import cancel, restore
from bookings.reading.audience import PUBLIC
from bookings.rules import topics
from bookings.wire.events import messages_of_change
from tests.api.conftest import Program, ringside_of, token_of
from tests.concurrency import all_at_once
from tests.live.views.watching import Watching, person
from tests.world.clock import pass_time
from tests.world.people import ADA, ANN, BOB, CLEO, SAM
from tests.world.places import FLIGHT, HAMLET, ROW_C

As = Callable[..., Program]
PATH = f"/api/v1/events/{HAMLET}"


@pytest.fixture
def served_database(database: Database) -> Database:
    return database


def labels(program: Program) -> list[str]:
    return [seat["label"] for seat in program.get(f"{PATH}/seats").get_json()["seats"]]


def test_more_seats_stand_in_rows_behind_the_last_and_can_be_booked(as_: As) -> None:
    admin, before = as_(ADA), labels(as_(ANN))
    answer = admin.patch(PATH, {"seatCapacity": 43})
    assert answer.status_code == 200
    assert (answer.get_json()["seatCapacity"], answer.get_json()["availableSeats"], answer.get_json()["version"]) == (
        43,
        43,
        1,
    )
    after = labels(as_(ANN))
    assert after[:30] == before and after[30] == "X1-1" and after[-1] == "X2-3"
    booked = as_(ANN).post("/api/v1/bookings", {"eventId": HAMLET, "seats": ["X2-3"]})
    assert booked.status_code == 201 and booked.get_json()["totalPrice"] == 32
    assert admin.patch(PATH, {"seatCapacity": 45}).get_json()["seatCapacity"] == 45
    assert len(set(labels(admin))) == 45


def test_unsold_seats_go_from_the_back_and_those_of_any_booking_stay(as_: As, served_desk: Desk) -> None:
    served_desk.do(ANN, book_seats, HAMLET, ["C10"])
    restorable = served_desk.do(BOB, book_seats, HAMLET, ["C9"])
    served_desk.do(SAM, cancel, restorable)
    served_desk.do(BOB, hold_seats, HAMLET, ["C8"])
    as_(ADA).patch(PATH, {"seatCapacity": 25})
    assert set(ROW_C) & set(labels(as_(ANN))) == {"C10", "C9", "C8", "C1", "C2"}
    served_desk.do(SAM, restore, restorable)
    refused = as_(ADA).patch(PATH, {"seatCapacity": 2})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "seats_sold")
    assert as_(ADA).patch(PATH, {"seatCapacity": 3}).get_json()["availableSeats"] == 0


def test_a_hold_that_ran_out_keeps_no_seat(as_: As, served_desk: Desk) -> None:
    served_desk.do(BOB, hold_seats, HAMLET, ["C10"])
    pass_time(served_desk.database, minutes=11)
    as_(ADA).patch(PATH, {"seatCapacity": 29})
    assert "C10" not in labels(as_(ANN))


def test_the_same_number_changes_nothing(as_: As) -> None:
    assert as_(ADA).patch(PATH, {"seatCapacity": 30}).get_json()["version"] == 0


def test_what_is_no_capacity_is_refused(as_: As) -> None:
    for body in ({"seatCapacity": 0}, {"seatCapacity": -1}, {"seatCapacity": 10**6}, {"seatCapacity": "9"}, {}):
        answer = as_(ADA).patch(PATH, body)
        assert answer.status_code == 422 and "seatCapacity" in answer.get_json()["error"]["fields"], body


def test_only_admins_do_it_and_not_to_an_aircraft(as_: As) -> None:
    for whoever in (ANN, SAM):
        assert as_(whoever).patch(PATH, {"seatCapacity": 31}).status_code == 403
    assert as_(ADA).patch("/api/v1/events/999", {"seatCapacity": 31}).status_code == 404
    refused = as_(ADA).patch(f"/api/v1/events/{FLIGHT}", {"seatCapacity": 31})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "fixed_seats")


def test_followers_receive_one_seat_update(as_: As, app: Flask) -> None:
    as_(ADA).patch(PATH, {"seatCapacity": 35})
    with ringside_of(app).database.read() as session:
        (change,) = changes_after(session, topics.event(HAMLET), 0) or []
    (message,) = messages_of_change(HAMLET, change)
    assert (message["type"], message["availableSeats"], message["seatCapacity"], message["version"]) == (
        "seat_update",
        35,
        35,
        1,
    )


@pytest.mark.parametrize("capacity", [20, 45])
def test_an_open_map_is_drawn_anew_and_ones_own_seats_stay_marked(database: Database, capacity: int) -> None:
    page = Watching(database)
    page.do(ANN, book_seats, HAMLET, ["A1"])
    page.do(BOB, hold_seats, HAMLET, ["A2"])
    page.known = page.version()
    page.do(ADA, change_capacity, HAMLET, capacity)
    page.stop_clock()
    for audience in (PUBLIC, person(ANN), person(BOB)):
        # To everybody else the basket is sent too, which is empty, as on a page of whoever has nothing here.
        alike = [audience, person(CLEO)] if audience == PUBLIC else [audience]
        whole = "".join(markup for each in alike for markup in page.fresh(each).values())
        sent = {key: fragment for key, fragment in page.sent(audience).items() if key != "notice"}
        assert sent and all(fragment in whole for fragment in sent.values())
    assert 'data-state="mine"' in "".join(page.sent(person(ANN)).values())
    with database.read() as session:
        (change,) = changes_after(session, page.topic, page.known) or []
    assert change.people == {ANN.id, BOB.id}


def test_while_seats_are_taken_away_nobody_books_one_that_is_gone(app: Flask, served_desk: Desk) -> None:
    admin = token_of(app, ADA)
    buyers = [token_of(app, person) for person in (ANN, BOB, CLEO)] * 3

    def buy(token: str, seat: str) -> Any:
        return Program(app.test_client(), token).post("/api/v1/bookings", {"eventId": HAMLET, "seats": [seat]})

    calls: list[Callable[[], Any]] = [
        lambda capacity=capacity: Program(app.test_client(), admin).patch(PATH, {"seatCapacity": capacity})
        for capacity in (26, 24, 22)
    ]
    calls += [
        lambda token=token, seat=seat: buy(token, seat) for token, seat in zip(buyers, reversed(ROW_C), strict=False)
    ]
    answers = all_at_once(calls)
    assert {answer.status_code for answer in answers} <= {200, 201, 409, 422}
    left = set(labels(Program(app.test_client(), admin)))
    booked = {seat["label"] for answer in answers if answer.status_code == 201 for seat in answer.get_json()["seats"]}
    assert booked <= left
    event = Program(app.test_client(), admin).get(PATH).get_json()
    assert event["seatCapacity"] == len(left) and event["availableSeats"] == len(left) - len(booked)
