"""How long a basket keeps its seats."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.times.holds import EXTENSIONS, LONGEST, extended
from bookings.rules.violation import HoldAtItsLimit, HoldRanOut

FIRST = datetime(2025, 11, 10, 14, 0, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return FIRST + timedelta(minutes=minutes)


def test_keeping_the_seats_sets_the_clock_back_to_full() -> None:
    assert extended(after(10), FIRST, after(8), minutes=10, extensions_used=0) == after(18)


def test_asking_too_soon_costs_no_time() -> None:
    assert extended(after(30), FIRST, after(1), minutes=10, extensions_used=0) == after(30)


def test_after_two_hours_there_is_no_more_time() -> None:
    assert extended(after(115), FIRST, after(114), minutes=10, extensions_used=3) == after(120)
    with pytest.raises(HoldAtItsLimit, match="Book them before the time is up"):
        extended(after(120), FIRST, after(119), minutes=10, extensions_used=3)


def test_more_time_can_be_had_ten_times() -> None:
    assert extended(after(50), FIRST, after(48), minutes=10, extensions_used=EXTENSIONS - 1) == after(58)
    with pytest.raises(HoldAtItsLimit):
        extended(after(50), FIRST, after(48), minutes=10, extensions_used=EXTENSIONS)


@pytest.mark.parametrize("now", [10, 10.001, 500])
def test_a_hold_that_ran_out_cannot_be_brought_back(now: float) -> None:
    with pytest.raises(HoldRanOut, match="released"):
        extended(after(10), FIRST, after(now), minutes=10, extensions_used=0)


@given(st.lists(st.floats(0, 130), max_size=40), st.integers(1, 60))
def test_no_way_of_asking_keeps_seats_beyond_the_limit(moments: list[float], minutes: int) -> None:
    expires, used = after(minutes), 0
    for moment in sorted(moments):
        try:
            later = extended(expires, FIRST, after(moment), minutes=minutes, extensions_used=used)
        except (HoldRanOut, HoldAtItsLimit):
            continue
        assert expires <= later <= FIRST + LONGEST
        expires, used = later, used + 1
    assert used <= EXTENSIONS
