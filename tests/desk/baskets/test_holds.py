"""A basket: seats are held, all or none, given back, and never somebody else's."""

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_seats
from bookings.desk.holds import drop_seats, hold_seats, release_hold
from bookings.errors import Conflict, Invalid, NotFound, SeatTaken
from bookings.rules import topics
from tests import records
from tests.world.people import ANN, BOB
from tests.world.places import FLIGHT, HAMLET, ROW_A

SHOW = topics.event(HAMLET)


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
