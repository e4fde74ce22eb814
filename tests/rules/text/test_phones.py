"""Telephone numbers as people paste and dictate them."""

import pytest

from bookings.rules.text.phones import clean_phone
from bookings.rules.violation import RuleViolation


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+41 44 123 45 67", "+41 44 123 45 67"),
        ("\u202a+41 44 123 45 67\u202c", "+41 44 123 45 67"),
        ("\u2068+41441234567\u2069", "+41 44 123 45 67"),
        ("0041 44 123 45 67", "+41 44 123 45 67"),
        ("044\u00a0123\u201345\u201367", "+41 44 123 45 67"),
        ("(044) 123.45.67", "+41 44 123 45 67"),
        ("٠٤٤ ١٢٣ ٤٥ ٦٧", "+41 44 123 45 67"),
        ("＋４１ 44 123 45 67", "+41 44 123 45 67"),
        ("+41 44 123 45 67 ext. 8", "+41 44 123 45 67 ext. 8"),
        ("+1 (201) 555-0123", "+1 201-555-0123"),
        ("+41\u00a044\u00a0123", "+41 44 123"),
        ("117", "117"),
    ],
)
def test_a_number_is_understood_however_it_comes(typed: str, kept: str) -> None:
    assert clean_phone(typed, zone="Europe/Zurich") == kept
    assert clean_phone(kept, zone="Europe/Zurich") == kept


def test_without_a_country_a_number_stays_as_it_was_typed() -> None:
    assert clean_phone("044 123\u201345\u201367") == clean_phone("044 123-45-67", zone="UTC") == "044 123-45-67"


@pytest.mark.parametrize("typed", ["", "call me", "12", "+41 44 123 45 67 " * 3, "1-800-FLOWERS", "\u200b", None, 44])
def test_what_is_no_number_is_refused_in_a_sentence(typed: object) -> None:
    with pytest.raises(RuleViolation, match="Write it like"):
        clean_phone(typed)
