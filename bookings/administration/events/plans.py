"""Saved seat plans: of a hall, or of an aircraft. Events and flights are made from them, and do not change with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from bookings.administration.events.seating import plan_without_faults
from bookings.administration.venues import managed_venue
from bookings.database.base import new_id
from bookings.desk.log import Subject, Words, check_revision, logged, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import Noun, SeatPlan
from bookings.rules.setup.fields import Fields

MOST_PLANS = 100


def make_plan(tx: Transaction, venue_id: str, given: Mapping[str, object]) -> str:
    """Save a plan under a name of its own. Returns its id. Raises Invalid for a plan with lines to mend."""
    venue = managed_venue(tx, venue_id)
    if missing := {name: "This is needed." for name in ("name", "plan") if not given.get(name)}:
        raise Invalid("A seat plan needs a name and rows.", fields=missing)
    many = tx.session.scalar(select(func.count()).select_from(SeatPlan).where(SeatPlan.venue_id == venue.id)) or 0
    if many >= MOST_PLANS:
        raise Conflict(
            f"There are {many} saved plans, and no more than that can be kept. Remove one first.", code="too_many"
        )
    plan = SeatPlan(id=new_id(), venue_id=venue.id, **_read(tx, venue.id, given))
    tx.session.add(plan)
    tx.session.flush()
    write_line(tx, _subject(plan), "made", {}, _describe(plan))
    return plan.id


def edit_plan(tx: Transaction, plan_id: str, given: Mapping[str, object], revision: int | None = None) -> str:
    """Change the plan from which later events are made. Returns its id."""
    plan = managed_plan(tx, plan_id)
    check_revision(tx, _subject(plan), revision)
    values = _read(tx, plan.venue_id, given, plan.id)
    with logged(tx, _subject(plan), lambda: _describe(plan)):
        for name, value in values.items():
            setattr(plan, name, value)
    return plan.id


def remove_plan(tx: Transaction, plan_id: str) -> None:
    """Events that were made from it keep their seats."""
    plan = managed_plan(tx, plan_id)
    write_line(tx, _subject(plan), "removed", _describe(plan), {})
    tx.session.delete(plan)


def managed_plan(tx: Transaction, plan_id: str) -> SeatPlan:
    """The plan, locked, at a venue that this viewer manages. Raises NotFound, NotAllowed."""
    plan = tx.session.get(SeatPlan, plan_id, with_for_update=True)
    if plan is None:
        raise NotFound("There is no such seat plan.")
    managed_venue(tx, plan.venue_id)
    return plan


def text_of_plan(tx: Transaction, venue_id: str, plan_id: str) -> str:
    """Raises Invalid where the venue has no such plan."""
    plan = tx.session.get(SeatPlan, plan_id)
    if plan is None or plan.venue_id != venue_id:
        raise Invalid("There is no such saved plan.", fields={"seat_plan": "Choose one of the saved plans."})
    return plan.text


def _read(tx: Transaction, venue_id: str, given: Mapping[str, object], own: str = "") -> dict[str, Any]:
    fields = Fields(given)
    name = fields.name(limit=80)
    fields.check()
    values: dict[str, Any] = {} if name is None else {"name": name}
    if name is not None:
        alike = select(SeatPlan.id).where(SeatPlan.venue_id == venue_id, SeatPlan.name == name, SeatPlan.id != own)
        if tx.session.scalar(alike.limit(1)) is not None:
            raise Invalid(
                "There is a plan of this name already.", fields={"name": "There is a plan of this name already."}
            )
    if given.get("plan"):
        plan_without_faults(str(given["plan"]))
        values["text"] = str(given["plan"]).replace("\r\n", "\n")
    return values


def _subject(plan: SeatPlan) -> Subject:
    return Subject(Noun.SEAT_PLAN, plan.id, plan.name, plan.venue_id)


def _describe(plan: SeatPlan) -> Words:
    return {"Name": plan.name, "Plan": plan.text}
