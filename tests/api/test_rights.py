"""Who may make which call: every role at every call, and nothing about others in what a stranger receives."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_flight, book_seats, book_service
from bookings.models import Flight, Venue, Viewer
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import iso
from tests.api.conftest import Program, ringside_of, serve, token_of
from tests.world.clock import TOMORROW, at
from tests.world.people import ADA, ANN, BOB, CLEO, NORA, SAM, canaries, flat
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURT_1, COURT_2, HAMLET, THEATRE

ROLES: dict[str, Viewer] = {
    "owner": ANN,
    "another customer": BOB,
    "staff elsewhere": NORA,
    "staff of the venue": SAM,
    "admin": ADA,
}
Doing = Callable[[Program, str], TestResponse]


def court(day: int = 20) -> dict[str, Any]:
    at_ten = at("10:00", TOMORROW + timedelta(days=day))
    return {"courtId": COURT_2, "start": iso(at_ten), "end": iso(at_ten + timedelta(hours=1))}


def on(path: str, method: str = "GET", body: Any = None) -> Doing:
    return lambda program, booking: program(method, path.replace("{}", booking), body)


def a_flight(program: Program) -> str:
    return f"/api/v1/flights/{program.get('/api/v1/flights').get_json()['items'][0]['id']}"


# For each call on Ann's booking: what the five roles are answered, in the order of ROLES.
MATRIX: dict[str, tuple[Doing, list[int]]] = {
    "read it": (on("/api/v1/bookings/{}"), [200, 404, 404, 200, 200]),
    "confirm": (on("/api/v1/bookings/{}/confirm", "POST"), [403, 404, 404, 200, 200]),
    "check in": (on("/api/v1/bookings/{}/check-in", "POST"), [403, 404, 404, 409, 409]),
    "cancel": (on("/api/v1/bookings/{}/cancel", "POST"), [200, 404, 404, 200, 200]),
    "pay": (on("/api/v1/bookings/{}/payments", "POST", {"amount": 1}), [404, 404, 404, 201, 201]),
    "set its price": (on("/api/v1/bookings/{}/price", "POST", {"percentOff": 10, "reason": "A guest"}), [404, 404, 404, 200, 200]),
    "switch": (on("/api/admin/bookings/{}", "PATCH", {"status": "CONFIRMED"}), [404, 404, 404, 200, 200]),
    "write a note": (on("/api/admin/bookings/{}", "PATCH", {"note": "x"}), [404, 404, 404, 200, 200]),
    "delete": (on("/api/admin/bookings/{}", "DELETE"), [404, 404, 404, 200, 200]),
    "see the club's day": (on(f"/api/admin/bookings?clubId={CLUB}"), [403, 403, 403, 200, 200]),
    "book for others": (
        on("/api/admin/bookings/create", "POST", {**court(), **flat(BOB), "status": "CONFIRMED"}),
        [403, 403, 403, 200, 409],
    ),
    "book for oneself at the club's own call": (
        on("/api/admin/bookings/create", "POST", {**court(21), "userName": "Wanda"}),
        [403, 403, 403, 200, 409],
    ),
    "book for oneself": (on("/api/v1/bookings", "POST", {"eventId": HAMLET, "quantity": 1}), [201, 201, 201, 422, 422]),
    "book for a customer": (
        on("/api/v1/bookings", "POST", {"eventId": HAMLET, "quantity": 1, "customer": {"name": "Wanda"}}),
        [403, 403, 403, 201, 201],
    ),
    "read its ledger": (on("/api/v1/bookings/{}/payments"), [200, 404, 404, 200, 200]),
    "give money back": (on("/api/v1/bookings/{}/refunds", "POST", {}), [404, 404, 404, 409, 409]),
    "take a line back": (on("/api/v1/bookings/{}/payments/none/reverse", "POST"), [404] * 5),
    "list bookings": (on("/api/v1/bookings"), [200] * 5),
    "list venues": (on("/api/v1/venues"), [200] * 5),
    "read a venue": (on(f"/api/v1/venues/{CLUB}"), [200] * 5),
    "see what is free": (on(f"/api/v1/venues/{CLUB}/availability"), [200] * 5),
    "list events": (on("/api/v1/events"), [200] * 5),
    "read an event": (on(f"/api/v1/events/{HAMLET}"), [200] * 5),
    "see its seats": (on(f"/api/v1/events/{HAMLET}/seats"), [200] * 5),
    "change its capacity": (
        on(f"/api/v1/events/{HAMLET}", "PATCH", {"seatCapacity": 31}),
        [403, 403, 403, 403, 200],
    ),
    "list flights": (on("/api/v1/flights"), [200] * 5),
    "read a flight": (lambda program, _: program.get(a_flight(program)), [200] * 5),
    "delay a flight": (
        lambda program, _: program.patch(f"{a_flight(program)}/status", {"status": "DELAYED"}),
        [403, 403, 403, 403, 200],
    ),
    "get a ticket": (on("/api/v1/auth/ws-ticket", "POST"), [200] * 5),
    "sign out": (on("/api/v1/auth/logout", "POST"), [204] * 5),
}


@pytest.fixture(scope="module")
def one_app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for the whole matrix; every test books a time of its own."""
    path = tmp_path_factory.mktemp("rights") / "ringside.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    database.write(lambda session: session.execute(update(Venue).values(unpaid_per_customer=1000)) and None)
    app = serve(database, rate_limits="off")
    yield app
    ringside_of(app).database.close()


