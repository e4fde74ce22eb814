"""What a flight asks of every road: to be on sale, passengers and a contact, one cabin, and exit rows for adults."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, select

from bookings.database import Database
from bookings.desk import Desk, Transaction
from bookings.desk.book import book_flight, book_seats, check_out
from bookings.desk.events.flight_status import change_flight_status
from bookings.desk.holds import drop_seats, extend_hold, hold_best, hold_seats, release_hold
from bookings.errors import Conflict, Invalid
from bookings.models import Event, Flight, Seat
from bookings.rules import topics
from bookings.rules.status import FlightStatus
from bookings.rules.violation import RuleViolation
from tests import records
from tests.world.clock import NEXT_DAY, at, minutes, set_clock
from tests.world.people import ADA, ANN, ANN_FLIES, ANNS_CONTACT, BOB, CLEO, SAM
from tests.world.places import FLIGHT, HAMLET
from tests.world.rows import add

MIA = {"type": "CHILD", "firstName": "Mia", "lastName": "Canarini", "dateOfBirth": "2019-05-05"}
TIM = {"type": "INFANT", "firstName": "Tim", "lastName": "Canarini", "dateOfBirth": "2025-05-05"}
FOR_ANN: dict[str, Any] = {"passengers": [ANN_FLIES], "contact": ANNS_CONTACT}
CLOSED = (FlightStatus.CANCELLED, FlightStatus.DEPARTED, FlightStatus.ARRIVED, FlightStatus.DIVERTED)


@pytest.fixture
def flight(desk: Desk) -> str:
    """The flight's own id. It has a business cabin besides, and an exit row."""

    def refit(session: Any) -> str:
        session.get_one(Event, FLIGHT).categories = {
            "J": {"name": "Business", "price": "389.00"}, "Y": {"name": "Economy", "price": "129.00"},
        }  # fmt: skip
        found: str = session.scalars(select(Flight.id).where(Flight.event_id == FLIGHT)).one()
        return found

    found = desk.database.write(refit)
    seat = {"event_id": FLIGHT, "row_order": 9, "position": 1}
    add(
        desk,
        Seat(**{**seat, "label": "9A", "section": "Business", "row": "9", "number": "A", "category": "J"}),
        Seat(
            **{**seat, "label": "3A", "section": "Cabin", "row": "3", "row_order": 3, "number": "A", "category": "Y"},
            features=["exit"],
        ),
    )
    return found


def bring(desk: Desk, flight: str, status: FlightStatus) -> None:
    steps = {FlightStatus.ARRIVED: [FlightStatus.DEPARTED], FlightStatus.DIVERTED: [FlightStatus.DEPARTED]}
    for step in [*steps.get(status, []), status]:
        desk.do(ADA, change_flight_status, flight, step)


ROADS: dict[str, Callable[[Transaction, str], object]] = {
    "its own call": lambda tx, flight: book_flight(tx, flight, "ECONOMY", [ANN_FLIES], ANNS_CONTACT),
    "its seats": lambda tx, _: book_seats(tx, FLIGHT, ["1B"], **FOR_ANN),
    "the best of its seats": lambda tx, _: book_seats(tx, FLIGHT, quantity=1, **FOR_ANN),
    "a basket": lambda tx, _: hold_seats(tx, FLIGHT, ["1B"]),
    "a basket of the best": lambda tx, _: hold_best(tx, FLIGHT, 1),
}


@pytest.mark.parametrize("status", CLOSED)
def test_a_flight_that_is_not_to_leave_is_sold_by_no_road(
    database: Database, desk: Desk, flight: str, status: FlightStatus
) -> None:
    bring(desk, flight, status)
    for road, verb in ROADS.items():
        for who in (ANN, SAM):
            with records.nothing_changes(database), pytest.raises(Conflict) as refused:
                desk.do(who, verb, flight)
            assert refused.value.code == "flight_closed", road
            assert refused.value.message == f"RS 101 is {status.lower()}, so it cannot be booked."


