"""Spans of days, hours of a venue's clock, and what days come to."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bookings.rules.figures.day import DayFigures, MoneyKey
from bookings.rules.figures.heat import Place, heat_of_places
from bookings.rules.figures.hours import is_usual, minutes_by_hour, open_by_hour
from bookings.rules.figures.spans import named_span, parse_span
from bookings.rules.figures.totals import totals_of
from bookings.rules.times.hours import OpeningHours
from bookings.rules.times.zones import day_bounds
from bookings.rules.violation import RuleViolation

TODAY = date(2026, 3, 2)
ALWAYS = OpeningHours.of({str(day): [["00:00", "24:00"]] for day in range(7)})
DAYTIME = OpeningHours.of({str(day): [["08:00", "12:30"], ["14:00", "20:00"]] for day in range(7)})
MORNINGS = OpeningHours.of({str(day): [["06:00", "10:00"]] for day in range(7)})


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({}, "2026-02-17", "2026-03-02"),
        ({"span": "week"}, "2026-02-24", "2026-03-02"),
        ({"span": "year"}, "2025-03-03", "2026-03-02"),
        ({"from": "2026-02-28"}, "2026-02-28", "2026-03-02"),
        ({"from": "2026-03-01", "to": "2026-04-02"}, "2026-03-01", "2026-04-02"),
        ({"to": "2026-03-02", "span": "week"}, "2026-03-02", "2026-03-02"),
    ],
)
def test_a_span_is_the_last_days_or_from_one_day_to_another(asked: dict[str, str], first: str, last: str) -> None:
    span = parse_span(asked, TODAY)
    assert (str(span.first), str(span.last)) == (first, last)
    assert named_span(span.name, TODAY) == span
    assert (span.before.length, span.before.last) == (span.length, span.first - timedelta(days=1))


@pytest.mark.parametrize(
    "asked",
    [{"span": "decade"}, {"from": "2026-03-03", "to": "2026-03-02"}, {"from": "2025-01-01", "to": "2026-03-02"}, {"to": "soon"}],
)
def test_what_is_no_span_is_refused(asked: dict[str, str]) -> None:
    with pytest.raises(RuleViolation):
        parse_span(asked, TODAY)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "minutes", "all_day"),
    [
        ("Europe/Zurich", date(2026, 3, 29), 2, 0, 23 * 60),
        ("Europe/Zurich", date(2026, 10, 25), 2, 120, 25 * 60),
        ("Australia/Lord_Howe", date(2026, 4, 5), 1, 90, 24 * 60 + 30),
        ("Australia/Lord_Howe", date(2026, 10, 4), 2, 30, 24 * 60 - 30),
        ("America/New_York", date(2026, 3, 8), 2, 0, 23 * 60),
    ],
)
def test_hours_that_the_clock_skips_or_doubles_have_their_real_minutes(
    zone: str, day: date, hour: int, minutes: int, all_day: int
) -> None:
    lasts = minutes_by_hour(*day_bounds(day, zone), zone)
    opened = open_by_hour(ALWAYS, None, day, zone, usual=is_usual(day, zone))
    assert lasts.get(hour, 0) == opened.get(hour, 0) == minutes
    assert sum(lasts.values()) == sum(opened.values()) == all_day


def test_somebody_with_own_hours_is_open_within_the_venues() -> None:
    assert open_by_hour(DAYTIME, MORNINGS, TODAY, "Europe/Zurich", usual=True) == {8: 60, 9: 60}
    assert open_by_hour(DAYTIME, None, TODAY, "Europe/Zurich", usual=True)[12] == 30


def test_half_of_a_split_court_is_half_of_it() -> None:
    day = DayFigures(sold={"a": Counter({8: 60}), "whole": Counter({9: 30})})
    court = Place("whole", 1, "Court 1", "court", "tennis", parts=("a", "b"))
    heat = heat_of_places([court], DAYTIME, "Europe/Zurich", {TODAY: day}, frozenset())
    [row] = heat.rows
    assert [row.cells[hour].percent for hour in (8, 9, 10)] == [50, 50, 0]
    assert (row.fullest, heat.hours) == (8, range(8, 20))


def test_days_come_to_their_sum_and_are_read_as_they_were_kept() -> None:
    desk, online = MoneyKey("CHF", "cash", "sam"), MoneyKey("CHF", "online", "ann")
    monday = DayFigures(2, 1, 3, Counter({0: 1, 9: 1}), {desk: Decimal("10.50"), online: Decimal("-3.00")})
    tuesday = DayFigures(1, 0, 0, Counter({3: 1}), {MoneyKey("EUR", "cash", "sam"): Decimal(4)}, seats={20: (3, 30)})
    days = {TODAY: DayFigures.read(monday.write()), TODAY + timedelta(days=1): DayFigures.read(tuesday.write())}
    assert list(days.values()) == [monday, tuesday]
    total = totals_of(days)
    assert (total.bookings, total.missed, total.cancelled, total.missed_on) == (3, 1, 3, {0: 1})
    assert (total.median_lead, total.leads(), total.missed_percent) == (3, [1, 0, 1, 0, 1], Decimal("33.3"))
    assert {currency: each.amount for currency, each in total.revenue.items()} == {"CHF": Decimal("7.50"), "EUR": Decimal(4)}
    assert total.revenue["CHF"].by_clerk == {"sam": Decimal("10.50"), "ann": Decimal("-3.00")}
