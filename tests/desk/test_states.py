"""A booking's states: which follow which, who may switch them, and what follows for places and money."""

from datetime import timedelta
from itertools import product

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.states import cancel, check_in, complete, confirm, mark_no_show, restore, switch
from bookings.errors import Conflict, Invalid, NotAllowed, NotFound
from bookings.rules import topics
from bookings.rules.status import OCCUPYING, BookingStatus, may_become
from tests import records
from tests.world.clock import TODAY, at, set_clock
from tests.world.people import ADA, ANN, BOB, NORA, SAM, named
from tests.world.places import COURT_1, id_of

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
