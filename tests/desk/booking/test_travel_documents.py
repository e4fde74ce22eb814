"""Travel documents are written after the booking, until the flight leaves, and stand in nothing but the booking."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_flight
from bookings.desk.events.flight_status import operate_flight
from bookings.desk.travel_documents import write_documents
from bookings.errors import Conflict, NotFound
from bookings.rules import topics
from bookings.rules.flights.travel_documents import fingerprint
from bookings.rules.violation import RuleViolation
from bookings.upkeep.documents import clear_documents
from tests import records
from tests.world.clock import NEXT_DAY, at, set_clock
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, BOB, SAM
from tests.world.places import RS_101

TIM = {"type": "INFANT", "firstName": "Tim", "lastName": "Canarini", "dateOfBirth": "2025-05-05"}
PASSPORT = {"kind": "passport", "number": "x12 34-567", "nationality": "ch", "expires": "2026-03-04"}
KEPT = {"kind": "passport", "number": "X1234567", "nationality": "CH", "expires": "2026-03-04"}


@pytest.fixture
def booking(desk: Desk) -> str:
    made: str = desk.do(ANN, book_flight, RS_101, "economy", [ANN_FLIES, TIM], ANNS_CONTACT, seats=["1A"])
    return made


def test_both_sides_write_them_down_one_for_each_passenger(database: Database, desk: Desk, booking: str) -> None:
    desk.do(ANN, write_documents, booking, [PASSPORT, {}], fingerprint([]))
    assert records.booking(database, booking).documents == [KEPT, {}]
    with records.nothing_changes(database):
        desk.do(ANN, write_documents, booking, [KEPT, {}])
        with pytest.raises(Conflict, match="Somebody else has written"):
            desk.do(SAM, write_documents, booking, [{}, {}], fingerprint([]))
        with pytest.raises(NotFound):
            desk.do(BOB, write_documents, booking, [{}, {}])
    desk.do(SAM, write_documents, booking, [KEPT, {**KEPT, "kind": "Identity card", "number": "C0001"}])
    assert "X1234567" not in str(records.steps(database, topics.booking(booking)))
    assert "X1234567" not in str({name: rows for name, rows in records.everything(database).items() if name != "bookings"})


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"expires": "2026-03-03"}, "expires", "has to be good on the day of the flight, 2026-03-04"),
        ({"expires": ""}, "expires", "Say until"),
        ({"number": "<b>"}, "number", "letters and digits"), ({"number": ""}, "number", "letters and digits"),
        ({"nationality": "XX"}, "nationality", "Choose a country"), ({"kind": "licence"}, "kind", "passport, identity card"),
        ({"expires": "soon"}, "expires", "Write the date"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(
    database: Database, desk: Desk, booking: str, change: dict[str, Any], field: str, told: str
) -> None:
    with records.nothing_changes(database), pytest.raises(RuleViolation, match=told) as refused:
        desk.do(ANN, write_documents, booking, [{}, {**PASSPORT, **change}])
    assert refused.value.field == f"documents.1.{field}"


def test_nothing_is_written_once_it_has_left(database: Database, desk: Desk, booking: str) -> None:
    with pytest.raises(RuleViolation, match="one for each of the 2 passengers"):
        desk.do(ANN, write_documents, booking, [PASSPORT])
    desk.do(SAM, operate_flight, RS_101, {"status": "DEPARTED"})
    for who in (ANN, SAM):
        with records.nothing_changes(database), pytest.raises(Conflict, match="RS 101 is departed, so the documents stay"):
            desk.do(who, write_documents, booking, [PASSPORT, {}])


def test_they_are_cleared_away_some_days_after_the_flight_has_landed(database: Database, desk: Desk, booking: str) -> None:
    desk.do(ANN, write_documents, booking, [PASSPORT, {}])
    lands = at("11:40", NEXT_DAY)  # two hours later than planned
    desk.do(SAM, operate_flight, RS_101, {"status": "DELAYED", "estimated_arrival": "2026-03-04T11:40"})
    before = records.booking(database, booking)
    for since, left in ((timedelta(days=6, hours=23), [KEPT, {}]), (timedelta(days=7), [])):
        set_clock(database, lands + since)
        with records.nothing_changes(database) if left else nullcontext():
            clear_documents(desk, timedelta(days=7))
        assert records.booking(database, booking).documents == left
    after = records.booking(database, booking)
    assert (after.passengers, after.updated_at, after.status) == (before.passengers, before.updated_at, before.status)
