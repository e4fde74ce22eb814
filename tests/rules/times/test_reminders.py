"""When the customer of a booking is reminded of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bookings.rules.times.reminders import Reminder, begins_words, next_reminder, reminder_due, reminders
from bookings.rules.times.zones import to_utc

PARIS, NEW_YORK, LORD_HOWE = "Europe/Paris", "America/New_York", "Australia/Lord_Howe"
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "begins", "hours"),
    [
        (PARIS, "2026-06-10T18:00", 24),
        (PARIS, "2026-03-29T18:00", 23),
        (PARIS, "2026-10-25T18:00", 25),
        (PARIS, "2026-03-30T02:30", 23.5),  # never shown the day before: as the clock jumps
        (PARIS, "2026-10-26T02:30", 25),  # shown twice the day before: the first time
        (NEW_YORK, "2026-03-08T18:00", 23),
        (NEW_YORK, "2026-11-01T18:00", 25),
        (NEW_YORK, "2026-03-09T02:30", 23.5),
        (NEW_YORK, "2026-11-02T01:30", 25),
        (LORD_HOWE, "2026-10-04T18:00", 23.5),
        (LORD_HOWE, "2026-04-05T18:00", 24.5),
        (LORD_HOWE, "2026-10-05T02:15", 23.75),
        (LORD_HOWE, "2026-04-06T01:45", 24.5),
    ],
)
def test_a_day_before_is_the_same_time_on_the_clock_and_two_hours_are_two_hours(zone: str, begins: str, hours: float) -> None:
    start = to_utc(datetime.fromisoformat(begins), zone)
    assert reminders(start, zone) == {
        Reminder.DAY_BEFORE: start - hours * HOUR, Reminder.TWO_HOURS_BEFORE: start - 2 * HOUR,
    }  # fmt: skip


START = to_utc(datetime.fromisoformat("2026-06-10T18:00"), PARIS)


@pytest.mark.parametrize(
    ("since", "now", "due"),
    [
        (24, 24.1, None),
        (24, 24, Reminder.DAY_BEFORE),
        (24, 18, Reminder.DAY_BEFORE),
        (24, 17.9, None),  # too late for it
        (23.9, 23, None),  # booked or moved after its moment
        (2, 2, Reminder.TWO_HOURS_BEFORE),
        (24, 1.5, Reminder.TWO_HOURS_BEFORE),  # one of two that were missed
        (2, 0.9, None),
        (2, 0, None),
    ],
)
def test_one_that_comes_much_too_late_is_left_out(since: float, now: float, due: Reminder | None) -> None:
    assert reminder_due(START, PARIS, START - since * HOUR, START - now * HOUR) == due


def test_the_next_one_is_planned_from_now() -> None:
    ahead = [next_reminder(START, PARIS, START - hours * HOUR) for hours in (25, 24, 3, 2)]
    assert ahead == [START - 24 * HOUR, START - 2 * HOUR, START - 2 * HOUR, None]


def test_it_says_tomorrow_or_today_as_it_is_read() -> None:
    said = [begins_words(START, PARIS, START - hours * HOUR) for hours in (49, 24, 2)]
    assert said == ["on Wednesday 10 June 2026 at 18:00", "tomorrow at 18:00", "today at 18:00"]
