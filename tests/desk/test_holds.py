"""A basket: seats held for a while, by the database's clock."""

import pytest

from bookings.administration.venues import edit_venue
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_seats
from bookings.desk.holds import drop_seats, expire_holds, extend_hold, hold_best, hold_seats, release_hold
from bookings.errors import Conflict, HoldEnded, Invalid, NotFound, SeatTaken
from bookings.models.person import RINGSIDE
from bookings.rules import topics
from bookings.rules.violation import HoldAtItsLimit
from tests import records
from tests.world.clock import NEXT_DAY, at, minutes, now_of, pass_time, set_clock
from tests.world.people import ANN, BOB, MAX, SAM, named
from tests.world.places import FLIGHT, HAMLET, ROW_A, THEATRE

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


def test_seats_that_are_in_the_basket_already_are_no_loss(database: Database, desk: Desk) -> None:
    hold = desk.do(ANN, hold_seats, HAMLET, ["A5"])
    with records.nothing_changes(database):
        assert desk.do(ANN, hold_seats, HAMLET, ["A5", "A5"]) == hold
    assert desk.do(ANN, hold_seats, HAMLET, ["A5", "A6"]) == hold
    assert records.steps(database, SHOW)[-1].seats == ("A6",)


def test_all_seats_or_none(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    with records.nothing_changes(database), pytest.raises(SeatTaken):
        desk.do(BOB, hold_seats, HAMLET, ["A4", "A5", "A6"])


def test_a_basket_has_a_limit(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ROW_A[:5])
    with records.nothing_changes(database), pytest.raises(Conflict) as refused:
        desk.do(ANN, hold_seats, HAMLET, ["B1", "B2"])
    assert refused.value.code == "basket_full"
    assert refused.value.message == "A basket holds 6 seats and yours has 5. Release one to take another."
    desk.do(ANN, hold_seats, HAMLET, ["A5", "B1"])


def test_somebody_else_may_not_have_what_is_held_until_it_is_let_go(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5", "A6"])
    with records.nothing_changes(database), pytest.raises(SeatTaken):
        desk.do(BOB, book_seats, HAMLET, ["A6"])
    desk.do(ANN, drop_seats, HAMLET, ["A6"])
    desk.do(BOB, hold_seats, HAMLET, ["A6"])
    assert records.steps(database, SHOW, 1)[0].seats == ("A6",)
    assert records.kinds(database, SHOW) == ["SeatsHeld", "SeatsReleased", "SeatsHeld"]


def test_dropping_what_one_has_not_does_no_harm(database: Database, desk: Desk) -> None:
    desk.do(BOB, hold_seats, HAMLET, ["A6"])
    with records.nothing_changes(database):
        desk.do(ANN, drop_seats, HAMLET, ["A6"])
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    with records.nothing_changes(database):
        desk.do(ANN, drop_seats, HAMLET, ["A6"])


def test_with_the_last_seat_the_basket_goes(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    desk.do(ANN, drop_seats, HAMLET, ["A5"])
    assert records.holds(database) == []
    desk.do(ANN, hold_seats, HAMLET, ["A7", "A8"])
    desk.do(ANN, release_hold, HAMLET)
    assert records.holds(database) == records.claims(database) == []
    assert records.steps(database, SHOW)[-1].seats == ("A7", "A8")
    with records.nothing_changes(database):
        desk.do(ANN, release_hold, HAMLET)


def test_each_event_has_a_basket_of_its_own(database: Database, desk: Desk) -> None:
    assert desk.do(ANN, hold_seats, HAMLET, ["A5"]) != desk.do(ANN, hold_seats, FLIGHT, ["1A"])
    desk.do(ANN, release_hold, FLIGHT)
    assert records.seats_claimed(database) == {"A5"}


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


def test_the_best_seats_are_together_and_go_into_the_basket(database: Database, desk: Desk) -> None:
    hold = desk.do(ANN, hold_best, HAMLET, 4)
    labels = sorted(records.seats_claimed(database, hold_id=hold))
    assert labels == ["B4", "B5", "B6", "B7"]
    desk.do(BOB, hold_best, HAMLET, 2, "A")
    assert records.seats_claimed(database) - set(labels) == {"A5", "A6"}


def test_more_best_seats_than_are_left_are_refused_with_the_number(database: Database, desk: Desk) -> None:
    desk.do(SAM, book_seats, HAMLET, ROW_A[:9], customer=named(SAM))
    with records.nothing_changes(database), pytest.raises(Conflict) as refused:
        desk.do(ANN, hold_best, HAMLET, 2, "A")
    assert refused.value.code == "not_enough_seats"
    assert refused.value.message == ("Only 1 seat is left at this price, not 2. Try a smaller party or any price.")


def test_when_everything_is_sold_nothing_smaller_is_suggested(desk: Desk) -> None:
    for row in "ABC":
        desk.do(SAM, book_seats, HAMLET, [f"{row}{number}" for number in range(1, 11)], customer=named(SAM))
    with pytest.raises(Conflict) as refused:
        desk.do(ANN, hold_best, HAMLET, 1)
    assert refused.value.message == "No seat is left."
    with pytest.raises(Conflict, match="No seat is left at this price. Try any price."):
        desk.do(ANN, hold_best, HAMLET, 1, "A")


def test_seats_in_baskets_are_not_called_sold(desk: Desk) -> None:
    for row in "BC":
        desk.do(SAM, book_seats, HAMLET, [f"{row}{number}" for number in range(1, 11)], customer=named(SAM))
    desk.do(SAM, book_seats, HAMLET, ROW_A[2:], customer=named(SAM))
    desk.do(BOB, hold_seats, HAMLET, ROW_A[:2])
    for category, where in ((None, ""), ("A", " at this price")):
        with pytest.raises(Conflict) as refused:
            desk.do(ANN, hold_best, HAMLET, 1, category)
        assert refused.value.message == f"No seat is free{where} now. 2 seats are on hold in a basket, and may come back."


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("count", [0, -1, 7])
def test_a_party_has_a_size(database: Database, desk: Desk, count: int) -> None:
    with records.nothing_changes(database), pytest.raises(Invalid, match="between 1 and 6"):
        desk.do(ANN, hold_best, HAMLET, count)


def test_a_price_that_does_not_exist_is_refused(desk: Desk) -> None:
    with pytest.raises(Invalid, match="no such price category"):
        desk.do(ANN, hold_best, HAMLET, 1, "Z")


def test_nonsense_is_refused_by_name(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database):
        with pytest.raises(Invalid, match="There is no seat Z99 here"):
            desk.do(ANN, hold_seats, HAMLET, ["A1", "Z99"])
        with pytest.raises(Invalid, match="Choose at least one seat"):
            desk.do(ANN, hold_seats, HAMLET, [])
        with pytest.raises(NotFound, match="no such event"):
            desk.do(ANN, hold_seats, 999, ["A1"])
        for text_that_no_database_can_hold in ("\x00", "A\x001", "\ud800"):
            with pytest.raises(Invalid):
                desk.do(ANN, hold_seats, HAMLET, [text_that_no_database_can_hold])


def test_nothing_is_held_once_it_has_begun(database: Database, desk: Desk) -> None:
    set_clock(database, at("19:30", NEXT_DAY))
    with records.nothing_changes(database), pytest.raises(Conflict) as refused:
        desk.do(ANN, hold_seats, HAMLET, ["A5"])
    assert refused.value.code == "past"
