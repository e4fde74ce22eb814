"""The rules of the venue: what those who manage a venue may set aside for one booking, for a reason.

By the code of the refusal; the words stand in the log and with the booking. Every other refusal is about a fact, which nobody
sets aside: a place that is taken or retired, something cancelled, departed or past, an exit row for a child. What binds
customers alone (notice, window, caps, cut-off) is not among them either, for the staff is free of it without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bookings.rules.text.names import clean_name
from bookings.rules.violation import RuleViolation

LONGEST_REASON = 200

VENUE_RULES: Mapping[str, str] = MappingProxyType(
    {
        "closed": "closed that day",
        "outside_hours": "opening hours",
        "off_the_grid": "grid of starts and ends",
        "too_short": "shortest booking",
        "too_long": "longest booking",
        "not_on_sale_yet": "beginning of the sale",
        "sale_ended": "end of the sale",
    }
)


@dataclass(frozen=True)
class Override:
    """What was set aside for a booking, by the codes of the rules, and why."""

    rules: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        return f"{in_words(self.rules)}: {self.reason}"


def is_venue_rule(code: str) -> bool:
    """Whether what was refused with this code may be set aside by those who manage the venue."""
    return code in VENUE_RULES


def in_words(codes: Iterable[str]) -> str:
    """ "opening hours, longest booking"."""
    return ", ".join(VENUE_RULES.get(code, code) for code in codes)


def clean_reason(text: object) -> str:
    """Why rules are set aside, fit to keep. Raises RuleViolation at `override`, also when it is empty."""
    try:
        return clean_name(text, field="reason", limit=LONGEST_REASON)
    except RuleViolation as violation:
        raise RuleViolation(violation.code, violation.message, "override") from violation
