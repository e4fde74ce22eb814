"""Amounts of money: rounded once, and read strictly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.money.amounts import CEILING, parse_amount, rounded
from bookings.rules.violation import RuleViolation

cents = st.decimals(0, CEILING, places=2)


@pytest.mark.parametrize(
    ("amount", "currency", "nearest"),
    [
        ("2.345", "EUR", "2.35"),
        ("-2.345", "EUR", "-2.35"),
        ("18", "EUR", "18.00"),
        ("2.5", "JPY", "3"),
        ("1.0005", "KWD", "1.001"),
    ],
)
def test_an_amount_is_rounded_to_its_currency_and_a_half_away_from_zero(
    amount: str, currency: str, nearest: str
) -> None:
    assert str(rounded(Decimal(amount), currency)) == nearest


@given(cents)
def test_an_amount_is_read_from_text_from_a_json_number_and_from_a_decimal(amount: Decimal) -> None:
    assert parse_amount(str(amount)) == parse_amount(float(amount)) == parse_amount(amount) == amount
    assert parse_amount(str(amount).replace(".", ",")) == amount


@pytest.mark.parametrize(
    "value",
    [
        "",
        "abc",
        "1e3",
        "NaN",
        "inf",
        float("nan"),
        float("inf"),
        0.1 + 0.2,
        "1.005",
        1e-7,
        1e22,
        "-1",
        -0.01,
        "1,000.00",
        "1 000",
        "+5",
        "0x10",
        "١٢",
        True,
        None,
        [],
        {},
        "1000000",
        1_000_000,
        "9" * 5000,
        "12.500",
        "12,500",
        Decimal("NaN"),
        "5€",
    ],
)
def test_what_is_no_amount_is_refused_in_words(value: object) -> None:
    with pytest.raises(RuleViolation) as refused:
        parse_amount(value, field="price")
    assert refused.value.field == "price"
    assert refused.value.message.endswith(".")


def test_the_ceiling_is_the_most_that_is_read_and_is_named() -> None:
    assert parse_amount(str(CEILING)) == CEILING
    with pytest.raises(RuleViolation, match="At most 999999.99"):
        parse_amount("1000000")
