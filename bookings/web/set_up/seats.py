"""The steps of what is booked by seat: the plan of a hall or an aircraft, the first show, the first flight."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bookings.administration.set_up.seats import set_first_flight, set_first_show, set_plan
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.reading.administration.plan_drawing import draw_plan, mended
from bookings.reading.administration.set_up import read_first_plan
from bookings.reading.administration.venues import ManagedVenue
from bookings.rules.setup.fields import zone_names
from bookings.rules.setup.templates import template_of
from bookings.web.set_up.pages import Form, StepPage, Values

FLIGHT = ("number", "origin", "destination", "origin_zone", "destination_zone", "starts_at", "ends_at", "aircraft", "seat_plan")
SHOW = ("title", "starts_at", "ends_at", "doors_at", "seat_plan")


def read_plan(session: Session, venue: ManagedVenue) -> Values:
    return read_first_plan(session, venue.id) or dict(template_of(venue.kind)["seat_plans"][0])


def typed_plan(form: Form) -> Values:
    return {"name": form.get("name", ""), "plan": form.get("plan", "")}


def save_plan(tx: Transaction, venue_id: str, values: Values) -> None:
    if not values["plan"].strip():
        raise Invalid("Write down the seats.", fields={"plan": "Write down the seats."})
    set_plan(tx, venue_id, values)


def redraw_plan(form: Form, values: Values) -> Values | None:
    """Drawn anew, or with a line mended as the button said."""
    line = form.get("mend", "")
    if line.isascii() and line.isdecimal() and len(line) < 6:
        return {**values, "plan": mended(values["plan"], int(line))}
    return values if "draw" in form else None


def draw(_: Session, venue: ManagedVenue, values: Values) -> Values:
    return {"drawing": draw_plan(values["plan"]), "currency": venue.currency}


def read_show(session: Session, venue: ManagedVenue) -> Values:
    plan = read_first_plan(session, venue.id)
    return {**dict.fromkeys(SHOW, ""), "seat_plan": plan["id"] if plan else "", "plan_name": plan["name"] if plan else ""}


def typed_show(form: Form) -> Values:
    return {name: form.get(name, "") for name in (*SHOW, "plan_name")}


def save_show(tx: Transaction, venue_id: str, values: Values) -> None:
    set_first_show(tx, venue_id, {name: values[name] for name in SHOW})


def read_flight(session: Session, venue: ManagedVenue) -> Values:
    plan = read_first_plan(session, venue.id)
    usual = {"seat_plan": plan["id"], "aircraft": plan["name"]} if plan else {}
    return {**dict.fromkeys(FLIGHT, ""), **usual}


def typed_flight(form: Form) -> Values:
    return {name: form.get(name, "") for name in FLIGHT}


def save_flight(tx: Transaction, venue_id: str, values: Values) -> None:
    set_first_flight(tx, venue_id, values)


PLAN = StepPage(read_plan, typed_plan, save_plan, redraw_plan, draw)
FIRST_SHOW = StepPage(read_show, typed_show, save_show)
FIRST_FLIGHT = StepPage(read_flight, typed_flight, save_flight, shown=lambda session, venue, values: {"zones": zone_names()})
