"""Telephone numbers as people type, paste and dictate them, made fit to keep and to dial."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from babel.core import get_global

from bookings.rules.text.canonical import is_invisible
from bookings.rules.violation import RuleViolation

PHONE_SHORTEST, PHONE_LIMIT = 3, 40
_LOOKS_LIKE_ONE = re.compile(r"[+(]?[0-9][0-9 ()./-]*(?: ?(?:ext\.?|x|#) ?[0-9]{1,6})?", re.IGNORECASE)


def clean_phone(text: object, *, zone: str | None = None, field: str = "phone") -> str:
    """A number in its international form where that is known, else as it was typed without invisible characters.

    `zone` is a venue's time zone: a number without a country is one of its country. Raises RuleViolation.
    """
    typed = _plain(text) if isinstance(text, str) else ""
    if not PHONE_SHORTEST <= len(typed) <= PHONE_LIMIT or _LOOKS_LIKE_ONE.fullmatch(typed) is None:
        raise RuleViolation(
            "bad_phone",
            "That is not a telephone number. Write it like +41 44 123 45 67, with the country in front.",
            field,
        )
    try:
        number = phonenumbers.parse(typed, country_of(zone))
    except phonenumbers.NumberParseException:
        return typed
    if not phonenumbers.is_valid_number(number):
        return typed
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def country_of(zone: str | None) -> str | None:
    """The country in which most people live who have this time zone, as two letters."""
    found: str | None = get_global("zone_territories").get(zone) if zone else None
    return found


def _plain(text: str) -> str:
    """Without marks of direction and other invisible characters; every dash a dash, every digit one of 0 to 9."""
    visible = "".join(each for each in unicodedata.normalize("NFKC", text) if not is_invisible(each))
    plain = "".join("-" if unicodedata.category(each) == "Pd" else _digit(each) for each in visible)
    return " ".join(plain.split())


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character
