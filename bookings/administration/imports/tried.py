"""One line after the other by the verbs that pages and programs use: what they refuse is the line's verdict."""

from __future__ import annotations

from collections.abc import Callable

from bookings.administration.imports.verdicts import Outcome, Verdict
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid
from bookings.rules.text.tables import Line
from bookings.rules.violation import RuleViolation


def verdict_of(tx: Transaction, line: Line, work: Callable[[], tuple[Outcome, str]]) -> Verdict:
    """What `work` does with the line; of one that is refused nothing stays."""
    name = line.cell("name") or line.cell("price")
    if line.problem:
        return Verdict(line.number, name, Outcome.REFUSED, line.problem)
    try:
        with tx.session.begin_nested():
            return Verdict(line.number, name, *work())
    except (Invalid, Conflict) as refusal:
        sentence = next(iter(refusal.fields.values()), "") if len(refusal.fields) == 1 else ""
        return Verdict(line.number, name, Outcome.REFUSED, sentence or _joined(refusal))
    except RuleViolation as violation:
        return Verdict(line.number, name, Outcome.REFUSED, violation.message)


def differences(before: dict[str, str], after: dict[str, str]) -> str:
    """ "number from 2 to 1, sport from none to tennis"; "" for none."""
    return ", ".join(
        f"{field} from {before[field] or 'none'} to {after[field] or 'none'}" for field in before if before[field] != after[field]
    )


def _joined(refusal: Invalid | Conflict) -> str:
    return "; ".join(f"{field}: {sentence}" for field, sentence in refusal.fields.items()) or refusal.message
