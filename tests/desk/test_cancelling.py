"""A booking is cancelled, by whom and until when, and brought back with all its places."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, book_service
from bookings.desk.events.flight_status import change_flight_status
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel, confirm, restore, switch
from bookings.errors import Conflict, NotAllowed, SeatTaken, SlotTaken
from bookings.models import Flight, Venue
from bookings.rules import topics
from bookings.rules.status import BookingStatus, FlightStatus
from bookings.rules.violation import RuleViolation
from tests import records
from tests.world.clock import TOMORROW, at, set_clock
from tests.world.people import ADA, ANN, ANN_FLIES, ANNS_CONTACT, BOB, SAM
from tests.world.places import CHECK_UP, CLUB, COURT_1, DR_VOGEL, FLIGHT, HAMLET, MARTA

S = BookingStatus
TEN, ELEVEN = at("10:00"), at("11:00")


def test_customers_cancel_their_own_before_it_begins_and_do_nothing_else(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    with records.nothing_changes(database):
        for status in (S.CONFIRMED, S.CHECKED_IN, S.COMPLETED, S.NO_SHOW):
            with pytest.raises(NotAllowed, match="Only the venue can do this. You may cancel"):
                desk.do(ANN, switch, booking, status)
    desk.do(ANN, cancel, booking, reason=" rain ")
    row = records.booking(database, booking)
    assert (row.status, row.cancel_reason) == ("CANCELLED", "rain")
    with records.nothing_changes(database), pytest.raises(NotAllowed):
        desk.do(ANN, confirm, booking)


def test_what_has_begun_is_cancelled_only_by_the_desk(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    set_clock(database, TEN)
    with records.nothing_changes(database), pytest.raises(Conflict, match="already begun") as refused:
        desk.do(ANN, cancel, booking)
    assert refused.value.code == "past"
    desk.do(SAM, cancel, booking)


def test_a_venue_may_want_to_know_some_hours_before(database: Database, desk: Desk) -> None:
    def want_a_day(session: object) -> None:
        session.get_one(Venue, CLUB).cancel_hours = 24  # type: ignore[attr-defined]

    database.write(want_a_day)
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    set_clock(database, TEN - timedelta(hours=24))
    with (
        records.nothing_changes(database),
        pytest.raises(Conflict, match="until 24 hours before they begin") as refused,
    ):
        desk.do(ANN, cancel, booking)
    assert refused.value.code == "too_late"
    set_clock(database, TEN - timedelta(hours=24, minutes=1))
    desk.do(ANN, cancel, booking)


def test_cancelling_frees_the_place_and_gives_the_money_back(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, coach_id=MARTA)
    desk.do(SAM, take_payment, booking, Decimal("20.00"))
    desk.do(ANN, cancel, booking)
    row = records.booking(database, booking)
    assert (row.status, row.payment_status, row.paid) == ("CANCELLED", "REFUNDED", Decimal("0.00"))
    assert [payment.amount for payment in records.payments(database, booking)] == [Decimal("20.00"), Decimal("-20.00")]
    assert records.kinds(database, topics.board(CLUB, TOMORROW))[-2:] == ["BookingCancelled", "PaymentReturned"]
    assert records.claims(database) == []
    assert desk.do(BOB, book_court, COURT_1, TEN, ELEVEN, coach_id=MARTA)


def test_what_was_cancelled_by_mistake_gets_all_its_places_again(database: Database, desk: Desk) -> None:
    for booking in (
        desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, coach_id=MARTA),
        desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL),
        desk.do(ANN, book_seats, HAMLET, ["A5", "A6"]),
    ):
        places = (
            records.spans_claimed(database, booking_id=booking),
            records.seats_claimed(database, booking_id=booking),
        )
        desk.do(SAM, cancel, booking, reason="slip")
        assert records.claims(database, booking_id=booking) == []
        desk.do(SAM, restore, booking)
        row = records.booking(database, booking)
        assert (row.status, row.cancel_reason) == ("CONFIRMED", "")
        assert places == (
            records.spans_claimed(database, booking_id=booking), records.seats_claimed(database, booking_id=booking),
        )  # fmt: skip


def test_a_cancelled_booking_loses_to_whoever_came_meanwhile(database: Database, desk: Desk) -> None:
    anns = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    desk.do(ANN, cancel, anns)
    desk.do(BOB, book_court, COURT_1, at("10:30"), ELEVEN)
    with records.nothing_changes(database), pytest.raises(SlotTaken, match="Court 1 at 10:00 was just taken. Court 2"):
        desk.do(SAM, restore, anns)
    seats = desk.do(ANN, book_seats, HAMLET, ["A5", "A6"])
    desk.do(ANN, cancel, seats)
    desk.do(BOB, book_seats, HAMLET, ["A6"])
    with records.nothing_changes(database), pytest.raises(SeatTaken, match="A 6 was just taken") as refused:
        desk.do(SAM, restore, seats)
    assert refused.value.taken == ("A6",)


def test_a_reason_that_is_too_long_is_refused_whole(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    with records.nothing_changes(database), pytest.raises(RuleViolation):
        desk.do(ANN, cancel, booking, reason="x" * 10_000)


@pytest.mark.parametrize("status", [FlightStatus.CANCELLED, FlightStatus.DEPARTED])
def test_a_booking_of_a_flight_that_is_not_to_leave_is_not_restored(
    database: Database, desk: Desk, status: FlightStatus
) -> None:
    booking = desk.do(ANN, book_seats, FLIGHT, ["1A"], passengers=[ANN_FLIES], contact=ANNS_CONTACT)
    desk.do(ANN, cancel, booking)
    with database.read() as session:
        flight = session.scalars(select(Flight.id)).one()
    desk.do(ADA, change_flight_status, flight, status)
    with records.nothing_changes(database), pytest.raises(Conflict, match=f"RS 101 is {status.lower()}"):
        desk.do(SAM, restore, booking)