@pytest.mark.parametrize("status", CLOSED)
def test_baskets_are_emptied_when_the_flight_is_not_to_leave(
    database: Database, desk: Desk, flight: str, status: FlightStatus
) -> None:
    desk.do(ANN, hold_seats, FLIGHT, ["1A", "1B"])
    bring(desk, flight, status)
    assert records.holds(database) == [] and records.claims(database) == []
    with records.nothing_changes(database):
        with pytest.raises(Conflict):
            desk.do(ANN, check_out, FLIGHT, passengers={"1A": ANN_FLIES, "1B": ANN_FLIES}, contact=ANNS_CONTACT)
        with pytest.raises(Conflict):
            desk.do(ANN, extend_hold, FLIGHT)
        desk.do(ANN, drop_seats, FLIGHT, ["1A"])
        desk.do(ANN, release_hold, FLIGHT)


def test_a_flight_that_is_reinstated_is_sold_again(database: Database, desk: Desk, flight: str) -> None:
    bring(desk, flight, FlightStatus.CANCELLED)
    bring(desk, flight, FlightStatus.DELAYED)
    for verb in list(ROADS.values())[:3]:
        assert records.booking(database, str(desk.do(ANN, verb, flight))).passengers == [ANN_FLIES]


def test_every_road_names_passengers_and_a_contact(database: Database, desk: Desk, flight: str) -> None:
    desk.do(ANN, hold_seats, FLIGHT, ["2A"])
    for more, code in (
        ({}, "passengers_needed"),
        ({"contact": ANNS_CONTACT}, "passengers_needed"),
        ({"passengers": [ANN_FLIES]}, "contact_needed"),
    ):
        roads: list[Callable[[Transaction], object]] = [
            lambda tx, more=more: book_seats(tx, FLIGHT, ["1B"], **more),  # type: ignore[misc]
            lambda tx, more=more: book_seats(tx, FLIGHT, quantity=1, **more),  # type: ignore[misc]
        ]
        by_seat = {"passengers": {"2A": ANN_FLIES}} if "passengers" in more else {}
        roads.append(lambda tx, more={**more, **by_seat}: check_out(tx, FLIGHT, **more))  # type: ignore[misc]
        for road in roads:
            with records.nothing_changes(database), pytest.raises(RuleViolation) as refused:
                desk.do(ANN, road)
            assert refused.value.code == code
    booked = desk.do(ANN, check_out, FLIGHT, passengers={"2A": ANN_FLIES}, contact=ANNS_CONTACT)
    booking = records.booking(database, booked)
    assert (booking.kind, booking.passengers, booking.contact) == ("flight", [ANN_FLIES], ANNS_CONTACT)


def test_a_show_asks_nobodys_name(database: Database, desk: Desk) -> None:
    booking = records.booking(database, desk.do(ANN, book_seats, HAMLET, ["A1"], **FOR_ANN))
    assert (booking.passengers, booking.contact) == ([], {})


def test_one_booking_and_one_basket_are_in_one_cabin(database: Database, desk: Desk, flight: str) -> None:
    two: dict[str, Any] = {"passengers": [ANN_FLIES, ANN_FLIES], "contact": ANNS_CONTACT}
    with records.nothing_changes(database):
        for verb in (
            lambda tx: book_seats(tx, FLIGHT, ["1A", "9A"], **two),
            lambda tx: hold_seats(tx, FLIGHT, ["1A", "9A"]),
        ):
            with pytest.raises(Invalid, match="1A .Economy. and 9A .Business. are in different ones") as refused:
                desk.do(SAM, verb)
            assert refused.value.code == "several_cabins"
    desk.do(ANN, hold_seats, FLIGHT, ["1A"])
    with records.nothing_changes(database), pytest.raises(Invalid):
        desk.do(ANN, hold_seats, FLIGHT, ["9A"])
    desk.do(ANN, hold_best, FLIGHT, 5)
    hold = records.holds(database)[0].id
    assert "9A" not in records.seats_claimed(database, hold_id=hold)
    desk.do(BOB, hold_best, FLIGHT, 1)
    (bobs,) = [each.id for each in records.holds(database) if each.person_id == BOB.id]
    assert records.seats_claimed(database, hold_id=bobs) == {"3A"}, "any price is the cheapest cabin that has room"


