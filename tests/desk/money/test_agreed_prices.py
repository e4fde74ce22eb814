"""Another price than the rules make: the desk within its bounds, a manager without; what was paid stays, owed and surplus follow."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, sell_basket, sell_seats
from bookings.desk.holds import hold_seats
from bookings.desk.money.pay import take_payment
from bookings.desk.money.price import set_price
from bookings.desk.move import move
from bookings.desk.states import cancel
from bookings.errors import Conflict, Invalid, NotAllowed, NotFound
from bookings.models import Booking, LogEntry, Viewer
from bookings.rules.text.names import WALK_IN
from bookings.rules.violation import RuleViolation
from tests import records
from tests.world.clock import at
from tests.world.people import ANN, MAX, NORA, SAM
from tests.world.places import COURT_1, FLIGHT, HAMLET

TEN, ELEVEN = at("10:00"), at("11:00")


@pytest.fixture
def booking(desk: Desk) -> str:
    """Ann's request for Court 1, which costs 26.00."""
    return desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)


def row(desk: Desk, booking: str) -> Booking:
    return records.booking(desk.database, booking)


@pytest.mark.parametrize(
    ("who", "wanted", "costs"),
    [
        (SAM, "20.80", "20.80"), (SAM, "10 %", "23.40"), (SAM, "20%", "20.80"), (SAM, "25", "25.00"),
        (MAX, "0", "0.00"), (MAX, "100 %", "0.00"), (MAX, "40", "40.00"), (MAX, "13,5", "13.50"),
    ],
)  # fmt: skip
def test_a_price_is_agreed_for_a_reason(desk: Desk, booking: str, who: Viewer, wanted: str, costs: str) -> None:
    desk.do(who, set_price, booking, wanted, "A regular guest")
    found = row(desk, booking)
    assert (found.price, found.list_price, found.price_reason) == (Decimal(costs), Decimal("26.00"), "A regular guest")
    with desk.database.read() as session:
        line = session.scalars(select(LogEntry)).one()
    assert {"field": "Reason for the price", "before": None, "after": "A regular guest"} in line.values


@pytest.mark.parametrize(
    ("who", "wanted", "reason", "refused"),
    [
        (SAM, "20.79", "Guest", NotAllowed), (SAM, "26.01", "Guest", NotAllowed), (SAM, "21 %", "Guest", NotAllowed),
        (MAX, "10", " ", RuleViolation), (MAX, "-1", "Guest", RuleViolation), (MAX, "1e9", "Guest", RuleViolation),
        (MAX, "101 %", "Guest", RuleViolation), (MAX, "", "Guest", RuleViolation), (MAX, "10", "x" * 201, RuleViolation),
        (ANN, "20", "Guest", NotFound), (NORA, "20", "Guest", NotFound),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(desk: Desk, booking: str, who: Viewer, wanted: str, reason: str, refused: type[Exception]) -> None:
    with records.nothing_changes(desk.database), pytest.raises(refused):
        desk.do(who, set_price, booking, wanted, reason)


def test_money_follows_the_new_price_and_the_list_price_ends_it(desk: Desk, booking: str) -> None:
    desk.do(SAM, take_payment, booking)
    desk.do(SAM, set_price, booking, "10 %", "A regular guest")
    assert (row(desk, booking).balance.surplus, row(desk, booking).paid) == (Decimal("2.60"), Decimal("26.00"))
    desk.do(SAM, set_price, booking, "20 %", "A better guest")  # of the list price, not of the last one
    assert row(desk, booking).price == Decimal("20.80")
    desk.do(SAM, set_price, booking, "26")
    assert (row(desk, booking).list_price, row(desk, booking).price_reason) == (None, "")


def test_a_request_whose_price_comes_down_to_what_was_paid_is_confirmed(desk: Desk, booking: str) -> None:
    desk.do(SAM, take_payment, booking, Decimal("23.40"))
    desk.do(SAM, set_price, booking, "10 %", "A regular guest")
    assert (row(desk, booking).status, row(desk, booking).payment_status) == ("CONFIRMED", "PAID")


def test_moved_it_costs_what_the_rules_say_again_and_cancelled_it_keeps_its_price(desk: Desk, booking: str) -> None:
    desk.do(SAM, set_price, booking, "10 %", "A regular guest")
    desk.do(SAM, move, booking, COURT_1, TEN, at("12:00"))
    assert (row(desk, booking).price, row(desk, booking).list_price) == (Decimal("52.00"), None)
    desk.do(SAM, cancel, booking)
    with pytest.raises(Conflict):
        desk.do(MAX, set_price, booking, "1", "A regular guest")


@pytest.mark.parametrize(("paid", "word"), [("cash", "PAID"), ("", "UNPAID")])
def test_the_box_office_sells_what_is_in_the_basket(desk: Desk, paid: str, word: str) -> None:
    desk.do(SAM, hold_seats, HAMLET, ["A1", "A2"])
    booking = desk.do(SAM, sell_basket, HAMLET, paid=paid, customer={"name": "Zoe", "phone": "+41 31 000 00 00"})
    found = row(desk, booking)
    assert (found.customer_name, found.status, found.payment_status) == ("Zoe", "CONFIRMED", word)


@pytest.mark.parametrize("customer", [None, {}, {"name": " ", "phone": "+41 31 000 00 00"}])
def test_only_seats_of_a_show_that_are_paid_for_at_once_are_sold_without_a_name(desk: Desk, customer: dict[str, str] | None) -> None:
    sold = row(desk, desk.do(SAM, sell_seats, HAMLET, ["A1"], paid="cash", customer=customer))
    assert (sold.customer_name, sold.customer_phone, sold.payment_status) == (WALK_IN, (customer or {}).get("phone"), "PAID")
    flight = {"passengers": [{"firstName": "Zoe", "lastName": "Walker"}], "contact": {"email": "zoe@example.com"}}
    with records.nothing_changes(desk.database):
        for event, paid, more in ((HAMLET, "", {}), (FLIGHT, "cash", flight)):
            with pytest.raises((Invalid, RuleViolation)) as refused:
                desk.do(SAM, sell_seats, event, ["A2" if event == HAMLET else "1A"], paid=paid, customer=customer, **more)
            assert getattr(refused.value, "field", "name") == "name"


def test_a_sale_that_cannot_be_paid_for_books_nothing(desk: Desk) -> None:
    desk.do(SAM, hold_seats, HAMLET, ["A1"])
    with records.nothing_changes(desk.database), pytest.raises(Exception, match="how it was paid"):
        desk.do(SAM, sell_basket, HAMLET, paid="shells", customer={"name": "Zoe"})
    with pytest.raises(NotFound):  # a customer pays nowhere but at the desk
        desk.do(ANN, hold_seats, HAMLET, ["A2"])
        desk.do(ANN, sell_basket, HAMLET, paid="cash")
    assert desk.do(ANN, book_seats, HAMLET, ["A2"])
