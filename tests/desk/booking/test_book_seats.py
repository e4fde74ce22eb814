"""Seats become a booking: from the basket without ever being let go, or straight away."""

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_seats, check_out
from bookings.desk.holds import hold_seats
from bookings.desk.states import cancel
from bookings.errors import Conflict, Invalid, NotFound, SeatTaken
from bookings.rules import topics
from tests import records
from tests.world.clock import NEXT_DAY, at, pass_time, set_clock
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import HAMLET, ROW_A


def test_the_basket_is_booked_as_it_is(database: Database, desk: Desk) -> None:
    hold = desk.do(ANN, hold_seats, HAMLET, ["A5", "B5"])
    held = {claim.id for claim in records.claims(database, hold_id=hold)}
    booking = records.booking(database, desk.do(ANN, check_out, HAMLET, note="aisle, please"))
    assert (booking.kind, booking.status, str(booking.price), booking.note) == (
        "event",
        "PENDING",
        "80.00",
        "aisle, please",
    )
    assert booking.seats == [
        {"label": "A5", "category": "A", "price": "48.00"},
        {"label": "B5", "category": "B", "price": "32.00"},
    ]
    assert {claim.id for claim in records.claims(database, booking_id=booking.id)} == held
    assert {claim.kind for claim in records.claims(database)} == {"booking"}
    assert records.holds(database) == []
    (step,) = records.steps(database, topics.event(HAMLET), 1)
    assert (step.kind, step.seats, step.booking_id, step.people) == (
        "BookingCreated",
        ("A5", "B5"),
        booking.id,
        {ANN.id},
    )


def test_each_step_says_how_many_seats_are_left(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5", "B5"])
    booking = desk.do(ANN, check_out, HAMLET)
    desk.do(BOB, hold_seats, HAMLET, ["A1"])
    desk.do(ANN, cancel, booking)
    steps = records.steps(database, topics.event(HAMLET))
    assert [(step.kind, step.free, step.capacity) for step in steps] == [
        ("SeatsHeld", 28, 30),
        ("BookingCreated", 28, 30),
        ("SeatsHeld", 27, 30),
        ("BookingCancelled", 29, 30),
    ]


def test_an_empty_basket_and_one_that_ran_out_cannot_be_booked(database: Database, desk: Desk) -> None:
    for minutes in (0, 11):
        pass_time(database, minutes=minutes)
        with records.nothing_changes(database), pytest.raises(Conflict) as refused:
            desk.do(ANN, check_out, HAMLET)
        assert refused.value.code == "hold_ended"
        assert "released when the time was up" in refused.value.message
        desk.do(ANN, hold_seats, HAMLET, ["A5"])


def test_a_part_of_the_basket_may_be_booked(database: Database, desk: Desk) -> None:
    hold = desk.do(ANN, hold_seats, HAMLET, ["A5", "A6"])
    booking = desk.do(ANN, book_seats, HAMLET, ["A6", "A7"])
    assert records.seats_claimed(database, booking_id=booking) == {"A6", "A7"}
    assert records.seats_claimed(database, hold_id=hold) == {"A5"}


def test_seats_in_another_basket_or_booking_are_taken(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    with records.nothing_changes(database), pytest.raises(SeatTaken):
        desk.do(BOB, book_seats, HAMLET, ["A4", "A5"])
    desk.do(ANN, check_out, HAMLET)
    with records.nothing_changes(database), pytest.raises(SeatTaken):
        desk.do(ANN, book_seats, HAMLET, ["A5"])


def test_the_best_of_so_many(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_seats, HAMLET, quantity=3)
    assert len(records.seats_claimed(database, booking_id=booking)) == 3
    with records.nothing_changes(database):
        for quantity in (0, 7, None):
            with pytest.raises(Invalid, match="between 1 and 6"):
                desk.do(ANN, book_seats, HAMLET, quantity=quantity)


def test_customers_have_a_limit_and_staff_have_none(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database), pytest.raises(Conflict) as refused:
        desk.do(ANN, book_seats, HAMLET, ROW_A[:7])
    assert (refused.value.code, refused.value.message) == ("basket_full", "One booking has at most 6 seats.")
    booking = records.booking(database, desk.do(SAM, book_seats, HAMLET, ROW_A[:7], customer=named(ANN)))
    assert (booking.status, booking.customer_id) == ("CONFIRMED", ANN.id)


def test_a_free_seat_is_paid(database: Database, desk: Desk) -> None:
    from bookings.models import Event

    def give_away(session: object) -> None:
        session.get_one(Event, HAMLET).categories = {  # type: ignore[attr-defined]
            "A": {"name": "Front", "price": "0.00"}, "B": {"name": "Rear", "price": "0.00"},
        }  # fmt: skip

    database.write(give_away)
    assert records.booking(database, desk.do(ANN, book_seats, HAMLET, ["A1"])).payment_status == "PAID"


def test_nothing_is_sold_once_it_has_begun(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    set_clock(database, at("19:30", NEXT_DAY))
    for verb in (check_out, lambda tx, event: book_seats(tx, event, ["A1"])):
        with records.nothing_changes(database), pytest.raises(Conflict):
            desk.do(ANN, verb, HAMLET)


def test_an_event_that_does_not_exist_is_not_found(desk: Desk) -> None:
    for event in (0, 999, 10**17, 10**30):
        with pytest.raises(NotFound, match="There is no"):
            desk.do(ANN, book_seats, event, ["A1"])
