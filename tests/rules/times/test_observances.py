"""The changes of a zone's clock, as calendar files write them down."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings.rules.times.observances import observances

FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)


@pytest.mark.parametrize(
    ("zone", "changes"),
    [("Europe/Paris", 6), ("America/New_York", 6), ("Australia/Lord_Howe", 6), ("Africa/Casablanca", 6), ("Asia/Tokyo", 0)],
)
def test_whoever_reads_them_as_the_standard_says_knows_the_offset_at_every_moment(zone: str, changes: int) -> None:
    found = observances(zone, FIRST, LAST)
    assert len(found) == 1 + changes
    begin = [each.begins.replace(tzinfo=UTC) - each.before for each in found]  # RFC 5545, 3.6.5: by the offset before
    moment = datetime(2025, 1, 1, tzinfo=UTC)
    while moment.date() <= LAST:
        last = max(n for n, begins in enumerate(begin) if begins <= moment)
        assert found[last].after == moment.astimezone(ZoneInfo(zone)).utcoffset(), moment
        moment += timedelta(minutes=30)


def test_a_change_has_its_name_and_the_clock_of_before_it() -> None:
    spring, autumn = observances("Australia/Lord_Howe", date(2026, 7, 1), date(2027, 6, 30))[1:]
    assert (str(spring.begins), spring.summer, spring.after - spring.before) == ("2026-10-04 02:00:00", True, timedelta(minutes=30))
    assert (str(autumn.begins), autumn.summer, autumn.after - autumn.before) == ("2027-04-04 02:00:00", False, -timedelta(minutes=30))
