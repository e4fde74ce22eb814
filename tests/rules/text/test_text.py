"""Text from people: what is kept of it, when two texts are one, and what can be seen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.text.canonical import can_be_seen, canonical_email, fold, kept, length
from bookings.rules.text.names import clean_email, clean_name
from bookings.rules.violation import RuleViolation


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Özil", "Ozil"),
        ("Özil", "O\u0308ZIL"),
        ("Müller", "Mueller"),
        ("Søren Ærø", "soeren aero"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("علی\u200cرضا", "علیرضا"),
        ("\U0001f469\u200d\U0001f680 Astro", "\U0001f469\U0001f680 astro"),
        ("Ａｎｎ", "ann"),
        ("Ann\u200b\u00ad", "Ann"),
        ("ｶﾞ", "ガ"),
    ],
)
def test_what_looks_or_sounds_alike_is_found_as_one(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("Anna", "Ann"), ("李", "季"), ("\U0001f469", "\U0001f468")])
def test_what_is_another_letter_stays_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more_and_hides_nothing_visible(typed: str) -> None:
    assert fold(kept(typed)) == fold(typed)
    assert not can_be_seen(typed) or fold(typed).strip() != ""


@given(st.text(alphabet="aeouäöüßMxé' -", max_size=20), st.integers(0, 20))
def test_the_fold_of_a_beginning_is_a_beginning_of_the_fold(name: str, typed: int) -> None:
    assert fold(name).startswith(fold(name[:typed]))


@pytest.mark.parametrize(
    "typed",
    [
        "\u2800", "\u3164", "\u115f", "\uffa0", "\u2800 \u2800", "\u200b\u3164", "\u034f", "\u0301", "\ufe0f", "\u00ad",
        "\u2060", "\U000e0061",
    ],
)  # fmt: skip
def test_a_name_of_which_nothing_is_visible_is_missing(typed: str) -> None:
    assert not can_be_seen(typed)
    with pytest.raises(RuleViolation, match="Please fill in the name"):
        clean_name(typed)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("An\u200bn\ufeff", "Ann"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("\U0001f469\u200d\U0001f680", "\U0001f469\u200d\U0001f680"),
        ("\u200fنور\u200f", "نور"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
    ],
)
def test_joiners_are_kept_where_they_shape_letters_and_nowhere_else(typed: str, stored: str) -> None:
    assert clean_name(typed) == stored
    assert unicodedata.is_normalized("NFC", stored)


@pytest.mark.parametrize(
    "typed",
    [
        "Ann@Example.com",
        "ann\u200b@example.com",
        "\u2068ann@example.com\u2069",
        "ａｎｎ＠ｅｘａｍｐｌｅ．ｃｏｍ",
        "ann@exam\u00adple.com\ufeff",
    ],
)
def test_one_address_has_one_form(typed: str) -> None:
    assert canonical_email(typed) == clean_email(typed) == "ann@example.com"


def test_limits_count_characters_not_bytes_and_not_their_parts() -> None:
    assert length("e\u0301" * 120) == length("李" * 120) == 120
    assert len(clean_name("e\u0301" * 120)) == 120
