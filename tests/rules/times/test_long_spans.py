"""How long anything may occupy a place in one piece."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.times.spans import LONGEST_CLAIM, split_span

STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis adds it)
LENGTHS = st.timedeltas(timedelta(minutes=1), timedelta(days=400))
ZONES = st.sampled_from(["Europe/Zurich", "America/Santiago", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC"])


@given(STARTS, LENGTHS, ZONES)
def test_the_parts_of_a_span_are_the_span_and_none_is_long(start: datetime, length: timedelta, zone: str) -> None:
    found = split_span(start, start + length, zone)
    assert (found[0][0], found[-1][1]) == (start, start + length)
    assert all(before[1] == after[0] for before, after in pairwise(found))
    assert all(timedelta(0) < end - begin <= LONGEST_CLAIM for begin, end in found)
    assert len(found) == 1 or length > LONGEST_CLAIM
