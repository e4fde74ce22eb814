"""The steps of what is booked by seat: the plan of a hall or an aircraft, and the first show."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bookings.administration.events.edit import make_event
from bookings.administration.set_up.seats import set_plan
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.reading.administration.set_up import read_first_plan
from bookings.reading.administration.venues import ManagedVenue
from bookings.rules.setup.templates import template_of
from bookings.web.set_up.pages import Form, StepPage, Values

SHOW = ("title", "starts_at", "ends_at", "doors_at", "seat_plan")


def read_plan(session: Session, venue: ManagedVenue) -> Values:
    return read_first_plan(session, venue.id) or dict(template_of(venue.kind)["seat_plans"][0])


def typed_plan(form: Form) -> Values:
    return {"name": form.get("name", ""), "plan": form.get("plan", "")}


def save_plan(tx: Transaction, venue_id: str, values: Values) -> None:
    if not values["plan"].strip():
        raise Invalid("Write down the seats.", fields={"plan": "Write down the seats."})
    set_plan(tx, venue_id, values)


def read_show(session: Session, venue: ManagedVenue) -> Values:
    plan = read_first_plan(session, venue.id)
    return {**dict.fromkeys(SHOW, ""), "seat_plan": plan["id"] if plan else "", "plan_name": plan["name"] if plan else ""}


def typed_show(form: Form) -> Values:
    return {name: form.get(name, "") for name in (*SHOW, "plan_name")}


def save_show(tx: Transaction, venue_id: str, values: Values) -> None:
    make_event(tx, venue_id, {name: values[name] for name in SHOW})


PLAN = StepPage(read_plan, typed_plan, save_plan)
FIRST_SHOW = StepPage(read_show, typed_show, save_show)
