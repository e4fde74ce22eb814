"""Booking codes (PNR): six characters that survive being read out over the telephone; and what the ticket of one seat says.

Owns the alphabet and the shape. That a code is unique is the database's to say; the desk draws again on a clash.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from bookings.rules.text.canonical import kept
from bookings.rules.violation import RuleViolation

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No 0, O, 1 or I: they are taken for each other."""

LENGTH = 6

_BEFORE_THE_SEAT, _LONGEST_TICKET = "/", 60

_RUDE = (
    "ANAL",
    "ANUS",
    "ARSE",
    "ASS",
    "CRAP",
    "CUM",
    "CUNT",
    "DAMN",
    "FAG",
    "FCK",
    "FUC",
    "FUK",
    "HELL",
    "KKK",
    "NAZ",
    "PEE",
    "RAPE",
    "SEX",
    "SLUT",
    "TRD",
    "TWAT",
    "VAG",
    "WANK",
    "WHR",
)
_BOARDING_PASS = re.compile(r"M[1-4].{20}[E ]([A-Z0-9]{6}) [A-Z]{6}")  # rules.flights.boarding_pass
_DIGITS_AS_LETTERS = str.maketrans("23456789", "ZEASGTBG")


def new_pnr(draw: Callable[[str], str] = secrets.choice) -> str:
    """A fresh code from the system's own randomness. `draw` picks one character from a string."""
    while True:
        code = "".join(draw(ALPHABET) for _ in range(LENGTH))
        if not is_rude(code):
            return code


def is_rude(code: str) -> bool:
    """Whether the code contains a word that nobody wants on a ticket, also with digits for letters."""
    spelled = code.translate(_DIGITS_AS_LETTERS)
    return any(word in code or word in spelled for word in _RUDE)


def code_typed(text: str) -> str:
    """The code, or its beginning, that may be meant by what was typed or read out ("abc-def", "ABC DEF"), or scanned from a
    boarding pass; "" for none."""
    scanned = _BOARDING_PASS.match(text)
    code = re.sub(r"[\s._/-]", "", scanned[1] if scanned else text).upper()
    return code if 2 <= len(code) <= LENGTH and all(character in ALPHABET for character in code) else ""


def ticket_code(pnr: str, label: str) -> str:
    """What the ticket of one seat says: its booking's code, then the seat."""
    return f"{pnr}{_BEFORE_THE_SEAT}{label}"


def ticket_typed(text: str) -> tuple[str, str] | None:
    """(code of the booking, label of the seat) of a ticket that was scanned, or typed as "ABC234/12A" or "abc234 12a"; "" for all of
    the booking's seats; None for what is neither."""
    typed = kept(text)[:_LONGEST_TICKET].strip()
    for cut in (_BEFORE_THE_SEAT, " "):
        code, _, label = typed.partition(cut)
        if len(code_typed(code)) == LENGTH:
            return code_typed(code), label.strip()
    whole = code_typed(typed)  # read out in two halves
    return (whole, "") if len(whole) == LENGTH else None


def read_code(text: str) -> tuple[str, str]:
    """As `ticket_typed`. Raises RuleViolation."""
    found = ticket_typed(text)
    if found is None:
        raise RuleViolation(
            "no_code",
            f"That is not a code of a booking. It has {LENGTH} letters and digits, as the ticket or the confirmation shows it.",
            "code",
        )
    return found
