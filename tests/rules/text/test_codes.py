"""Booking codes that survive the telephone."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.text.codes import ALPHABET, code_typed, is_rude, new_pnr


def drawing(characters: str) -> Callable[[str], str]:
    left = iter(characters)
    return lambda _: next(left)


def test_a_code_has_six_characters_that_are_not_taken_for_each_other() -> None:
    codes = {new_pnr() for _ in range(500)}
    assert len(codes) > 490
    assert {len(code) for code in codes} == {6}
    assert not set("".join(codes)) & set("0O1I")
    assert len(ALPHABET) == len(set(ALPHABET)) == 32


def test_a_rude_word_is_drawn_again() -> None:
    assert new_pnr(drawing("XWANKX" + "AB2CD3")) == "AB2CD3"


@pytest.mark.parametrize("code", ["ARSE22", "2FAG34", "XA55XX", "5LUTXX", "WXYSEX"])
def test_rude_words_are_found_also_in_digits(code: str) -> None:
    assert is_rude(code)


@given(st.text(ALPHABET, min_size=6, max_size=6))
def test_a_code_is_read_back_however_it_was_typed(code: str) -> None:
    assert code_typed(f" {code[:3].lower()}-{code[3:]} ") == code_typed(code) == code


@pytest.mark.parametrize("typed", ["", "A", "ABCDEFG", "ABCDE0", "ABCDO2", "ABCDE1", "ABCDEI", "ÄBCDEF"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert code_typed(typed) == ""
