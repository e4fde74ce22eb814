"""What a court costs by the time of day."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.money.prices import PriceRule, court_price
from bookings.rules.times.zones import to_local
from bookings.rules.violation import NoPrice, OffTheGrid, RuleViolation

PARIS = "Europe/Paris"
WORKDAYS = [0, 1, 2, 3, 4]
EVENING = PriceRule.of({"days": WORKDAYS, "from": "17:00", "to": "24:00", "per_hour": "28.00"})
NIGHT = PriceRule.of({"days": [4], "from": "22:00", "to": "02:00", "per_hour": "12.00"})
USUAL = PriceRule.of({"per_hour": 20})
TARIFF = [NIGHT, EVENING, USUAL]


def paris(text: str) -> datetime:
    """A time in November, when Paris is an hour ahead."""
    return datetime.fromisoformat(f"{text}+01:00").astimezone(UTC)


def price(start: str, end: str, rules: list[PriceRule] = TARIFF) -> str:
    return str(court_price(paris(start), paris(end), PARIS, rules, "EUR"))


def test_the_first_rule_that_covers_a_time_holds() -> None:
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
    odd = [PriceRule.of({"per_hour": "10.01"})]
    assert price("2025-11-10T10:00", "2025-11-10T10:30", odd) == "5.01"
    assert price("2025-11-10T10:00", "2025-11-10T11:00", odd) == "10.01"


def test_the_doubled_hour_is_paid_twice_and_the_skipped_one_not() -> None:
    start = datetime(2025, 10, 26, 0, 0, tzinfo=UTC)
    small_hours = [PriceRule.of({"from": "02:00", "to": "03:00", "per_hour": 30}), USUAL]
    assert court_price(start, start + timedelta(hours=2), PARIS, small_hours, "EUR") == 60
    start = datetime(2025, 3, 30, 0, 30, tzinfo=UTC)
    assert court_price(start, start + timedelta(hours=1), PARIS, small_hours, "EUR") == 20


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
            court_price(begins, ends, PARIS, TARIFF, "EUR")


times = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
rules = st.builds(
    PriceRule, st.none() | st.frozensets(st.integers(0, 6), min_size=1), times, times, st.decimals(0, 90, places=2)
)
around_the_change = st.integers(-2000, 2000).map(
    lambda minutes: datetime(2025, 10, 26, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(around_the_change, st.integers(1, 300), st.lists(rules, max_size=3), st.sampled_from([PARIS, "Asia/Kathmandu"]))
def test_the_price_is_the_sum_of_its_minutes(start: datetime, minutes: int, tariff: list[PriceRule], zone: str) -> None:
    tariff = [*tariff, USUAL]
    exact = Fraction(0)
    for minute in range(minutes):
        local = to_local(start + timedelta(minutes=minute), zone)
        exact += Fraction(next(rule.per_hour for rule in tariff if rule.covers(local))) / 60
    charged = court_price(start, start + timedelta(minutes=minutes), zone, tariff, "EUR")
    assert abs(Fraction(charged) - exact) <= Fraction(1, 200)


def test_midnight_to_midnight_is_the_whole_day() -> None:
    assert PriceRule.of({"days": [0], "per_hour": 1}) == PriceRule(frozenset({0}), time(), time(), Decimal(1))
    assert price("2025-11-10T00:00", "2025-11-11T00:00", [PriceRule.of({"days": [0], "per_hour": 1})]) == "24.00"


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"per_hour": "free"},
        {"per_hour": 5, "days": [7]},
        {"per_hour": 5, "days": []},
        {"per_hour": 5, "days": "0"},
        {"per_hour": 5, "from": "25:00"},
        {"per_hour": 5, "to": None},
        {"per_hour": 5, "days": [[0]]},
    ],
)
def test_a_price_rule_that_makes_no_sense_is_refused(written: dict[str, Any]) -> None:
    with pytest.raises(RuleViolation):
        PriceRule.of(written)
