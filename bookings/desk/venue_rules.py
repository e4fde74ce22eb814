"""The rules of the venue as one booking meets them: refused, or set aside by a manager of the venue, who says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bookings.desk.transaction import Transaction
from bookings.errors import NotAllowed, Refusal
from bookings.models import Booking, Hold
from bookings.rules.overrides import clean_reason, is_venue_rule
from bookings.rules.violation import RuleViolation

Violation = RuleViolation | Refusal


class VenueRules:
    """What is asked of one booking at one venue. A verb asks as it goes on (`ask`), and last of all settles what was found.

    `override` is the reason for which whoever is at it sets rules aside; None: they do not. Only those who manage the venue
    may (NotAllowed), and only rules that `rules.overrides` names.
    """

    def __init__(self, tx: Transaction, venue_id: str, override: str | None) -> None:
        self._manages = tx.by.manages(venue_id)
        if override is not None and not self._manages:
            raise NotAllowed("Only those who manage the venue set its rules aside. Ask one of them.")
        self._reason = None if override is None else clean_reason(override)
        self._violations: list[Violation] = []

    def ask(self, violations: Iterable[Violation]) -> None:
        """Raise the first of these that cannot be set aside here. For a manager the others wait: when all else is right,
        they are what `settle` is about."""
        for each in violations:
            if not (self._manages and is_venue_rule(each.code)):
                raise each
            self._violations.append(each)

    def may_set_aside(self, violations: Sequence[Violation]) -> bool:
        return self._manages and all(is_venue_rule(each.code) for each in violations)

    def settle(self, owner: Booking | Hold) -> None:
        """Write down what is set aside and why. Raises the first rule that is broken when nobody said why."""
        if self._violations and self._reason is None:
            self._violations[0].overridable = True
            raise self._violations[0]
        owner.overridden = list(dict.fromkeys(each.code for each in self._violations))
        owner.override_reason = self._reason if self._violations and self._reason else ""
