"""What may be booked on the grid, and what each refusal says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.times.bookable import bookable_rows, refused_rows
from bookings.rules.times.hours import OpeningHours
from bookings.rules.times.slots import day_slots
from bookings.rules.times.terms import BookingTerms
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


USUAL = BookingTerms(PARIS, CLUB, 30, 60, 120, window_days=7, for_staff=False)


def check(start: str, end: str, terms: BookingTerms = USUAL, now: datetime = NOW, **other: Any) -> None:
    replace(terms, **other).check(paris(start), paris(end), now)


@given(st.integers(-3000, 60000), st.integers(-60, 400))
def test_what_is_accepted_covers_whole_slots_of_the_board(begin: int, length: int) -> None:
    start = paris("2025-11-10T00:00") + timedelta(minutes=begin)
    end = start + timedelta(minutes=length)
    try:
        replace(USUAL, min_minutes=30, max_minutes=300, window_days=28).check(start, end, NOW)
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
        check(start, end)
    assert says in refused.value.message


def test_what_the_rules_allow_passes() -> None:
    check("2025-11-10T10:30", "2025-11-10T11:30")
    check("2025-11-10T20:00", "2025-11-10T22:00")
    check("2025-11-17T20:00", "2025-11-17T22:00")


def test_the_staff_books_what_is_running_until_the_longest_booking_would_be_over_and_any_day_ahead() -> None:
    began = paris("2025-11-10T10:00")
    for minutes, may in ((0, True), (1, True), (119, True), (120, False)):
        now = began + timedelta(minutes=minutes)
        assert replace(USUAL, for_staff=True).allow(began, began + timedelta(hours=1), now) == may
        assert USUAL.allow(began, began + timedelta(hours=1), now) == (minutes == 0)
    check("2026-11-10T10:00", "2026-11-10T11:00", for_staff=True)


def test_an_appointment_lasts_just_as_long_as_its_service() -> None:
    terms = USUAL.of_length(150)
    check("2025-11-11T10:00", "2025-11-11T12:30", terms)
    for ends, refusal in (("12:00", TooShort), ("13:00", TooLong)):
        with pytest.raises(refusal):
            check("2025-11-11T10:00", f"2025-11-11T{ends}", terms)


@given(
    st.sampled_from([date(2025, 11, day) for day in (10, 14, 17, 18)]),
    st.integers(-600, 900),
    st.sampled_from([15, 20, 30, 60]),
    st.integers(1, 12),
    st.booleans(),
    st.sampled_from([CLUB, LATE, ALWAYS]),
)
def test_a_board_opens_the_slots_from_which_the_shortest_booking_is_allowed(
    day: date, minutes: int, step: int, steps: int, staff: bool, hours: OpeningHours
) -> None:
    now = NOW + timedelta(minutes=minutes)
    terms = replace(
        USUAL, hours=hours, slot_minutes=step, min_minutes=step * steps, max_minutes=step * 12, for_staff=staff
    )
    odd = terms.of_length(step * steps + 5)  # a service that ends off the grid
    slots = day_slots(day, PARIS, hours, step)

    def allowed(each: BookingTerms) -> set[int]:
        length = timedelta(minutes=each.min_minutes)
        return {slot.row for slot in slots if each.allow(slot.start, slot.start + length, now)}

    assert bookable_rows(slots, [terms], now) == allowed(terms)
    assert bookable_rows(slots, [terms, odd], now) == allowed(terms) | allowed(odd)
    assert refused_rows(slots, [terms, odd], now).keys() == {slot.row for slot in slots} - allowed(terms) - allowed(odd)


@pytest.mark.parametrize(
    ("day", "clock", "why"),
    [
        (10, "07:00", "past"),
        (10, "11:30", "bookings close 2 hours before the start"),
        (11, "21:30", "Open only until 22:00 on Tuesday 11 November 2025"),
        (18, "07:00", "bookings for this day open on Tuesday 11 November 2025"),
        (17, "21:00", ""),
    ],
)
def test_a_slot_from_which_nothing_can_be_booked_says_why_as_the_refusal_does(day: int, clock: str, why: str) -> None:
    terms = replace(USUAL, notice_minutes=120)
    slots = day_slots(date(2025, 11, day), PARIS, CLUB, 30)
    (slot,) = [each for each in slots if each.label == clock]
    said = refused_rows(slots, [terms], NOW).get(slot.row, "")
    assert said.startswith(why) and bool(said) == bool(why)
    if why:
        with pytest.raises(RuleViolation) as refused:
            terms.check(slot.start, slot.start + timedelta(minutes=60), NOW)
        assert why.lower() in refused.value.message.lower()


def test_after_the_last_start_of_the_day_the_next_is_tomorrow() -> None:
    with pytest.raises(PastTime, match=r"The next start is 07:00 on Tuesday 11 November 2025\."):
        check("2025-11-10T20:00", "2025-11-10T21:00", now=paris("2025-11-10T21:10"))


def test_a_booking_may_cross_midnight_while_the_venue_is_open() -> None:
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


def test_a_venue_that_never_opens_promises_no_next_day() -> None:
    with pytest.raises(ClosedThatDay) as refused:
        check("2025-11-11T10:00", "2025-11-11T11:00", hours=OpeningHours.of({}))
    assert refused.value.message == "Closed on Tuesday 11 November 2025."


def test_an_hour_over_the_change_of_the_clock_is_an_hour() -> None:
    start = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    terms = replace(USUAL, hours=ALWAYS).of_length(60)
    assert terms.allow(start, start + timedelta(hours=1), start)
    with pytest.raises(TooLong):
        terms.check(start, start + timedelta(hours=2), start)


def test_an_opening_shorter_than_a_step_has_nothing_to_take_instead() -> None:
    with pytest.raises(OffTheGrid):
        check("2025-11-11T10:05", "2025-11-11T10:15", min_minutes=5, hours=OpeningHours.of({"1": [["10:00", "10:20"]]}))
