"""Passwords that anybody would try first are refused, whatever letters they are written in."""

import pytest

from bookings.rules.text.names import check_password
from bookings.rules.violation import RuleViolation

ANN = ("ann@birdwell.example", "Ann Canarini")


@pytest.mark.parametrize(
    "password",
    [
        "changeme", "letmein!", "iloveyou1", "admin123", "monkey123", "dragon123", "qwertyuiop", "Password1", "P@ssw0rd",
        "Passw0rd!!", "!!sunshine2024", "iloveyou99", "PASSWORD123!", "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44",
        "11111111", "11111112", "aaaaaaab!", "23456789", "87654321", "hijklmnop",
    ],
)  # fmt: skip
def test_common_ones(password: str) -> None:
    with pytest.raises(RuleViolation, match="among the first"):
        check_password(password)


@pytest.mark.parametrize(
    "password",
    ["ringside1", "Ringside2026", "canarini", "AnnCanarini1", "ann@birdwell.example", "own@birdwell.1", "birdwell!!!!"],
)
def test_what_is_known_of_their_owner(password: str) -> None:
    with pytest.raises(RuleViolation, match="little more than your name"):
        check_password(password, known=ANN)


@pytest.mark.parametrize(
    "password",
    ["Test123!", "Passw0rd!x9", "correct horse battery staple", "annual-report-7", "ringside kettle", "zq7-Velo"],
)
def test_others_are_fine(password: str) -> None:
    assert check_password(password, known=ANN) == password


def test_the_name_of_another_is_no_matter() -> None:
    assert check_password("canarini1", known=("bob@crowd.example", "Bob Birdwell"))
