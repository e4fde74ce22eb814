"""Money: exact, of one currency, and read strictly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.money.amounts import CEILING, Money, parse_amount
from bookings.rules.violation import RuleViolation

cents = st.decimals(0, CEILING, places=2)


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_sums_are_exact_where_floats_are_not() -> None:
    assert euro("0.10") + euro("0.20") == euro("0.30")
    assert euro("19.99") * 3 == 3 * euro("19.99") == euro("59.97")
    assert euro("5") - euro("7.50") == euro("-2.50")
    assert Money.total([euro("1.10"), euro("2.20")], "EUR") == euro("3.30")
    assert Money.total([], "EUR") == euro("0")


def test_an_amount_is_shown_with_the_decimals_of_its_currency() -> None:
    assert str(euro("18")) == "18.00 EUR"
    assert str(Money(Decimal(1800), "JPY")) == "1800 JPY"
    assert str(Money.rounded(Decimal("1.0005"), "KWD")) == "1.001 KWD"


def test_a_half_cent_is_rounded_away_from_zero() -> None:
    assert Money.rounded(Decimal("2.345"), "EUR") == euro("2.35")
    assert Money.rounded(Decimal("2.5"), "JPY") == Money(Decimal(3), "JPY")


def test_two_currencies_neither_add_nor_compare() -> None:
    dollars = Money(Decimal(5), "USD")
    assert euro("5") != dollars
    for attempt in (lambda: euro("5") + dollars, lambda: euro("5") < dollars, lambda: euro("5") - dollars):
        with pytest.raises(RuleViolation, match="different currencies"):
            attempt()
    assert sorted([euro("3"), euro("1")]) == [euro("1"), euro("3")]
    assert euro("3") >= euro("3") > euro("2.99") and euro("1") <= euro("1")


@pytest.mark.parametrize("amount", [1.5, 3, "3", Decimal("NaN"), Decimal("Infinity")])
def test_money_is_not_made_from_floats_or_nonsense(amount: object) -> None:
    with pytest.raises(TypeError):
        Money(amount, "EUR")  # type: ignore[arg-type]


def test_money_has_no_fractions_of_a_cent_and_a_real_currency() -> None:
    with pytest.raises(ValueError, match="more decimals"):
        euro("1.005")
    with pytest.raises(RuleViolation, match="three capital letters"):
        Money(Decimal(1), "eur")


@given(st.lists(cents, max_size=30))
def test_a_total_does_not_depend_on_the_order(amounts: list[Decimal]) -> None:
    parts = [Money(amount, "EUR") for amount in amounts]
    assert Money.total(parts, "EUR") == Money.total(reversed(parts), "EUR")
    assert Money.total(parts, "EUR").amount == sum(amounts)


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


def test_the_currency_says_how_many_decimals() -> None:
    with pytest.raises(RuleViolation, match="no decimals"):
        parse_amount("1800.50", currency="JPY")
    assert parse_amount("1800", currency="JPY") == 1800
    assert parse_amount("1.255", currency="KWD") == Decimal("1.255")


def test_a_ceiling_says_what_would_be_allowed() -> None:
    with pytest.raises(RuleViolation, match="At most 100"):
        parse_amount("100.01", ceiling=Decimal(100))
