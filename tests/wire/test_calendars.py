"""Bookings as calendar files: whoever reads one again has the same moments and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from icalendar.enums import STATUS

from bookings.wire.calendars.document import write_calendar
from bookings.wire.calendars.entries import Entry

CHANGES = {
    "Europe/Paris": ("2026-03-29T01:00Z", "2026-10-25T01:00Z"),
    "America/New_York": ("2026-03-08T07:00Z", "2026-11-01T06:00Z"),
    "Australia/Lord_Howe": ("2026-10-03T15:30Z", "2026-04-04T15:00Z"),
}
NASTY = "Ünïcode; a,b \\ c\r\nBEGIN:VALARM\nX-EVIL:1 " + "é" * 80
PLAIN = Entry(
    "id", 3, STATUS.CONFIRMED, datetime(2026, 3, 3, 9, tzinfo=UTC), datetime(2026, 3, 3, 10, tzinfo=UTC), "Europe/Paris",
    "Court 1", "Seehof", "", "https://desk.example/bookings/id", datetime(2026, 3, 2, tzinfo=UTC),
)  # fmt: skip


def events(written: bytes) -> list[Any]:
    return Calendar.from_ical(written).walk("VEVENT")


@pytest.mark.parametrize("zone", CHANGES)
def test_an_hour_on_either_side_of_a_change_of_the_clock_keeps_its_moments(zone: str) -> None:
    number, entries = count(), []
    for change in CHANGES[zone]:
        for half_hours in range(-6, 7):
            starts = datetime.fromisoformat(change) + timedelta(minutes=30 * half_hours)
            entries.append(replace(PLAIN, id=str(next(number)), zone=zone, starts_at=starts, ends_at=starts + timedelta(minutes=30)))
    written = write_calendar(entries)
    (described,) = Calendar.from_ical(written).walk("VTIMEZONE")
    assert described["TZID"] == zone and len(described.subcomponents) == 3, "what held before, and both changes"
    for entry, event in zip(entries, events(written), strict=True):
        assert (event.start.astimezone(UTC), event.end.astimezone(UTC)) == (entry.starts_at, entry.ends_at)
        # A local time that comes twice means the first, for whoever reads it by the standard: the second is written in UTC.
        local = entry.starts_at.astimezone(ZoneInfo(zone)), entry.ends_at.astimezone(ZoneInfo(zone))
        assert (str(event.start.tzinfo) == "UTC") == any(each.fold for each in local)
    assert b"Z\r\nDTEND" in written, "there are such among them"


def test_text_stays_text() -> None:
    (event,) = events(write_calendar([replace(PLAIN, summary=NASTY, description=NASTY, place=NASTY)], NASTY))
    read = NASTY.replace("\r\n", "\n")
    assert [str(event[name]) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")] == [read] * 3
    assert "X-EVIL" not in event and not event.subcomponents


def test_the_file_is_made_of_short_lines_and_the_same_each_time() -> None:
    written = write_calendar([replace(PLAIN, summary=NASTY), replace(PLAIN, id="other", zone="UTC")], "Mine")
    assert written == write_calendar([replace(PLAIN, summary=NASTY), replace(PLAIN, id="other", zone="UTC")], "Mine")
    assert written.endswith(b"END:VCALENDAR\r\n") and all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert [event.start.utcoffset() for event in events(written)] == [timedelta(hours=1), timedelta()]


def test_a_calendar_without_entries_is_one() -> None:
    read = Calendar.from_ical(write_calendar([], "Mine"))
    assert (read["VERSION"], read["PRODID"], read["NAME"]) == ("2.0", "-//Ringside//Bookings//EN", "Mine")
