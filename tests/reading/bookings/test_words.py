"""What was booked, in words."""

from __future__ import annotations

import pytest

from bookings.models import Resource
from bookings.reading.bookings.booked import what_of


@pytest.mark.parametrize(
    ("name", "sport", "words"),
    [
        ("Court 1", "tennis", "Court 1, tennis"),
        ("Padel", "padel", "Padel"),
        ("Padel court 2", "padel", "Padel court 2"),
        ("Hall", "", "Hall"),
    ],
)
def test_a_court_that_is_called_by_its_sport_says_it_once(name: str, sport: str, words: str) -> None:
    assert what_of(Resource(name=name, sport=sport), None, None, None) == words
