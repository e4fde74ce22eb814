"""A booking's states: which follow which, who may switch them, and what follows for places and money."""

from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, book_service
from bookings.desk.events.flight_status import change_flight_status
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel, check_in, complete, confirm, mark_no_show, restore, switch
from bookings.errors import Conflict, Invalid, NotAllowed, NotFound, SeatTaken, SlotTaken
from bookings.models import Flight, Venue
from bookings.rules import topics
from bookings.rules.status import OCCUPYING, BookingStatus, FlightStatus, may_become
from bookings.rules.violation import RuleViolation
from tests import records
from tests.world.clock import TODAY, TOMORROW, at, set_clock
from tests.world.people import ADA, ANN, ANN_FLIES, ANNS_CONTACT, BOB, NORA, SAM, named
from tests.world.places import CHECK_UP, CLUB, COURT_1, DR_VOGEL, FLIGHT, HAMLET, MARTA, id_of

S = BookingStatus
TEN, ELEVEN = at("10:00"), at("11:00")


def booking_in(desk: Desk, status: BookingStatus) -> str:
    """Ann's booking of Court 1, which is running now, in this state."""
    begins = S.CONFIRMED if status == S.CANCELLED else status
    running = (COURT_1, at("10:00", TODAY), at("11:00", TODAY))
    booking = desk.do(SAM, book_court, *running, customer=named(ANN), status=begins)
    return desk.do(SAM, cancel, booking) if status == S.CANCELLED else booking


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("then", S)
@pytest.mark.parametrize("now", S)
def test_the_table_of_moves_decides(database: Database, desk: Desk, now: BookingStatus, then: BookingStatus) -> None:
    booking = booking_in(desk, now)
    assert records.booking(database, booking).status == now
    if now == then:
        with records.nothing_changes(database):
            assert desk.do(SAM, switch, booking, then) == booking
    elif may_become(now, then):
        assert desk.do(SAM, switch, booking, then) == booking
        assert records.booking(database, booking).status == then
        (step,) = records.steps(database, topics.booking(booking))[-1:]
        assert (step.detail["previous"], step.detail["status"]) == (now, then)
        assert step.times == ((COURT_1, at("10:00", TODAY), at("11:00", TODAY)),)
    else:
        with records.nothing_changes(database), pytest.raises(Conflict) as refused:
            desk.do(SAM, switch, booking, then)
        words = [status.value.lower().replace("_", " ") for status in (now, then)]
        assert refused.value.code == "forbidden_move"
        more = " To bring it back, restore it." if now == S.CANCELLED else ""
        assert refused.value.message == f"A booking that is {words[0]} cannot become {words[1]}.{more}"
    occupies = records.booking(database, booking).status in OCCUPYING
    assert bool(records.claims(database, booking_id=booking)) == occupies


def test_every_move_is_a_fact_with_a_name(database: Database, desk: Desk) -> None:
    booking = booking_in(desk, S.PENDING)
    moves = (
        S.CONFIRMED,
        S.CHECKED_IN,
        S.COMPLETED,
        S.CHECKED_IN,
        S.CONFIRMED,
        S.PENDING,
        S.CANCELLED,
    )
    for status in moves:
        desk.do(SAM, switch, booking, status)
    desk.do(SAM, restore, booking)
    desk.do(SAM, switch, booking, S.NO_SHOW)
    assert records.kinds(database, topics.booking(booking)) == [
        "BookingCreated", "BookingConfirmed", "BookingCheckedIn", "BookingCompleted", "BookingCheckedIn", "BookingConfirmed",
        "BookingReopened", "BookingCancelled", "BookingConfirmed", "BookingMissed",
    ]  # fmt: skip


def test_the_verbs_are_named_after_what_people_say(database: Database, desk: Desk) -> None:
    booking = booking_in(desk, S.PENDING)
    for verb, status in ((confirm, S.CONFIRMED), (check_in, S.CHECKED_IN), (complete, S.COMPLETED)):
        desk.do(SAM, verb, booking)
        assert records.booking(database, booking).status == status
    desk.do(SAM, switch, booking, S.CHECKED_IN)
    desk.do(SAM, confirm, booking)
    desk.do(SAM, mark_no_show, booking)
    assert records.booking(database, booking).status == S.NO_SHOW


def test_nobody_misses_what_has_not_begun(database: Database, desk: Desk) -> None:
    booking = desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=named(SAM))
    with records.nothing_changes(database), pytest.raises(Conflict, match="has not begun"):
        desk.do(SAM, mark_no_show, booking)
    set_clock(database, TEN)
    desk.do(SAM, mark_no_show, booking)


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


def test_somebody_elses_booking_is_not_there(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    with records.nothing_changes(database):
        for stranger, status in product((BOB, NORA), (S.CANCELLED, S.CONFIRMED)):
            with pytest.raises(NotFound, match="not yours to change") as foreign:
                desk.do(stranger, switch, booking, status)
            with pytest.raises(NotFound) as missing:
                desk.do(stranger, switch, id_of("no booking"), status)
            assert missing.value.message == foreign.value.message


def test_an_admin_switches_anything(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    desk.do(ADA, confirm, booking)
    assert records.steps(database, topics.booking(booking))[-1].by_id == ADA.id


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


@pytest.mark.parametrize("status", [S.NO_SHOW, S.COMPLETED, S.CHECKED_IN])
def test_what_lies_days_ahead_neither_begins_nor_is_brought_into_a_state_of_the_day(
    database: Database, desk: Desk, status: BookingStatus
) -> None:
    ahead = (COURT_1, at("10:00", TODAY + timedelta(days=10)), at("11:00", TODAY + timedelta(days=10)))
    with records.nothing_changes(database), pytest.raises(Invalid) as refused:
        desk.do(SAM, book_court, *ahead, status=status, customer=named(SAM))
    assert refused.value.code in ("not_begun", "too_early") and "status" in refused.value.fields
    booking = desk.do(SAM, book_court, *ahead, customer=named(SAM))
    with records.nothing_changes(database), pytest.raises(Conflict) as late:
        desk.do(SAM, switch, booking, status)
    assert late.value.code == refused.value.code


def test_nothing_but_restoring_brings_back_what_was_cancelled(database: Database, desk: Desk) -> None:
    booking = booking_in(desk, S.CANCELLED)
    with records.nothing_changes(database):
        for verb in (confirm, check_in, complete, mark_no_show):
            with pytest.raises(Conflict, match="To bring it back, restore it" if verb is confirm else "cannot become"):
                desk.do(SAM, verb, booking)
        with pytest.raises(NotAllowed, match="Only the venue brings back"):
            desk.do(ANN, restore, booking)
        with pytest.raises(NotFound):
            desk.do(BOB, restore, booking)
    desk.do(SAM, restore, booking)
    with records.nothing_changes(database):
        assert desk.do(SAM, restore, booking) == booking, "a second press changes nothing"
    desk.do(SAM, switch, booking, S.PENDING)
    with records.nothing_changes(database), pytest.raises(Conflict, match="This booking is pending, not cancelled"):
        desk.do(SAM, restore, booking)


def test_who_saw_another_state_changes_nothing(database: Database, desk: Desk) -> None:
    booking = booking_in(desk, S.CONFIRMED)
    with records.nothing_changes(database):
        with pytest.raises(Conflict, match="is confirmed by now, so nothing was changed") as refused:
            desk.do(SAM, cancel, booking, was=S.PENDING)
        desk.do(SAM, confirm, booking, was=S.PENDING)
    assert refused.value.code == "moved_on"
    desk.do(SAM, check_in, booking, was=S.CONFIRMED)


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
