"""Instants, days and zones as people and programs write them."""

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.times.zones import iso, parse_day, parse_instant, to_local, to_utc
from bookings.rules.violation import RuleViolation, SkippedTime

instants = st.datetimes(datetime(2000, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2025-11-10T12:00:00.000Z", "2025-11-10T12:00"),
        ("2025-11-10T12:00Z", "2025-11-10T12:00"),
        ("2025-11-10t12:00:00z", "2025-11-10T12:00"),
        ("2025-11-10T14:00:00+02:00", "2025-11-10T12:00"),
        ("2025-11-10T23:30:00-1000", "2025-11-11T09:30"),
        (" 2024-02-29T00:00:00Z ", "2024-02-29T00:00"),
    ],
)
def test_an_instant_is_read_with_its_offset(written: str, instant: str) -> None:
    assert parse_instant(written) == utc(instant)
    assert parse_instant(written).tzinfo is UTC


@pytest.mark.parametrize(
    "written",
    [
        "2025-11-10T12:00:00",
        "",
        "tomorrow",
        "2025-11-10",
        "2025-02-29T00:00Z",
        "2025-11-10T24:01Z",
        "2025-11-10T12:60Z",
        "1999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00+14:00",
        "2025-11-10T12:00:60Z",
        None,
        17,
        "2025-11-10T12:00:00 02:00",
        "２０２５-11-10T12:00Z",
        "2025-11-10T12:00+99:00",
        "x" * 10_000,
    ],
)
def test_what_is_no_instant_is_refused(written: object) -> None:
    with pytest.raises(RuleViolation) as refused:
        parse_instant(written, field="end")
    assert refused.value.field == "end"


def test_a_time_without_an_offset_is_refused_with_the_reason() -> None:
    with pytest.raises(RuleViolation, match="does not say its offset"):
        parse_instant("2025-11-10T12:00")


@given(instants)
def test_an_instant_survives_the_wire_to_the_millisecond(instant: datetime) -> None:
    again = parse_instant(iso(instant))
    assert timedelta() <= instant - again < timedelta(milliseconds=1)


def test_an_instant_is_written_in_utc_whatever_its_zone() -> None:
    assert iso(to_local(utc("2025-11-10T12:00"), "Asia/Kathmandu")) == "2025-11-10T12:00:00.000Z"
    with pytest.raises(ValueError, match="aware"):
        iso(at("2025-11-10T12:00"))


def test_a_day_is_read_and_nonsense_is_not() -> None:
    assert parse_day("2024-02-29") == date(2024, 2, 29)
    for written in ("2025-02-29", "1999-12-31", "2101-01-01", "10.11.2025", "2025-W46-1", "20251110", "", None, 5):
        with pytest.raises(RuleViolation):
            parse_day(written)


def test_a_refusal_can_travel_between_processes() -> None:
    with pytest.raises(SkippedTime) as refused:
        to_utc(at("2025-03-30T02:30"), "Europe/Paris", field="start")
    again = pickle.loads(pickle.dumps(refused.value))
    assert (again.code, again.message, again.field) == (refused.value.code, refused.value.message, "start")
