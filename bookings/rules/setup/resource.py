"""Courts, coaches, providers and services as they are written by an admin."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bookings.rules.setup.fields import Fields
from bookings.rules.setup.venue import DAY
from bookings.rules.violation import RuleViolation

KINDS_OF_VENUE = {"club": ("court", "coach"), "clinic": ("provider",)}
"""What each kind of venue has that is booked by time, the usual first."""

MOST_RESOURCES = 200
MOST_SERVICES = 200
HIGHEST_NUMBER = 999
LONGEST_BUFFER = 4 * 60
MOST_PLACES = 100


def read_resource(given: Mapping[str, object]) -> dict[str, Any]:
    """The columns of a resource that these fields set. Raises Invalid with a sentence for each field."""
    fields = Fields(given)
    values: dict[str, Any] = {
        "name": fields.name(limit=80),
        "sport": fields.line("sport", 40),
        "colour": fields.colour(),
    }
    if given.get("number") not in (None, ""):
        values["number"] = fields.whole("number", 1, HIGHEST_NUMBER)
    if fields.has("part_of"):
        part_of = given["part_of"]
        if part_of in ("", None):
            values["part_of"] = ""
        elif isinstance(part_of, str):
            values["part_of"] = part_of
        else:
            fields.errors["part_of"] = "Name a court by its id."
    fields.check()
    return {name: value for name, value in values.items() if value is not None}


def usual_name(number: int) -> str:
    """What a court is called, and what the set-up offers, until somebody gives it a name of its own."""
    return f"Court {number}"


def why_not_split(kind: str, *, is_part: bool, has_parts: bool, is_retired: bool) -> str:
    """Why this cannot be split into parts; "" when it can."""
    if kind != "court":
        return "Only a court can be split."
    if is_part:
        return "A part is not split again."
    if has_parts:
        return "It is split already. Another part is added as a court and made a part of it."
    return "It is retired. Bring it back first." if is_retired else ""


def read_service(given: Mapping[str, object]) -> dict[str, Any]:
    """The columns of a service that these fields set. Raises Invalid with a sentence for each field."""
    fields = Fields(given)
    values: dict[str, Any] = {
        "name": fields.name(limit=80),
        "minutes": fields.whole("minutes", 5, DAY, "minutes"),
        "buffer_before": fields.whole("buffer_before", 0, LONGEST_BUFFER, "minutes"),
        "buffer_after": fields.whole("buffer_after", 0, LONGEST_BUFFER, "minutes"),
        "price": fields.amount("price"),
        "places": fields.whole("places", 1, MOST_PLACES),
    }
    fields.check()
    return {name: value for name, value in values.items() if value is not None}


def check_whole_units(price: Decimal, decimals: int) -> None:
    """Refuse (RuleViolation) cents in a currency that has none."""
    if price != round(price, decimals):
        raise RuleViolation("bad_amount", "This currency has no smaller unit: write a whole amount.", "price")
