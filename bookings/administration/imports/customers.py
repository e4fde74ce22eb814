"""Customers of a table, written down for the venue and put into its member groups. The log counts them and names none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.administration.imports.memberships import GroupsOfTable, NoGroup
from bookings.administration.imports.verdicts import Outcome, Report, Verdict
from bookings.desk.customers.typed import TypedCustomer, read_customer
from bookings.desk.customers.written import Written, judge_customers, write_down_customers
from bookings.desk.transaction import Transaction
from bookings.models import Venue
from bookings.rules.text.tables import Line

_FIELDS = ("name", "email", "phone")

TypedLine = tuple[Line, TypedCustomer | str]
"""A line with whom it is about, or what is wrong with it."""


@dataclass(frozen=True)
class JudgedTable:
    report: Report
    customers: Sequence[Written]
    groups: GroupsOfTable


def read_customers(lines: Sequence[Line], zone: str) -> list[TypedLine]:
    """What can be said of the lines without the database, while nobody waits."""
    return [(line, line.problem or read_customer(line.cells, zone)) for line in lines]


def judge_table(session: Session, venue: Venue, now: datetime, lines: Sequence[TypedLine]) -> JudgedTable:
    """What importing these would do. Nothing is written."""
    groups = GroupsOfTable(session, venue, now)
    wanted = [_groups(groups, line) for line, _ in lines]
    given = [typed if line.problem or not isinstance(each, str) else each for (line, typed), each in zip(lines, wanted, strict=True)]
    judged = judge_customers(session, venue, given)
    groups.read_members([one.after.id for one in judged if one.after is not None])
    rows = zip(lines, judged, wanted, strict=True)
    verdicts = tuple(_verdict(line, done, groups, each) for (line, _), done, each in rows)
    return JudgedTable(Report("customers", verdicts), judged, groups)


def import_customers(tx: Transaction, venue: Venue, lines: Sequence[TypedLine]) -> Report:
    """Nothing is written when one of them is refused."""
    table = judge_table(tx.session, venue, tx.now, lines)
    if not table.report.refused:
        write_down_customers(tx, venue, table.customers)
        table.groups.put_in(tx)
    return table.report


def _groups(groups: GroupsOfTable, line: Line) -> Sequence[str] | str:
    """The ids of those that the line names, or what is wrong with them."""
    try:
        return groups.named(line.cell("groups"))
    except NoGroup as none:
        return str(none)


def _verdict(line: Line, done: Written, groups: GroupsOfTable, wanted: Sequence[str] | str) -> Verdict:
    name = line.cell("name")
    if done.after is None or isinstance(wanted, str):
        return Verdict(line.number, name, Outcome.REFUSED, done.refusal)
    joined = groups.join(done.after, wanted)
    if done.before is None:
        return Verdict(line.number, name, Outcome.NEW, f"in {joined[1]}" if joined else "")
    pairs = {field: (getattr(done.before, field), getattr(done.after, field)) for field in _FIELDS}
    if joined:
        pairs["groups"] = joined
    changed = [f"{field} from {before or 'none'} to {after}" for field, (before, after) in pairs.items() if before != after]
    return Verdict(line.number, name, Outcome.CHANGED if changed else Outcome.UNCHANGED, ", ".join(changed))
