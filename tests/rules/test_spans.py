"""What may be booked on the grid, and what each refusal says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.times.slots import OpeningHours, check_span, day_slots
from bookings.rules.times.zones import local_day
from bookings.rules.violation import (
    ClosedThatDay,
    EndsBeforeStart,
    NamedRefusal,
    OffTheGrid,
    OutsideHours,
    PastTime,
    RuleViolation,
    TooFarAhead,
    TooLittleNotice,
    TooLong,
    TooShort,
)

PARIS = "Europe/Paris"
ALWAYS = OpeningHours.of({str(day): [["00:00", "24:00"]] for day in range(7)})
CLUB = OpeningHours.of({str(day): [["07:00", "22:00"]] for day in range(6)})
LATE = OpeningHours.of({"4": [["18:00", "02:00"]], "5": [["10:00", "12:00"]]})
NOW = datetime(2025, 11, 10, 9, 5, tzinfo=UTC)  # a Monday, 10:05 in Paris


def paris(text: str) -> datetime:
    """A time in November, when Paris is an hour ahead."""
    return datetime.fromisoformat(f"{text}+01:00").astimezone(UTC)


def check(
    start: str, end: str, *, hours: OpeningHours = CLUB, now: datetime = NOW, notice: int = 0, window: int | None = None
) -> None:
    check_span(
        paris(start),
        paris(end),
        zone=PARIS,
        hours=hours,
        slot_minutes=30,
        min_minutes=60,
        max_minutes=120,
        now=now,
        notice_minutes=notice,
        window_days=window,
    )


@given(st.integers(-3000, 60000), st.integers(-60, 400))
def test_what_is_accepted_covers_whole_slots_of_the_board(begin: int, length: int) -> None:
    start = paris("2025-11-10T00:00") + timedelta(minutes=begin)
    end = start + timedelta(minutes=length)
    try:
        check_span(
            start,
            end,
            zone=PARIS,
            hours=CLUB,
            slot_minutes=30,
            min_minutes=30,
            max_minutes=300,
            now=NOW,
            window_days=28,
        )
    except RuleViolation as refused:
        assert isinstance(refused, NamedRefusal)
        assert refused.message.endswith(".") and refused.field in ("start", "end")
    else:
        slots = [
            slot
            for slot in day_slots(local_day(start, PARIS), PARIS, CLUB, 30)
            if start < slot.end and slot.start < end
        ]
        assert slots[0].start == start >= NOW and slots[-1].end == end


@pytest.mark.parametrize(
    ("start", "end", "refusal", "says"),
    [
        ("2025-11-10T10:00", "2025-11-10T11:00", PastTime, "The next start is 10:30 on Monday 10 November 2025"),
        (
            "2025-11-10T14:10",
            "2025-11-10T15:10",
            OffTheGrid,
            "start every 30 minutes, counted from 07:00. Take 14:00 or 14:30",
        ),
        ("2025-11-10T14:00", "2025-11-10T15:10", OffTheGrid, "Take 15:00 or 15:30"),
        (
            "2025-11-11T06:00",
            "2025-11-11T07:30",
            OutsideHours,
            "Closed at 06:00 on Tuesday 11 November 2025. Open that day: 07:00 to 22:00",
        ),
        ("2025-11-11T21:30", "2025-11-11T22:30", OutsideHours, "Open only until 22:00 on Tuesday 11 November 2025"),
        ("2025-11-16T10:00", "2025-11-16T11:00", ClosedThatDay, "The next day open is Monday 17 November 2025"),
        ("2025-11-11T10:00", "2025-11-11T10:30", TooShort, "at least 60 minutes; this one would last 30 minutes"),
        ("2025-11-11T10:00", "2025-11-11T12:30", TooLong, "at most 120 minutes; this one would last 150 minutes"),
        ("2025-11-11T10:00", "2025-11-11T10:00", EndsBeforeStart, "by at least 60 minutes"),
        ("2025-11-11T10:00", "2025-11-11T09:00", EndsBeforeStart, "after the start"),
        (
            "2025-11-18T07:00",
            "2025-11-18T08:00",
            TooFarAhead,
            "7 days ahead. The last day that can be booked now is Monday 17 Nov",
        ),
    ],
)
def test_each_refusal_is_its_own_and_says_what_would_be_allowed(
    start: str, end: str, refusal: type[RuleViolation], says: str
) -> None:
    with pytest.raises(refusal) as refused:
        check(start, end, window=7)
    assert says in refused.value.message


def test_what_the_rules_allow_passes() -> None:
    check("2025-11-10T10:30", "2025-11-10T11:30", window=7)
    check("2025-11-10T20:00", "2025-11-10T22:00", window=7)
    check("2025-11-17T20:00", "2025-11-17T22:00", window=7)


def test_a_court_closes_some_time_before_the_start_and_for_the_desk_after_it() -> None:
    with pytest.raises(TooLittleNotice, match="close 60 minutes before they start. The next start is 11:30"):
        check("2025-11-10T10:30", "2025-11-10T11:30", notice=60)
    check("2025-11-10T11:30", "2025-11-10T12:30", notice=60)
    check("2025-11-10T10:00", "2025-11-10T11:00", notice=-30)


def test_after_the_last_start_of_the_day_the_next_is_tomorrow() -> None:
    with pytest.raises(PastTime, match=r"The next start is 07:00 on Tuesday 11 November 2025\."):
        check("2025-11-10T20:00", "2025-11-10T21:00", now=paris("2025-11-10T21:10"))


def test_a_booking_may_cross_midnight_while_the_house_is_open() -> None:
    check("2025-11-14T23:30", "2025-11-15T00:30", hours=LATE)
    check("2025-11-14T23:30", "2025-11-15T00:30", hours=ALWAYS)
    with pytest.raises(OutsideHours, match="Open only until 02:00 on Saturday 15 November 2025"):
        check("2025-11-15T01:00", "2025-11-15T02:30", hours=LATE)
    with pytest.raises(OutsideHours, match="Open that day: 00:00 to 02:00 and 10:00 to 12:00"):
        check("2025-11-15T03:00", "2025-11-15T04:00", hours=LATE)


def test_a_break_at_noon_is_not_played_through() -> None:
    hours = OpeningHours.of({"0": [["07:00", "12:00"], ["13:00", "22:00"]]})
    with pytest.raises(OutsideHours, match="until 12:00"):
        check("2025-11-10T11:30", "2025-11-10T13:30", hours=hours)


def test_a_house_that_never_opens_promises_no_next_day() -> None:
    with pytest.raises(ClosedThatDay) as refused:
        check("2025-11-11T10:00", "2025-11-11T11:00", hours=OpeningHours.of({}))
    assert refused.value.message == "Closed on Tuesday 11 November 2025."


def test_an_hour_over_the_change_of_the_clock_is_an_hour() -> None:
    start = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    settings = {"zone": PARIS, "hours": ALWAYS, "slot_minutes": 30, "min_minutes": 60, "max_minutes": 60, "now": start}
    check_span(start, start + timedelta(hours=1), **settings)  # type: ignore[arg-type]
    with pytest.raises(TooLong):
        check_span(start, start + timedelta(hours=2), **settings)  # type: ignore[arg-type]


def test_an_opening_shorter_than_a_step_has_nothing_to_take_instead() -> None:
    hours = OpeningHours.of({"1": [["10:00", "10:20"]]})
    start = paris("2025-11-11T10:05")
    with pytest.raises(OffTheGrid):
        check_span(
            start,
            start + timedelta(minutes=10),
            zone=PARIS,
            hours=hours,
            slot_minutes=30,
            min_minutes=5,
            max_minutes=60,
            now=NOW,
        )
