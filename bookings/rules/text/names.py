"""What people type, made fit to keep: names, notes, addresses, passwords.

Owns the limits. Nothing is cut silently and nothing is escaped: markup in a name stays as typed, and templates draw
it as text. Whether an address or a name is already in use is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bookings.rules.passwords import is_common, is_made_of
from bookings.rules.text.canonical import can_be_seen, canonical_email, kept
from bookings.rules.violation import RuleViolation

NAME_LIMIT = 120
NOTE_LIMIT = 1000
EMAIL_LIMIT = 254
PASSWORD_LENGTHS = (8, 128)

WALK_IN = "Walk-in"
"""Whoever bought at the desk without giving a name: many, so nobody is found by it."""

# Direction overrides can make one name look like another on the board.
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_](?:[\w-]{0,61}[^\W_])?")


def clean_name(text: object, *, field: str = "name", limit: int = NAME_LIMIT) -> str:
    """A name on one line: stripped, every run of white space one blank. Raises RuleViolation, also when it is empty."""
    name = " ".join(_text(text, field).split())
    check_characters(name, field)
    # A person whom nobody can see on the board is no person.
    if not can_be_seen(name):
        raise RuleViolation("missing", f"Please fill in the {_words(field)}.", field)
    return _within(name, limit, field)


def clean_note(text: object, limit: int = NOTE_LIMIT, *, field: str = "note") -> str:
    """A note of several lines, white space tidied and at most one empty line in a row. May be empty, also for None."""
    lines = [" ".join(line.split()) for line in _text("" if text is None else text, field).splitlines()]
    note = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    check_characters(note.replace("\n", ""), field)
    return _within(note, limit, field)


def clean_email(text: object, *, field: str = "email") -> str:
    """An address as it is kept and looked up (see `text.canonical_email`). Raises RuleViolation."""
    address = canonical_email(_text(text, field))
    check_characters(address, field)
    _within(address, EMAIL_LIMIT, field)
    if _EMAIL.fullmatch(address) is None or ".." in address:
        raise RuleViolation("bad_email", "That is not an e-mail address. Write it like name@example.com.", field)
    return address


def check_password(text: object, *, field: str = "password", known: Iterable[str] = ()) -> str:
    """The password in its one form (`prepare_password`), when it may be one. Raises RuleViolation.

    `known` is what others know of its owner, such as the name and the e-mail address.
    """
    password = prepare_password(text) if isinstance(text, str) else ""
    shortest, longest = PASSWORD_LENGTHS
    if not shortest <= len(password) <= longest:
        raise RuleViolation(
            "bad_password", f"A password has {shortest} to {longest} characters; this one has {len(password)}.", field
        )
    check_characters(password, field)
    if is_common(password):
        raise RuleViolation(
            "bad_password", "That password is among the first that anyone would try. Choose another.", field
        )
    if is_made_of(password, known):
        raise RuleViolation(
            "bad_password",
            "That password is little more than your name, your address or the name of this program. Choose another.",
            field,
        )
    return password


def prepare_password(text: str) -> str:
    """The one form of a password, however a keyboard composes its letters and whichever blank it sends.

    The OpaqueString profile of RFC 8265 (4.2.2), as NIST SP 800-63B asks. Nothing is cut, and letters keep their case.
    """
    return unicodedata.normalize("NFC", "".join(" " if unicodedata.category(one) == "Zs" else one for one in text))


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise RuleViolation("bad_text", f"The {_words(field)} has to be text.", field)
    return kept(value)


def check_characters(text: str, field: str, *, at: str | None = None) -> None:
    """Control characters, half characters (which no encoding can carry) and direction overrides are refused.

    `at` is the field's name in its form, where it is not the word for it.
    """
    if any(unicodedata.category(character) in ("Cc", "Cs") or character in _OVERRIDES for character in text):
        raise RuleViolation(
            "bad_text",
            f"The {_words(field)} contains characters that cannot be shown. Type it anew.",
            at or field,
        )


def _within(text: str, limit: int, field: str) -> str:
    if len(text) > limit:
        raise RuleViolation(
            "too_long_text",
            f"The {_words(field)} is too long: {len(text)} characters, and at most {limit} fit. Nothing was cut.",
            field,
        )
    return text


def _words(field: str) -> str:
    """The field's name as people read it: "firstName" and "first_name" are "first name"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", field).replace("_", " ").lower()
