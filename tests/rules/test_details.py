"""What is written down about a booking beside what, when and for whom."""

import pytest

from bookings.rules.details import Details, clean_details, parse_details
from bookings.rules.violation import RuleViolation


@pytest.mark.parametrize(
    ("form", "details"),
    [
        ({}, {}),
        ({"court": "1", "note": "Left-handed"}, {"note": "Left-handed"}),
        ({"players": ""}, {"players": None}),
        ({"players": " 1 "}, {"players": 1}),
        ({"players": "8", "note": ""}, {"players": 8, "note": ""}),
    ],
)
def test_a_form_gives_the_details_that_are_in_it(form: dict[str, str], details: Details) -> None:
    assert parse_details(form) == clean_details(details, "court") == details


@pytest.mark.parametrize("typed", ["0", "9", "-1", "+4", "1.5", "four", "٤", "4 or 5", "1" * 5_000])
def test_players_are_typed_as_a_whole_number_from_1_to_8(typed: str) -> None:
    with pytest.raises(RuleViolation, match="From 1 to 8 people play on a court") as refused:
        parse_details({"players": typed})
    assert refused.value.field == "players"


@pytest.mark.parametrize("players", [0, 9, 1.5, "4", True])
def test_nothing_else_is_kept_as_a_number_of_players(players: object) -> None:
    with pytest.raises(RuleViolation) as refused:
        clean_details({"players": players}, "court")  # type: ignore[typeddict-item]
    assert refused.value.field == "players"


@pytest.mark.parametrize("kind", ["appointment", "event", "flight"])
def test_only_a_court_is_booked_for_a_number_of_players(kind: str) -> None:
    with pytest.raises(RuleViolation, match="has no players") as refused:
        clean_details({"players": 4}, kind)
    assert refused.value.field == "players"
