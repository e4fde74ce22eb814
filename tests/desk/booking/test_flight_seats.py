"""The passengers of a booked flight are seated otherwise: each keeps a seat, by the rules of the cabin, until boarding."""

from __future__ import annotations

from typing import Any

import pytest

from bookings.administration.events.flights import edit_flight
from bookings.database import Database
from bookings.desk import Desk, states
from bookings.desk.book import book_flight, book_seats, exchange_seats
from bookings.desk.events.flight_status import operate_flight
from bookings.errors import Conflict, NotFound, Refusal
from bookings.rules.violation import RuleViolation
from tests import records
from tests.world.clock import NEXT_DAY, at, minutes, set_clock
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, BOB, MAX, SAM
from tests.world.places import FLIGHT, RS_101

BEN = {"type": "CHILD", "firstName": "Ben", "lastName": "Canarini", "dateOfBirth": "2018-05-01"}
PLAN = "Price Y 129.00 Economy\nCabin, price Y\n1-2 ABC\n3 xA\nBusiness, price J 389.00\n9 A"


@pytest.fixture
def booking(desk: Desk) -> str:
    """Ann in 1A and Ben in 1B; row 3 is by an exit, 9A is Business, and Bob has 2C."""
    desk.do(MAX, edit_flight, RS_101, {"plan": PLAN})
    desk.do(BOB, book_flight, RS_101, "economy", [{**ANN_FLIES, "lastName": "Birdwell"}], ANNS_CONTACT, seats=["2C"])
    made: str = desk.do(ANN, book_flight, RS_101, "economy", [ANN_FLIES, BEN], ANNS_CONTACT, seats=["1A", "1B"])
    return made


def seats(database: Database, booking: str) -> list[tuple[str, str]]:
    return [(seat["label"], seat["price"]) for seat in records.booking(database, booking).seats]


def test_each_passenger_keeps_a_seat_in_the_same_order(database: Database, desk: Desk, booking: str) -> None:
    desk.do(ANN, exchange_seats, booking, ["1A"], ["3A"])
    assert seats(database, booking) == [("3A", "129.00"), ("1B", "129.00")]
    assert records.seats_claimed(database, booking_id=booking) == {"3A", "1B"}
    desk.do(SAM, exchange_seats, booking, ["3A"], ["1A"])
    desk.do(ANN, exchange_seats, booking, ["1B", "1A"], ["1A", "1B"])
    assert [label for label, _ in seats(database, booking)] == ["1B", "1A"], "two change places"
    assert desk.do(BOB, book_seats, FLIGHT, ["3A"], passengers=[ANN_FLIES], contact=ANNS_CONTACT), "what was given is free"


def test_the_desk_changes_the_cabin_and_the_price_follows(database: Database, desk: Desk, booking: str) -> None:
    alone = desk.do(ANN, book_flight, RS_101, "economy", [ANN_FLIES], ANNS_CONTACT, seats=["2A"])
    desk.do(SAM, exchange_seats, alone, ["2A"], ["9A"])
    assert seats(database, alone) == [("9A", "389.00")] and records.booking(database, alone).price == 389


@pytest.mark.parametrize(
    ("give", "take", "told"),
    [
        (["1A"], ["2C"], "2C"), (["1B"], ["3A"], "Ben Canarini cannot sit in an exit row"), (["1A"], ["9A"], "9A is in Business"),
        (["1A"], [], "Choose a free seat: every passenger keeps one"), (["1A", "1B"], ["2A"], "Choose a seat for each of the 2"),
        ([], ["2A"], "Choose whose seat is changed"), (["2A"], ["2B"], "2A is not among its seats: 1A, 1B"), (["1A"], ["7Z"], "no seat 7Z"),
        (["1A"], ["1B"], "taken by another of your passengers"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_reason(
    database: Database, desk: Desk, booking: str, give: list[str], take: list[str], told: str
) -> None:
    with records.nothing_changes(database), pytest.raises((Refusal, RuleViolation), match=told):
        desk.do(ANN, exchange_seats, booking, give, take)


def test_boarding_ends_it_for_the_customer_and_departure_for_all(database: Database, desk: Desk, booking: str) -> None:
    def refused(who: Any, code: str) -> None:
        with records.nothing_changes(database), pytest.raises(Conflict) as refusal:
            desk.do(who, exchange_seats, booking, ["1A"], ["2A"])
        assert refusal.value.code == code

    with pytest.raises(NotFound):
        desk.do(BOB, exchange_seats, booking, ["1A"], ["2A"])
    set_clock(database, at("07:10", NEXT_DAY) - minutes(59))
    refused(ANN, "too_late")
    desk.do(MAX, edit_flight, RS_101, {"doors_at": "2026-03-04T06:40"})
    desk.do(ANN, exchange_seats, booking, ["1A"], ["2A"])
    desk.do(SAM, operate_flight, RS_101, {"status": "BOARDING"})
    with pytest.raises(Conflict, match="until boarding, 06:40"):
        desk.do(ANN, exchange_seats, booking, ["2A"], ["1A"])
    desk.do(SAM, exchange_seats, booking, ["2A"], ["1A"])
    desk.do(SAM, states.confirm, booking)
    desk.do(SAM, states.check_in, booking)
    refused(SAM, "not_exchangeable")
    desk.do(SAM, operate_flight, RS_101, {"status": "DEPARTED"})
    refused(SAM, "flight_closed")
