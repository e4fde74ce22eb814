"""Seats of a booking that are given back or exchanged: the price follows, what was paid stays, nobody's seat is lost on the way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bookings.desk import Desk
from bookings.desk.book import book_seats, exchange_seats, sell_seats
from bookings.desk.money.pay import refund
from bookings.desk.money.price import set_price
from bookings.desk.states import cancel
from bookings.errors import Conflict, Invalid, NotFound, Refusal
from bookings.models import Booking
from tests import records
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import HAMLET


@pytest.fixture
def three(desk: Desk) -> str:
    """Ann's three seats, sold and paid at the desk: A1 and A2 for 48.00, C3 for 32.00."""
    return desk.do(SAM, sell_seats, HAMLET, ["A1", "A2", "C3"], paid="cash", customer=named(ANN))


def row(desk: Desk, booking: str) -> Booking:
    return records.booking(desk.database, booking)


def labels(desk: Desk, booking: str) -> list[str]:
    return [seat["label"] for seat in row(desk, booking).seats]


def test_one_of_three_goes_back_and_its_money_with_it(desk: Desk, three: str) -> None:
    desk.do(SAM, exchange_seats, three, ["A2"])
    assert labels(desk, three) == ["A1", "C3"] and row(desk, three).balance.surplus == Decimal("48.00")
    desk.do(SAM, refund, three, method="cash")
    assert (row(desk, three).price, row(desk, three).payment_status) == (Decimal("80.00"), "PAID")
    assert desk.do(BOB, book_seats, HAMLET, ["A2"])


def test_the_wrong_seat_is_exchanged_for_another_of_another_price(desk: Desk, three: str) -> None:
    desk.do(SAM, exchange_seats, three, ["C3"], ["A3"])
    assert labels(desk, three) == ["A1", "A2", "A3"] and row(desk, three).balance.owed == Decimal("16.00")
    assert desk.do(BOB, book_seats, HAMLET, ["C3"])
    desk.do(SAM, exchange_seats, three, ["A1", "A2", "A3"], ["B1", "B2", "B3"])
    assert labels(desk, three) == ["B1", "B2", "B3"]


def test_a_discount_stays_in_proportion(desk: Desk, three: str) -> None:
    desk.do(SAM, set_price, three, "10 %", "A regular guest")
    desk.do(SAM, exchange_seats, three, ["A2"])
    found = row(desk, three)
    assert (found.price, found.list_price, found.price_reason) == (Decimal("72.00"), Decimal("80.00"), "A regular guest")


@pytest.mark.parametrize(
    ("give", "take", "refusal", "code"),
    [
        (["A1", "A2", "C3"], [], Conflict, "all_seats"),
        (["A5"], [], Invalid, "invalid"),
        ([], ["A6"], Invalid, "invalid"),
        (["A1"], ["Z9"], Invalid, "invalid"),
        (["A1"], ["A4"], Conflict, "seat_taken"),
    ],
)
def test_what_cannot_be_exchanged_stays(desk: Desk, three: str, give: list[str], take: list[str], refusal: Any, code: str) -> None:
    desk.do(BOB, book_seats, HAMLET, ["A4"])
    with records.nothing_changes(desk.database), pytest.raises(refusal) as refused:
        desk.do(SAM, exchange_seats, three, give, take)
    assert refused.value.code == code


def test_neither_a_customer_nor_what_is_cancelled_exchanges_seats_of_a_show(desk: Desk, three: str) -> None:
    gone = desk.do(SAM, book_seats, HAMLET, ["B1", "B2"], customer=named(BOB))
    desk.do(SAM, cancel, gone)
    with records.nothing_changes(desk.database):
        for who, booking, label in ((ANN, three, "A1"), (SAM, gone, "B1")):
            with pytest.raises((NotFound, Refusal)):
                desk.do(who, exchange_seats, booking, [label])
