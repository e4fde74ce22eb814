"""An event's fields as they are written by those who manage it, and what they mean together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bookings.rules.money.amounts import rounded
from bookings.rules.seats.plan_text import SeatPlanText
from bookings.rules.setup.fields import Fields
from bookings.rules.setup.moments import read_moment

LONGEST_EVENT = timedelta(days=31)
MOST_SEATS_AT_ONCE = 60
TIMES = ("starts_at", "ends_at", "doors_at", "on_sale_from", "on_sale_until")
NEEDED = ("title", "starts_at", "ends_at")


def read_event(given: Mapping[str, object], present: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """The columns of an event that these fields set. `present` are its values now. Raises Invalid with a sentence for each field."""
    fields = Fields(given)
    values: dict[str, Any] = {
        "title": fields.name("title", 160),
        "description": fields.note("description", 4000),
        "seats_per_basket": fields.whole("seats_per_basket", 1, MOST_SEATS_AT_ONCE, "seats"),
        "seats_per_customer": fields.whole("seats_per_customer", 1, 1000, "seats"),
        "unpaid_per_customer": fields.whole("unpaid_per_customer", 1, 1000, "bookings"),
    }
    found = {name: value for name, value in values.items() if value is not None}
    found |= read_times(fields, zone)
    if found.get("starts_at") and present.get("doors_at") and not fields.has("doors_at"):
        found["doors_at"] = present["doors_at"] + (found["starts_at"] - present["starts_at"])
    check_times(fields, {**present, **found})
    fields.check()
    return found


def read_times(fields: Fields, zone: str, names: tuple[str, ...] = TIMES) -> dict[str, datetime | None]:
    """Those that were given; one that is needed and empty is noted as an error."""
    found: dict[str, datetime | None] = {}
    for name in names:
        moment = fields.read(name, lambda value, name=name: read_moment(value, zone, name))  # type: ignore[misc]
        if fields.has(name) and name not in fields.errors:
            found[name] = moment
            if moment is None and name in NEEDED:
                fields.errors[name] = "Say when."
    return found


def check_times(fields: Fields, event: Mapping[str, Any]) -> None:
    """An event ends after it has begun, its doors open before, and it is on sale for a while."""
    starts, ends, doors = event.get("starts_at"), event.get("ends_at"), event.get("doors_at")
    if starts is not None and ends is not None:
        if ends <= starts:
            fields.errors.setdefault("ends_at", "It has to end after it begins.")
        elif ends - starts > LONGEST_EVENT:
            fields.errors.setdefault(
                "ends_at", f"An event lasts {LONGEST_EVENT.days} days at most. Make one for each day."
            )
    if starts is not None and doors is not None and not starts - timedelta(days=1) <= doors <= starts:
        fields.errors.setdefault("doors_at", "Doors open before it begins, and not more than a day before.")
    opens, closes = event.get("on_sale_from"), event.get("on_sale_until")
    if opens is not None and closes is not None and closes <= opens:
        fields.errors.setdefault("on_sale_until", "The sale has to end after it opens.")
    if starts is not None and opens is not None and opens >= starts:
        fields.errors.setdefault("on_sale_from", "The sale has to open before it begins.")


def check_prices(plan: SeatPlanText, currency: str) -> str | None:
    """Why a price cannot be charged in this currency; None where all can."""
    for code, (_, price) in plan.categories.items():
        if rounded(price, currency) != price:
            return f"Price {code} is {price}, and {currency} has no smaller coins than 1."
    return None
