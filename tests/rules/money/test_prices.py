"""What a court costs by the time of day."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.money.prices import PriceRule
from bookings.rules.money.quotes import CourtPrices, Part, Tariff
from bookings.rules.times.zones import to_local
from bookings.rules.violation import NoPrice, OffTheGrid, RuleViolation

PARIS = "Europe/Paris"
WORKDAYS = [0, 1, 2, 3, 4]
EVENING = PriceRule.of({"days": WORKDAYS, "from": "17:00", "to": "24:00", "price": "28.00"})
NIGHT = PriceRule.of({"days": [4], "from": "22:00", "to": "02:00", "price": "12.00"})
USUAL = PriceRule.of({"price": 20})
TARIFF = [USUAL, EVENING, NIGHT]


def paris(text: str) -> datetime:
    """A time in November, when Paris is an hour ahead."""
    return datetime.fromisoformat(f"{text}+01:00").astimezone(UTC)


def price(start: str, end: str, rules: list[PriceRule] = TARIFF) -> str:
    return str(court(rules).quote(None, paris(start), paris(end)).price)


def court(rules: Sequence[PriceRule], zone: str = PARIS, currency: str = "EUR") -> CourtPrices:
    return Tariff(tuple(rules), zone, currency).prices_of("court-1", "tennis")


def test_the_last_rule_that_covers_a_time_holds() -> None:
    assert price("2025-11-10T15:00", "2025-11-10T16:00") == "20.00"
    assert price("2025-11-10T18:00", "2025-11-10T19:30") == "42.00"
    assert price("2025-11-15T18:00", "2025-11-15T19:00") == "20.00"
    assert price("2025-11-14T22:00", "2025-11-14T23:00") == "12.00"


def test_a_booking_over_the_border_of_two_prices_pays_each_part() -> None:
    assert price("2025-11-10T16:30", "2025-11-10T17:30") == "24.00"
    assert price("2025-11-10T16:00", "2025-11-10T18:00") == "48.00"
    assert price("2025-11-10T16:40", "2025-11-10T17:10") == "11.33"


def test_a_night_price_goes_on_after_midnight_and_ends_on_time() -> None:
    assert price("2025-11-14T23:30", "2025-11-15T00:30") == "12.00"
    assert price("2025-11-15T01:30", "2025-11-15T02:30") == "16.00"
    assert price("2025-11-14T00:30", "2025-11-14T01:30") == "20.00"


def test_rounding_happens_once_and_a_half_cent_goes_up() -> None:
    odd = [PriceRule.of({"price": "10.01"})]
    assert price("2025-11-10T10:00", "2025-11-10T10:30", odd) == "5.01"
    assert price("2025-11-10T10:00", "2025-11-10T11:00", odd) == "10.01"


def test_the_doubled_hour_is_paid_twice_and_the_skipped_one_not() -> None:
    start = datetime(2025, 10, 26, 0, 0, tzinfo=UTC)
    small_hours = [USUAL, PriceRule.of({"from": "02:00", "to": "03:00", "price": 30})]
    assert court(small_hours).quote(None, start, start + timedelta(hours=2)).price == 60
    start = datetime(2025, 3, 30, 0, 30, tzinfo=UTC)
    assert court(small_hours).quote(None, start, start + timedelta(hours=1)).price == 20


def test_a_court_without_prices_is_free_and_a_hole_in_the_prices_is_named() -> None:
    assert price("2025-11-10T15:00", "2025-11-10T16:00", []) == "0.00"
    with pytest.raises(NoPrice, match="no price at 16:00"):
        price("2025-11-10T16:00", "2025-11-10T18:00", [EVENING])
    with pytest.raises(NoPrice, match="no price at 15:30"):
        price("2025-11-15T15:30", "2025-11-15T18:00", [EVENING])


def test_court_time_is_sold_by_whole_minutes() -> None:
    start = paris("2025-11-10T15:00")
    for begins, ends in (
        (start, start + timedelta(seconds=90)),
        (start + timedelta(seconds=1), start + timedelta(seconds=61)),
    ):
        with pytest.raises(OffTheGrid, match="whole minutes"):
            court(TARIFF).quote(None, begins, ends)


times = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
rules = st.builds(
    PriceRule, st.decimals(0, 90, places=2), days=st.none() | st.frozensets(st.integers(0, 6), min_size=1),
    from_time=times, to_time=times,
)  # fmt: skip
around_the_change = st.integers(-2000, 2000).map(
    lambda minutes: datetime(2025, 10, 26, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(around_the_change, st.integers(1, 300), st.lists(rules, max_size=3), st.sampled_from([PARIS, "Asia/Kathmandu"]))
def test_the_price_is_the_sum_of_its_minutes(start: datetime, minutes: int, tariff: list[PriceRule], zone: str) -> None:
    tariff = [USUAL, *tariff]
    exact = Fraction(0)
    for minute in range(minutes):
        local = to_local(start + timedelta(minutes=minute), zone)
        exact += Fraction(next(rule.price for rule in reversed(tariff) if rule.covers(local))) / 60
    charged = court(tariff, zone).quote(None, start, start + timedelta(minutes=minutes)).price
    assert abs(Fraction(charged) - exact) <= Fraction(1, 200)


def test_midnight_to_midnight_is_the_whole_day() -> None:
    assert PriceRule.of({"days": [0], "price": 1}) == PriceRule(Decimal(1), days=frozenset({0}))
    assert price("2025-11-10T00:00", "2025-11-11T00:00", [PriceRule.of({"days": [0], "price": 1})]) == "24.00"


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"price": "free"},
        {"price": 5, "days": [7]},
        {"price": 5, "days": []},
        {"price": 5, "days": "0"},
        {"price": 5, "from": "25:00"},
        {"price": 5, "to": None},
        {"price": 5, "days": [[0]]},
    ],
)
def test_a_price_rule_that_makes_no_sense_is_refused(written: dict[str, Any]) -> None:
    with pytest.raises(RuleViolation):
        PriceRule.of(written)


MEMBERS = PriceRule.of({"group": "members", "price": 16})
GUESTS = PriceRule.of({"group": "guests", "price": 4, "extra": True})
FLAT = PriceRule.of({"from": "20:00", "price": 30, "per": "booking"})
LIGHTS = PriceRule.of({"from": "20:00", "price": 3, "per": "booking", "extra": True})
LONG = PriceRule.of({"min_minutes": 90, "price": 18})
PADEL = PriceRule.of({"sport": "padel", "price": 50})
OTHER = PriceRule.of({"resource": "court-2", "price": 60})


@pytest.mark.parametrize(
    ("rules", "group", "start", "end", "expected", "parts"),
    [
        ([USUAL, MEMBERS], "members", "10:00", "11:00", "16.00", [(2, 60)]),
        ([USUAL, MEMBERS], None, "10:00", "11:00", "20.00", [(1, 60)]),
        ([MEMBERS, USUAL], "members", "10:00", "11:00", "20.00", [(2, 60)]),
        ([USUAL, EVENING, GUESTS], "guests", "18:00", "19:30", "48.00", [(2, 90), (3, 90)]),
        ([USUAL, FLAT], None, "20:00", "22:00", "30.00", [(2, None)]),
        ([USUAL, FLAT], None, "19:30", "21:30", "40.00", [(1, 120)]),
        ([USUAL, LIGHTS], None, "20:00", "21:00", "23.00", [(1, 60), (2, None)]),
        ([USUAL, LIGHTS], None, "19:30", "20:30", "20.00", [(1, 60)]),
        ([USUAL, LONG], None, "10:00", "11:00", "20.00", [(1, 60)]),
        ([USUAL, LONG], None, "10:00", "11:30", "27.00", [(2, 90)]),
        ([USUAL, PADEL, OTHER], None, "10:00", "11:00", "20.00", [(1, 60)]),
        ([PADEL, OTHER], None, "10:00", "11:00", "0.00", []),
        ([GUESTS], "guests", "10:00", "11:00", "4.00", [(1, 60)]),
    ],
)
def test_a_price_comes_from_the_rules_that_fit(
    rules: list[PriceRule], group: str | None, start: str, end: str, expected: str, parts: list[tuple[int, int | None]]
) -> None:
    quote = court(rules).quote(group, paris(f"2025-11-10T{start}"), paris(f"2025-11-10T{end}"))
    assert str(quote.price) == expected
    assert quote.parts == tuple(Part(number, rules[number - 1].price, minutes) for number, minutes in parts)


def test_where_members_alone_have_a_price_others_have_none() -> None:
    with pytest.raises(NoPrice):
        price("2025-11-10T10:00", "2025-11-10T11:00", [MEMBERS])


def test_a_currency_without_decimals_is_rounded_to_whole_amounts() -> None:
    odd = court([PriceRule.of({"price": "1001"})], currency="JPY")
    assert str(odd.quote(None, paris("2025-11-10T10:00"), paris("2025-11-10T10:30")).price) == "501"