def test_children_and_infants_keep_away_from_the_exits(database: Database, desk: Desk, flight: str) -> None:
    for party, seats in (([MIA], ["3A"]), ([ANN_FLIES, TIM], ["3A"]), ([MIA, ANN_FLIES], ["3A", "1A"])):
        with records.nothing_changes(database), pytest.raises(RuleViolation) as refused:
            desk.do(ANN, book_flight, flight, "ECONOMY", party, ANNS_CONTACT, seats=seats)
        assert refused.value.code == "exit_row"
    desk.do(ANN, book_flight, flight, "ECONOMY", [MIA, ANN_FLIES], ANNS_CONTACT, seats=["1A", "3A"])
    for _ in range(5):
        desk.do(ANN, book_flight, flight, "ECONOMY", [ANN_FLIES, TIM], ANNS_CONTACT)
    with pytest.raises(Conflict, match="No seat is left"):
        desk.do(ANN, book_flight, flight, "ECONOMY", [ANN_FLIES, TIM], ANNS_CONTACT)


def test_each_passenger_keeps_the_seat_that_was_named_for_them(database: Database, desk: Desk, flight: str) -> None:
    booked = desk.do(ANN, book_flight, flight, "ECONOMY", [MIA, ANN_FLIES], ANNS_CONTACT, seats=["1B", "1A"])
    kept = records.booking(database, booked)
    assert [seat["label"] for seat in kept.seats] == ["1B", "1A"] and kept.passengers[0]["firstName"] == "Mia"


def test_ages_are_those_of_the_flights_own_day(desk: Desk, flight: str) -> None:
    born = f"2014-{NEXT_DAY:%m-%d}"
    desk.do(ANN, book_flight, flight, "ECONOMY", [{**ANN_FLIES, "dateOfBirth": born}], ANNS_CONTACT)
    with pytest.raises(RuleViolation, match="A child is 2 to 11 years old on the day of the flight; Mia is 12 then"):
        desk.do(ANN, book_flight, flight, "ECONOMY", [{**MIA, "dateOfBirth": born}], ANNS_CONTACT)


def test_a_basket_that_has_other_seats_by_now_is_not_booked(database: Database, desk: Desk, flight: str) -> None:
    desk.do(ANN, hold_seats, FLIGHT, ["1A", "1B"])
    with records.nothing_changes(database), pytest.raises(Conflict, match="other seats by now: 1A, 1B"):
        desk.do(ANN, check_out, FLIGHT, passengers={"1A": ANN_FLIES}, contact=ANNS_CONTACT)


def test_no_basket_lasts_longer_than_the_sale(database: Database, desk: Desk) -> None:
    begins = at("19:30", NEXT_DAY)
    set_clock(database, begins - minutes(4))
    desk.do(ANN, hold_seats, HAMLET, ["A1"])
    desk.do(ANN, extend_hold, HAMLET)
    assert [each.expires_at for each in records.holds(database)] == [begins]
    set_clock(database, begins)
    with pytest.raises(Conflict):
        desk.do(ANN, extend_hold, HAMLET)


def test_a_change_of_a_full_flight_asks_the_database_no_more_for_each_who_flies(
    database: Database, desk: Desk, flight: str
) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def statements(status: FlightStatus) -> int:
        asked.clear()
        bring(desk, flight, status)
        return len(asked)

    desk.do(ANN, book_seats, FLIGHT, ["1A"], passengers=[ANN_FLIES], contact=ANNS_CONTACT)
    statements(FlightStatus.DELAYED)
    one = statements(FlightStatus.SCHEDULED)
    for seat, person in (("1B", BOB), ("2A", CLEO)):
        desk.do(person, book_seats, FLIGHT, [seat], passengers=[ANN_FLIES], contact=ANNS_CONTACT)
    statements(FlightStatus.DELAYED)
    assert statements(FlightStatus.SCHEDULED) <= one
    for person in (ANN, BOB, CLEO):
        assert records.kinds(database, topics.user(person.id))[-2:] == ["FlightStatusChanged", "Notified"]
