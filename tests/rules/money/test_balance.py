"""A booking's balance: paid, owed and surplus are one sum over the lines of its ledger."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.money.balance import Balance, Line, balance_of
from bookings.rules.status import PaymentStatus

P = PaymentStatus


def line(written: str) -> Line:
    """+20 came in, -20 went back; with ! it takes another line back, with x it failed."""
    return Line(Decimal(written.rstrip("!x")), reverses=written.endswith("!"), failed=written.endswith("x"))


@pytest.mark.parametrize(
    ("written", "word", "owed", "surplus"),
    [
        ("", P.UNPAID, 40, 0),
        ("40x", P.FAILED, 40, 0),
        ("40x 15", P.PARTIAL, 25, 0),
        ("15 40x", P.PARTIAL, 25, 0),
        ("40", P.PAID, 0, 0),
        ("50", P.PAID, 0, 10),
        ("50 -10", P.PAID, 0, 0),
        ("50 -4", P.PAID, 0, 6),
        ("40 -10", P.PARTIAL, 10, 0),
        ("40 -40", P.UNPAID, 40, 0),  # given back, and to be paid again: it lives
        ("40 -40!", P.UNPAID, 40, 0),  # noted by mistake
        ("40 -40 40!", P.PAID, 0, 0),
        ("40 -40! 40", P.PAID, 0, 0),
        ("80 -40", P.PAID, 0, 0),
        ("0.01", P.PARTIAL, Decimal("39.99"), 0),
    ],
)
def test_a_living_booking_of_40(written: str, word: P, owed: Decimal, surplus: Decimal) -> None:
    balance = balance_of(map(line, written.split()), Decimal(40))
    assert (balance.word, balance.owed, balance.surplus) == (word, owed, surplus)
    assert balance.kept_fee == 0


@pytest.mark.parametrize(
    ("written", "fee", "word", "surplus", "kept_fee"),
    [
        ("", 0, P.UNPAID, 0, 0),
        ("40x", 0, P.FAILED, 0, 0),
        ("40 -40", 0, P.REFUNDED, 0, 0),
        ("40 -30", 10, P.REFUNDED, 0, 10),
        ("40", 40, P.PAID, 0, 40),
        ("15", 15, P.PARTIAL, 0, 15),
        ("40 -40 40!", 0, P.PAID, 40, 0),  # it had not been given back after all
        ("40 -10", 20, P.PARTIAL, 10, 20),
        ("40 -40!", 0, P.UNPAID, 0, 0),
    ],
)
def test_nobody_owes_for_a_cancelled_one(written: str, fee: int, word: P, surplus: int, kept_fee: int) -> None:
    balance = balance_of(map(line, written.split()), Decimal(40), living=False, fee=Decimal(fee))
    assert (balance.word, balance.surplus, balance.kept_fee, balance.owed) == (word, surplus, kept_fee, 0)


def test_what_costs_nothing_is_paid_but_settled_by_nobody() -> None:
    assert Balance(Decimal(0)).word is P.PAID
    assert not Balance(Decimal(0)).settled
    assert Balance(Decimal(0), received=Decimal(5)).settled


amounts = st.decimals("0.01", "99.99", places=2)


@given(st.decimals(0, 99, places=2), st.lists(amounts), st.lists(amounts), st.booleans(), amounts)
def test_the_venue_owes_or_is_owed_and_never_both(
    price: Decimal, came: list[Decimal], went: list[Decimal], living: bool, fee: Decimal
) -> None:
    lines = [*map(Line, came), *(Line(-each) for each in went)]
    balance = balance_of(lines, price, living=living, fee=fee)
    assert balance.kept == sum(came, Decimal(0)) - sum(went, Decimal(0))
    assert balance.owed * balance.surplus == 0
    assert balance.earned + balance.surplus == balance.kept
    assert balance.word is not P.PAID or not balance.owed
    assert not living or balance.word is not P.REFUNDED
    assert not living or (balance.word is P.PAID) == (balance.owed == 0)
