"""Nothing about others is in what a stranger receives."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_flight, book_seats, book_service
from bookings.models import Flight, Viewer
from bookings.rules.times.zones import iso
from tests.api.conftest import Program
from tests.world.clock import TOMORROW, at
from tests.world.people import ADA, ANN, BOB, CLEO, NORA, SAM, canaries
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURT_1, COURT_2, HAMLET, THEATRE


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
