"""The best seats go into a basket together, and what is left is said in numbers."""

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_seats
from bookings.desk.holds import hold_best, hold_seats
from bookings.errors import Conflict, Invalid
from tests import records
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import HAMLET, ROW_A


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
