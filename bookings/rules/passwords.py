"""Which passwords are guessed first: the common ones, and those made of what everybody knows about their owner.

The list is Django's (static/VENDORED says where it is from): over eight thousand that leaked most often.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

COMMON = Path(__file__).with_name("common_passwords.txt")
OURS = "ringside"
SHORTEST_WORD = 3  # what is shorter stands in too many passwords by chance
LEAST_OF_ONES_OWN = 5
"""So many letters and digits have to be left besides the owner's name, address and the name of the program."""
LEAST_VARIED = 3
"""So many characters have to differ from the one that a password has most of."""

_LOOK_ALIKES = str.maketrans("013457@$!", "oieastasi")
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_COUNTED_UP = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def is_common(password: str) -> bool:
    """Also in other letters ("P@ssw0rd"), with signs or numbers around it, or of hardly more than one character."""
    plain = _plain(password)
    forms = {plain, plain.translate(_LOOK_ALIKES)}
    forms |= {cut.sub("", form) for form in forms for cut in (_AROUND, _COUNTED_UP)}
    steps = {ord(then) - ord(now) for now, then in zip(plain, plain[1:], strict=False)}
    varied = len(plain) - max(map(plain.count, set(plain)), default=0)
    return bool(forms & _common()) or varied < LEAST_VARIED or steps in ({1}, {-1})


def is_made_of(password: str, known: Iterable[str]) -> bool:
    """Whether little more stands in it than `known`, such as the owner's name and e-mail address, or the program's name."""
    plain = rest = _plain(password)
    for word in sorted(_words([*known, OURS]), key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != plain and sum(each.isalnum() for each in rest) < LEAST_OF_ONES_OWN


def _words(known: Iterable[str]) -> set[str]:
    words: set[str] = set()
    for text in map(_plain, known):
        mailbox, _, domain = text.partition("@")
        words |= {text, mailbox, domain, *re.split(r"[\W_]+", mailbox), *re.split(r"[\W_]+", domain)[:-1]}
    return {word for word in words if len(word) >= SHORTEST_WORD}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text(encoding="utf-8").split())
