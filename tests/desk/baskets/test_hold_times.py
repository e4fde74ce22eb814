"""How long a basket lasts, by the database's clock, and what happens when it ran out."""

import pytest

from bookings.administration.venues import edit_venue
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.holds import expire_holds, extend_hold, hold_seats
from bookings.errors import Conflict, HoldEnded
from bookings.models.person import RINGSIDE
from bookings.rules import topics
from bookings.rules.violation import HoldAtItsLimit
from tests import records
from tests.world.clock import NEXT_DAY, at, minutes, now_of, pass_time, set_clock
from tests.world.people import ANN, BOB, MAX
from tests.world.places import HAMLET, THEATRE

SHOW = topics.event(HAMLET)


def test_the_clock_of_a_basket_begins_with_its_first_seat_and_goes_on_with_the_next(
    database: Database, desk: Desk
) -> None:
    first = desk.do(ANN, hold_seats, HAMLET, ["A5"])
    (began,) = records.holds(database)
    assert began.expires_at - began.began_at == minutes(10)
    assert abs(began.began_at - now_of(database)) < minutes(1)
    pass_time(database, minutes=4)
    assert desk.do(ANN, hold_seats, HAMLET, ["A6", "A7"]) == first
    (later,) = records.holds(database)
    assert later.expires_at == began.expires_at
    assert records.seats_claimed(database, hold_id=first) == {"A5", "A6", "A7"}
    assert [(step.kind, step.seats, step.people) for step in records.steps(database, SHOW)] == [
        ("SeatsHeld", ("A5",), {ANN.id}),
        ("SeatsHeld", ("A6", "A7"), {ANN.id}),
    ]


def test_how_long_is_a_setting(database: Database) -> None:
    Desk(database, hold_minutes=0.5).do(ANN, hold_seats, HAMLET, ["A5"])
    (hold,) = records.holds(database)
    assert hold.expires_at - hold.began_at == minutes(0.5)


def test_a_venue_says_itself_how_long(database: Database, desk: Desk) -> None:
    desk.do(MAX, edit_venue, THEATRE, {"hold_minutes": 25})
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    pass_time(database, minutes=20)
    desk.do(ANN, extend_hold, HAMLET)
    (hold,) = records.holds(database)
    assert abs(hold.expires_at - now_of(database) - minutes(25)) < minutes(1)


def test_more_time_can_be_asked_for_within_two_hours(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    (before,) = records.holds(database)
    pass_time(database, minutes=8)
    desk.do(ANN, extend_hold, HAMLET)
    (after,) = records.holds(database)
    assert minutes(7.9) < after.expires_at - before.expires_at < minutes(8.1)
    assert records.kinds(database, SHOW) == ["SeatsHeld", "HoldExtended"]
    for _ in range(9):
        pass_time(database, minutes=5)
        desk.do(ANN, extend_hold, HAMLET)
    with records.nothing_changes(database), pytest.raises(HoldAtItsLimit):
        desk.do(ANN, extend_hold, HAMLET)


def test_more_time_for_seats_that_are_gone_is_refused_with_the_reason(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    pass_time(database, minutes=10)
    with records.nothing_changes(database), pytest.raises(HoldEnded, match="released when the time was up"):
        desk.do(ANN, extend_hold, HAMLET)
    with pytest.raises(HoldEnded):
        desk.do(BOB, extend_hold, HAMLET)


def test_the_clean_up_ends_what_ran_out_and_nothing_else(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5", "A6"])
    pass_time(database, minutes=6)
    desk.do(BOB, hold_seats, HAMLET, ["A7"])
    with records.nothing_changes(database):
        assert desk.do(RINGSIDE, expire_holds) == 0
    pass_time(database, minutes=5)
    assert desk.do(RINGSIDE, expire_holds) == 1
    assert records.seats_claimed(database) == {"A7"}
    last = records.steps(database, SHOW)[-1]
    assert (last.kind, last.seats, last.people, last.by_id) == ("HoldExpired", ("A5", "A6"), {ANN.id}, RINGSIDE.id)
    assert desk.do(RINGSIDE, expire_holds) == 0


def test_the_next_customer_need_not_wait_for_the_clean_up(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5", "A6"])
    pass_time(database, minutes=11)
    desk.do(BOB, hold_seats, HAMLET, ["A6"])
    assert [(step.kind, step.seats, step.by_id) for step in records.steps(database, SHOW, 1)] == [
        ("HoldExpired", ("A5", "A6"), RINGSIDE.id),
        ("SeatsHeld", ("A6",), BOB.id),
    ]
    assert records.seats_claimed(database) == {"A6"}


def test_whoever_comes_back_too_late_begins_a_new_basket(database: Database, desk: Desk) -> None:
    old = desk.do(ANN, hold_seats, HAMLET, ["A5"])
    pass_time(database, minutes=11)
    assert desk.do(ANN, hold_seats, HAMLET, ["A6"]) != old
    assert records.seats_claimed(database) == {"A6"}
    assert records.kinds(database, SHOW) == ["SeatsHeld", "HoldExpired", "SeatsHeld"]


def test_nothing_is_held_once_it_has_begun(database: Database, desk: Desk) -> None:
    set_clock(database, at("19:30", NEXT_DAY))
    with records.nothing_changes(database), pytest.raises(Conflict) as refused:
        desk.do(ANN, hold_seats, HAMLET, ["A5"])
    assert refused.value.code == "past"