# From Tuesday on, without the Sunday, on which the club is closed.
_TIMES = (at("07:00") + timedelta(days=day, minutes=30 * slot) for day in (0, 1, 2, 3, 4, 6, 7) for slot in range(30))


def a_booking_of(person: Viewer, app: Flask) -> str:
    start = next(_TIMES)
    return ringside_of(app).desk.do(person, book_court, COURT_1, start, start + timedelta(minutes=30))


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
        if operation["security"] and operation["tags"] != ["Administration"]  # see test_rights_of_managers.py
    ]
    assert len(MATRIX) - 2 == len(needing)  # two calls stand there twice, with two bodies


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


@pytest.fixture
def busy(served_desk: Desk, served_database: Database) -> dict[str, str]:
    """Ann and Cleo have booked one of everything."""
    contact = {"email": "secret.contact@canary.example", "phone": "+41 79 000 11 22"}
    john = {"type": "ADULT", "firstName": "Johannes", "lastName": "Canarino"}
    with served_database.read() as session:
        flight = session.scalars(select(Flight.id)).one()
    do = served_desk.do
    return {
        "court": do(ANN, book_court, COURT_1, at("10:00"), at("11:00")),
        "appointment": do(CLEO, book_service, CHECK_UP, at("10:00")),
        "seats": do(ANN, book_seats, HAMLET, ["A1", "A2"]),
        "flight": do(CLEO, book_flight, flight, "ECONOMY", [john], contact),
        "walk-in": do(
            SAM,
            book_court,
            COURT_2,
            at("10:00"),
            at("11:00"),
            customer={"name": "Walter Canarelli"},
            note="canary note",
        ),
    }


def readings(program: Program, busy: dict[str, str]) -> Iterator[TestResponse]:
    """All that a stranger can ask for."""
    paths = [
        "/api/v1/bookings", "/api/v1/venues", "/api/v1/events", "/api/v1/flights", "/api/socket", "/api/openapi.json", "/api/docs",
        f"/api/v1/events/{HAMLET}", f"/api/v1/events/{HAMLET}/seats", "/api/v1/events/2", "/api/v1/events/2/seats",
        f"/api/admin/bookings?clubId={CLUB}&date={TOMORROW}", f"/api/v1/bookings?clubId={CLUB}", f"/api/v1/venues/{THEATRE}",
    ]  # fmt: skip
    for venue in (CLUB, CLINIC):
        paths += [f"/api/v1/venues/{venue}", f"/api/v1/venues/{venue}/availability?date={TOMORROW}"]
    for booking in busy.values():
        paths.append(f"/api/v1/bookings/{booking}")
    for path in paths:
        yield program.get(path)
    taken = {"start": iso(at("10:00")), "end": iso(at("11:00"))}
    yield program.post("/api/v1/bookings", {"courtId": COURT_1, **taken})
    yield program.post("/api/v1/bookings", {"eventId": HAMLET, "seats": ["A1", "A3"]})
    yield program.post("/api/v1/bookings", {"serviceId": CHECK_UP, "start": taken["start"]})
    yield program.delete(f"/api/admin/bookings/{busy['court']}")
    yield program.patch(f"/api/admin/bookings/{busy['court']}", {"status": "CONFIRMED"})


def test_a_stranger_never_receives_anything_about_others(
    as_: Callable[[Viewer], Program], busy: dict[str, str]
) -> None:
    planted = [
        *canaries(ANN), *canaries(CLEO), *busy.values(), "Walter", "Canarelli", "canary note", "Johannes", "Canarino",
        "secret.contact", "+41 79 000 11 22",
    ]  # fmt: skip
    for_staff = "".join(answer.text for answer in readings(as_(ADA), busy))
    missing = [canary for canary in planted if canary not in for_staff]
    assert missing == [], "the premise: all of it can be found by who may see it"
    for stranger in (BOB, NORA):
        for answer in readings(as_(stranger), busy):
            assert [canary for canary in planted if canary in answer.text] == [], answer.request.path


def test_ones_own_seats_are_marked_and_others_are_only_booked(
    as_: Callable[[Viewer], Program], busy: dict[str, str]
) -> None:
    def states(person: Viewer) -> set[str]:
        seats = as_(person).get(f"/api/v1/events/{HAMLET}/seats").get_json()["seats"]
        return {seat["state"] for seat in seats if seat["label"] in ("A1", "A2")}

    assert states(ANN) == {"mine"}
    assert states(BOB) == states(SAM) == {"booked"}
