"""Saved seat plans of a table, found by their name. What was made from one keeps its seats."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import select

from bookings.administration.events.plans import edit_plan, make_plan
from bookings.administration.imports.tried import verdict_of
from bookings.administration.imports.verdicts import Outcome, Report
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.models import SeatPlan, Venue
from bookings.rules.text.names import clean_name
from bookings.rules.text.tables import Line

MOST_CHANGED = 10
"""Each may have twenty thousand seats, which are read while everybody else who writes waits."""


def import_plans(tx: Transaction, venue: Venue, lines: Sequence[Line]) -> Report:
    plans = {plan.name: plan for plan in tx.session.scalars(select(SeatPlan).where(SeatPlan.venue_id == venue.id))}
    done: set[str] = set()
    changed = 0

    def write(line: Line) -> tuple[Outcome, str]:
        nonlocal changed
        name, text = clean_name(line.cells["name"]), line.cells["plan"].replace("\r\n", "\n")
        if name in done:
            raise Invalid(f"{name} stands in a line above already")
        done.add(name)
        if name in plans and plans[name].text == text:
            return Outcome.UNCHANGED, ""
        changed += 1
        if changed > MOST_CHANGED:
            raise Invalid(f"at most {MOST_CHANGED} plans can be made or changed at once")
        if name not in plans:
            make_plan(tx, venue.id, {"name": name, "plan": text})
            return Outcome.NEW, ""
        before = len(plans[name].text.splitlines())
        edit_plan(tx, plans[name].id, {"plan": text})
        return Outcome.CHANGED, f"its plan from {before} lines to {len(text.splitlines())}"

    return Report("plans", tuple(verdict_of(tx, line, partial(write, line)) for line in lines))
