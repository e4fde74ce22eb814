"""A family name is found however a keyboard or an airline writes it."""

import pytest

from bookings.rules.text.family_names import is_family_name


@pytest.mark.parametrize(
    ("typed", "name", "same"),
    [
        ("MULLER", "Müller", True), ("Mueller", "Müller", True), ("müller", "MUELLER", True), ("GROSS", "Groß", True),
        ("ONEILL", "O’Neill", True), ("von der leyen", "VonDerLeyen", True), ("Garcia-Lopez", "García López", True), ("王", "王", True),
        ("Müllers", "Müller", False), ("Mull", "Müller", False), ("", "", False), ("-", "'", False),
    ],
)  # fmt: skip
def test_names_are_compared_by_their_letters(typed: str, name: str, same: bool) -> None:
    assert is_family_name(typed, name) == same
