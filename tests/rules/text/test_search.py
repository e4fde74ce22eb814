"""Under which terms people are found, and what is looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.text.names import clean_name
from bookings.rules.text.search_terms import LONGEST_TERM, MOST_TERMS, terms_of, wanted_terms, wanted_words
from bookings.rules.violation import RuleViolation


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("oneill", "Sean O'Neill"),
        ("o'n", "Sean O’Neill"),
        ("jeanluc", "Jean-Luc Picard"),
        ("luc pic", "Jean-Luc Picard"),
        ("Mueller", "Müller"),
        ("Ozil", "Mesut Özil"),
        ("太郎", "山田太郎"),
        ("\U0001f680", "Ann \U0001f680"),
    ],
)
def test_a_name_is_found_from_the_beginning_of_any_of_its_words(typed: str, name: str) -> None:
    (wanted,) = wanted_terms(typed)
    assert any(term.startswith(wanted) for term in terms_of(name, None, None))


@pytest.mark.parametrize("typed", ["+41 44 123 45 67", "0041 44 123", "044 123 45", "123 45 67", "45-67", "(044) 123"])
def test_a_number_is_found_by_how_it_begins_or_ends_however_it_is_written(typed: str) -> None:
    terms = terms_of("Ann", None, "+41441234567")
    assert any(term.startswith(wanted) for wanted in wanted_terms(typed) for term in terms)


@given(st.text(min_size=1, max_size=120))
def test_whatever_may_be_kept_as_a_name_is_found_by_all_of_it(typed: str) -> None:
    try:
        name = clean_name(typed)
    except RuleViolation:
        return
    terms = terms_of(name, "ann@example.com", None)
    assert 0 < len(terms) <= MOST_TERMS
    assert all(0 < len(term) <= LONGEST_TERM for term in terms)
    assert any(term.startswith(wanted_terms(name)[0]) for term in terms)


def test_words_are_looked_for_once_each() -> None:
    assert wanted_words("Schmidt, Anna SCHMIDT") == ("schmidt", "anna")
    assert wanted_terms("  ") == wanted_words("\u200b") == ()
