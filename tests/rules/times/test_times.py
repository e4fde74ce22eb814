"""Local time and instants, on the days on which clocks misbehave."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bookings.rules.times.zones import (
    clock_label,
    day_bounds,
    days_touched,
    exact_label,
    first_instant,
    local_day,
    to_local,
    to_utc,
)
from bookings.rules.violation import DoubledTime, SkippedTime

ZONES = (
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Asia/Beirut",
    "America/Nuuk",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
    "Africa/Casablanca",
    "America/Havana",
)
zones = st.sampled_from(ZONES)
every_zone = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))
# St John's used to put its clock back at 00:01, so that one day came in two pieces; no zone does that since 2012.
days = st.dates(date(2012, 1, 1), date(2100, 12, 30))
instants = st.datetimes(datetime(2000, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
local_times = st.datetimes(datetime(2012, 1, 1), datetime(2100, 12, 30))  # noqa: DTZ001


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_time_that_the_clock_skips_is_refused_with_two_that_exist() -> None:
    with pytest.raises(SkippedTime) as refused:
        to_utc(at("2025-03-30T02:30"), "Europe/Paris", field="start")
    assert "02:30 does not exist in Europe/Paris on Sunday 30 March 2025" in refused.value.message
    assert "Use 01:30 or 03:30 instead" in refused.value.message
    assert (refused.value.before, refused.value.after) == (utc("2025-03-30T00:30"), utc("2025-03-30T01:30"))
    assert (refused.value.code, refused.value.field) == ("skipped_time", "start")


def test_a_time_that_comes_twice_asks_which() -> None:
    with pytest.raises(DoubledTime) as refused:
        to_utc(at("2030-10-27T02:30"), "Europe/Paris")
    assert "comes twice" in refused.value.message
    assert (refused.value.first, refused.value.second) == (utc("2030-10-27T00:30"), utc("2030-10-27T01:30"))
    assert to_utc(at("2030-10-27T02:30"), "Europe/Paris", fold=0) == utc("2030-10-27T00:30")
    assert to_utc(at("2030-10-27T02:30"), "Europe/Paris", fold=1) == utc("2030-10-27T01:30")


def test_half_an_hour_is_skipped_on_lord_howe() -> None:
    with pytest.raises(SkippedTime, match=r"Use 01:45 or 02:45"):
        to_utc(at("2025-10-05T02:15"), "Australia/Lord_Howe")
    with pytest.raises(DoubledTime):
        to_utc(at("2025-04-06T01:45"), "Australia/Lord_Howe")
    assert to_utc(at("2025-04-06T02:15"), "Australia/Lord_Howe") == utc("2025-04-05T15:45")


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Paris", "2025-03-30", 23),
        ("Europe/Paris", "2025-10-26", 25),
        ("America/New_York", "2025-11-02", 25),
        ("Australia/Lord_Howe", "2025-10-05", 23.5),
        ("Australia/Lord_Howe", "2025-04-06", 24.5),
        ("Pacific/Apia", "2011-12-30", 0),
        ("America/Sao_Paulo", "2018-11-04", 23),
        ("Europe/Paris", "2024-02-29", 24),
        ("Pacific/Kiritimati", "2025-12-31", 24),
        ("Europe/Paris", "2100-12-31", 24),
    ],
)
def test_a_day_has_as_many_hours_as_the_clock_gives_it(zone: str, day: str, hours: float) -> None:
    start, end = day_bounds(date.fromisoformat(day), zone)
    assert end - start == timedelta(hours=hours)


def test_a_day_without_a_midnight_begins_when_the_clock_jumps() -> None:
    start, _ = day_bounds(date(2018, 11, 4), "America/Sao_Paulo")
    assert clock_label(start, "America/Sao_Paulo") == "01:00"


def test_a_jump_over_midnight_from_half_to_half_is_found_to_the_second() -> None:
    assert first_instant(at("1919-03-31T00:00"), "America/Toronto") == utc("1919-03-31T04:30")
    assert to_local(utc("1919-03-31T04:30"), "America/Toronto").strftime("%H:%M") == "00:30"


@given(days, every_zone)
def test_the_days_of_a_zone_follow_each_other_without_gap_or_overlap(day: date, zone: str) -> None:
    start, end = day_bounds(day, zone)
    assert day_bounds(day + timedelta(days=1), zone)[0] == end
    assert timedelta(hours=22) <= end - start <= timedelta(hours=26)
    assert local_day(start, zone) == day == local_day(end - timedelta(microseconds=1), zone)
    assert local_day(start - timedelta(microseconds=1), zone) < day < local_day(end, zone)


@given(instants, every_zone)
def test_what_the_clock_shows_leads_back_to_the_instant(instant: datetime, zone: str) -> None:
    local = to_local(instant, zone)
    assert to_utc(local.replace(tzinfo=None), zone, fold=local.fold) == instant


@given(local_times, zones)
def test_a_local_time_becomes_an_instant_that_shows_it_or_is_refused(local: datetime, zone: str) -> None:
    try:
        instant = to_utc(local, zone)
    except SkippedTime as refused:
        assert (
            to_local(refused.before, zone).replace(tzinfo=None)
            < local
            < to_local(refused.after, zone).replace(tzinfo=None)
        )
    except DoubledTime as refused:
        assert refused.first < refused.second
        for instant in (refused.first, refused.second):
            assert to_local(instant, zone).replace(tzinfo=None) == local
    else:
        assert to_local(instant, zone).replace(tzinfo=None) == local


@given(local_times, zones)
def test_the_first_instant_of_a_time_is_the_first(local: datetime, zone: str) -> None:
    local = local.replace(second=0, microsecond=0)
    instant = first_instant(local, zone)
    assert to_local(instant, zone).replace(tzinfo=None) >= local
    assert to_local(instant - timedelta(seconds=1), zone).replace(tzinfo=None) < local


@given(instants, st.timedeltas(timedelta(), timedelta(days=40)), zones)
def test_a_span_touches_the_days_that_it_has_a_part_in(start: datetime, length: timedelta, zone: str) -> None:
    assume(zone != "Pacific/Apia" or start.year > 2012)
    end = start + length
    for day in days_touched(start, end, zone):
        begins, ends = day_bounds(day, zone)
        assert begins < end or begins <= start
        assert start < ends
    assert local_day(start, zone) == days_touched(start, end, zone)[0]


def test_a_booking_that_ends_at_midnight_does_not_touch_the_next_day() -> None:
    midnight = utc("2025-11-10T23:00")
    assert days_touched(utc("2025-11-10T22:00"), midnight, "Europe/Paris") == (date(2025, 11, 10),)
    late = midnight + timedelta(minutes=30)
    assert days_touched(utc("2025-11-10T22:00"), late, "Europe/Paris") == (date(2025, 11, 10), date(2025, 11, 11))
    assert days_touched(midnight, midnight, "Europe/Paris") == (date(2025, 11, 11),)


def test_the_venues_day_is_not_the_day_in_greenwich() -> None:
    assert local_day(utc("2025-11-10T10:00"), "Pacific/Kiritimati") == date(2025, 11, 11)
    assert local_day(utc("2025-11-10T11:59"), "Etc/GMT+12") == date(2025, 11, 9)


def test_the_two_hours_of_a_doubled_one_differ_on_the_clock() -> None:
    first, second = utc("2025-10-26T00:30"), utc("2025-10-26T01:30")
    assert clock_label(first, "Europe/Paris") == clock_label(second, "Europe/Paris") == "02:30"
    assert exact_label(first, "Europe/Paris") == "02:30 1st"
    assert exact_label(second, "Europe/Paris") == "02:30 2nd"
    assert exact_label(utc("2025-10-26T02:30"), "Europe/Paris") == "03:30"
