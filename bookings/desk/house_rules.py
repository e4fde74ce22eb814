"""The rules of the house as one booking meets them: refused, or set aside by a manager of the venue, who says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bookings.desk.transaction import Transaction
from bookings.errors import NotAllowed, Refusal
from bookings.models import Booking, Hold
from bookings.rules.overrides import clean_reason, is_house_rule
from bookings.rules.violation import RuleViolation

Broken = RuleViolation | Refusal


class HouseRules:
    """What is asked of one booking at one venue. A verb asks as it goes on (`ask`), and last of all settles what was found.

    `override` is the reason for which whoever is at it sets rules aside; None: they do not. Only those who manage the venue
    may (NotAllowed), and only rules that `rules.overrides` names.
    """

    def __init__(self, tx: Transaction, venue_id: str, override: str | None) -> None:
        self._manages = tx.by.manages(venue_id)
        if override is not None and not self._manages:
            raise NotAllowed("Only those who manage the venue set its rules aside. Ask one of them.")
        self._reason = None if override is None else clean_reason(override)
        self._broken: list[Broken] = []

    def ask(self, broken: Iterable[Broken]) -> None:
        """Raise the first of these that cannot be set aside here. For a manager the others wait: when all else is right,
        they are what `settle` is about."""
        for each in broken:
            if not (self._manages and is_house_rule(each.code)):
                raise each
            self._broken.append(each)

    def may_set_aside(self, broken: Sequence[Broken]) -> bool:
        return self._manages and all(is_house_rule(each.code) for each in broken)

    def settle(self, owner: Booking | Hold) -> None:
        """Write down what is set aside and why. Raises the first rule that is broken when nobody said why."""
        if self._broken and self._reason is None:
            self._broken[0].overridable = True
            raise self._broken[0]
        owner.overridden = list(dict.fromkeys(each.code for each in self._broken))
        owner.override_reason = self._reason if self._broken and self._reason else ""
