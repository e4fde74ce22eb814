"""Customers of a table, written down for the venue. The log counts them and names none."""

from __future__ import annotations

from collections.abc import Sequence

from bookings.administration.imports.verdicts import Outcome, Report, Verdict
from bookings.desk.customers.written import Written, write_down_customers
from bookings.desk.transaction import Transaction
from bookings.models import Venue
from bookings.rules.text.tables import Line

_FIELDS = ("name", "email", "phone")


def import_customers(tx: Transaction, venue: Venue, lines: Sequence[Line]) -> Report:
    sound = [line for line in lines if not line.problem]
    done = dict(zip((line.number for line in sound), write_down_customers(tx, venue, [line.cells for line in sound]), strict=True))
    return Report("customers", tuple(_verdict(line, done.get(line.number, Written(refusal=line.problem))) for line in lines))


def _verdict(line: Line, done: Written) -> Verdict:
    name = line.cell("name")
    if done.refusal:
        return Verdict(line.number, name, Outcome.REFUSED, done.refusal)
    if done.before is None:
        return Verdict(line.number, name, Outcome.NEW)
    pairs = {field: (getattr(done.before, field), getattr(done.after, field)) for field in _FIELDS}
    changed = [f"{field} from {before or 'none'} to {after}" for field, (before, after) in pairs.items() if before != after]
    return Verdict(line.number, name, Outcome.CHANGED if changed else Outcome.UNCHANGED, ", ".join(changed))
