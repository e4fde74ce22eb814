"""How much of one customer's runs at the same time."""

import pytest

from bookings.rules.caps import most_at_once
from tests.world.clock import at


@pytest.mark.parametrize(
    ("others", "most"),
    [
        ([], 0),
        ([("10:00", "11:00")], 1),
        ([("09:00", "10:00"), ("12:00", "13:00")], 0),
        ([("10:00", "11:00"), ("11:00", "12:00")], 1),
        ([("10:00", "11:00"), ("10:30", "12:00")], 2),
        ([("08:00", "14:00"), ("09:00", "10:30"), ("10:30", "11:00")], 2),
        ([("08:00", "10:30"), ("09:00", "10:30"), ("11:30", "13:00")], 2),
    ],
)
def test_bookings_count_at_the_fullest_moment_between_ten_and_twelve(others: list[tuple[str, str]], most: int) -> None:
    spans = [(at(first), at(last)) for first, last in others]
    assert most_at_once(spans, at("10:00"), at("12:00")) == most
