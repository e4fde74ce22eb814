"""Names, addresses and numbers as an index keeps them, and the terms that are searched there: beginnings of words.

A term is everything from the beginning of one word on, so "maria sch" finds Anna Maria Schmidt in one step.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from bookings.rules.text.canonical import fold
from bookings.rules.text.names import WALK_IN

LONGEST_TERM = 64
MOST_TERMS = 80
"""Of one person: a name of 120 letters without a blank, in a script that has none between words, begins as often."""

_APOSTROPHE, _HYPHEN = re.compile("['’ʼ`´]"), re.compile("[.‐‑-]")
# Scripts that are written without a blank between words: there a word may begin at every letter.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
_NUMBER = re.compile(r"\+?[\d\s()./-]+")
_SHORTEST_NUMBER = 4


@lru_cache(maxsize=1024)  # a new customer is found everywhere and at the venue that wrote them down, under the same terms
def terms_of(name: str, email: str | None, phone: str | None) -> frozenset[str]:
    """Under which terms a person is found."""
    names = () if name == WALK_IN else (name, _APOSTROPHE.sub("", name), _HYPHEN.sub("", name))  # O'Neill, ONeill; Jean-Luc, JeanLuc
    written = (*names, email or "")
    found = [term for text in written for term in _beginnings(_words(text))]
    digits = digits_of(phone or "")
    found += [digits[n:] for n in range(max(0, len(digits) - _SHORTEST_NUMBER + 1))]
    return frozenset(list(dict.fromkeys(found))[:MOST_TERMS])


def wanted_terms(typed: str) -> tuple[str, ...]:
    """The beginnings of terms to search for: all of it in order; a number also as a telephone shows it."""
    found = [_words(typed)[:LONGEST_TERM].strip()]
    if _NUMBER.fullmatch(typed.strip()) and len(digits_of(typed)) >= _SHORTEST_NUMBER:
        found.append(digits_of(typed)[:LONGEST_TERM])
    return tuple(dict.fromkeys(term for term in found if term))


def wanted_words(typed: str) -> tuple[str, ...]:
    """The single words, each once: somebody who has all of them, in whatever order, is meant too."""
    return tuple(dict.fromkeys(word[:LONGEST_TERM] for word in _words(typed).split()))


def end_of(term: str) -> str:
    """Every term that begins with `term` sorts before this."""
    return term + "\U0010ffff"


def digits_of(text: str) -> str:
    """Without what is dialled first from at home: 0041 44, +41 44 and, as an ending, 044 are one."""
    return "".join(str(unicodedata.digit(each)) for each in text if each.isdigit()).lstrip("0")


def _words(text: str) -> str:
    """Folded, with one blank between words; where there is nothing but punctuation, that."""
    folded = fold(text)
    words = " ".join("".join(each if _counts(each) else " " for each in folded).split())
    return words or "".join(folded.split())


def _counts(character: str) -> bool:
    """Letters, marks, digits and symbols (emoji among them) are searched; what stands between them is not."""
    return unicodedata.category(character)[0] in "LMNS"


def _beginnings(words: str) -> Iterator[str]:
    for place, letter in enumerate(words):
        begins = place == 0 or words[place - 1] == " "
        if letter != " " and (begins or _UNSPACED.match(letter)):
            yield words[place : place + LONGEST_TERM].strip()
