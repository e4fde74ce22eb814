"""What an event's or a flight's form shows: its times on the clock where they are read, its plan with a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bookings.administration.events import edit, flights
from bookings.reading.administration.events import EditedEvent
from bookings.reading.administration.plan_drawing import draw_plan
from bookings.reading.administration.venues import ManagedVenue
from bookings.rules.setup.fields import zone_names
from bookings.rules.setup.moments import write_moment

_SALE = ("on_sale_from", "on_sale_until")
_HERE = ("starts_at", "doors_at", "estimated_departure")
_THERE = ("ends_at", "estimated_arrival")


def empty_values(noun: str) -> dict[str, Any]:
    values = {**edit.DEFAULTS} if noun == "events" else {**edit.DEFAULTS, **flights.BASKET, **flights.DEFAULTS}
    return {name: "" if value is None else value for name, value in values.items()}


def values_of(event: EditedEvent) -> dict[str, Any]:
    """By field, as the form shows them."""
    here = event.values.get("origin_zone") or event.venue.zone
    there = event.values.get("destination_zone") or event.venue.zone
    times = {name: write_moment(event.values.get(name), here) for name in _HERE}
    times |= {name: write_moment(event.values.get(name), event.venue.zone) for name in _SALE}
    times |= {name: write_moment(event.values.get(name), there) for name in _THERE}
    return {**event.values, **times, "plan": event.plan}


def shown(
    venue: ManagedVenue, values: Mapping[str, Any], given: Mapping[str, object], event: EditedEvent | None = None
) -> dict[str, Any]:
    """What the template of the form needs: as it is, or as it was typed."""
    both = {**values, **given}
    plan = str(both.get("plan") or "")
    # Where no text says the seats, an empty one is not a plan without seats.
    drawing = draw_plan(plan, event.in_use if event else None) if plan.strip() or event is None else None
    return {"values": both, "drawing": drawing, "zones": zone_names(), "currency": venue.currency}
