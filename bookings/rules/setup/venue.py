"""A venue's terms as they are written by an admin: each field with its bounds, and what they mean together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bookings.rules.setup.fields import Fields

KINDS = ("club", "clinic", "theatre", "airline")
GRIDS = ("5", "10", "15", "20", "30", "60")
DAY = 24 * 60
LONGEST_BOOKING_MINUTES = 31 * DAY
HOURS_OF_A_YEAR = 365 * 24


def read_terms(given: Mapping[str, object], present: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a venue that these fields set. `present` are its values now (of a new one: the defaults).

    Raises Invalid with a sentence for each field.
    """
    fields = Fields(given)
    values: dict[str, Any] = {
        "name": fields.name(limit=120),
        "kind": fields.choice("kind", KINDS),
        "zone": fields.zone(),
        "currency": fields.currency(),
        "address": fields.line("address", 200),
        "slot_minutes": _number(fields.choice("slot_minutes", GRIDS)) if isinstance(given.get("slot_minutes"), str)
        else fields.whole("slot_minutes", 5, 60, "minutes"),
        "min_minutes": fields.whole("min_minutes", 5, LONGEST_BOOKING_MINUTES, "minutes"),
        "max_minutes": fields.whole("max_minutes", 5, LONGEST_BOOKING_MINUTES, "minutes"),
        "window_days": fields.whole("window_days", 0, 730, "days"),
        "notice_minutes": fields.whole("notice_minutes", 0, 30 * DAY, "minutes"),
        "cancel_hours": fields.whole("cancel_hours", 0, HOURS_OF_A_YEAR, "hours"),
        "check_in_hours": fields.whole("check_in_hours", 0, HOURS_OF_A_YEAR, "hours"),
        "disruption_minutes": fields.whole("disruption_minutes", 15, 2 * DAY, "minutes"),
        "cancel_fee_percent": fields.whole("cancel_fee_percent", 0, 100, "per cent"),
        "confirms_at_once": fields.flag("confirms_at_once"),
        "unpaid_per_customer": fields.whole("unpaid_per_customer", 1, 1000),
        "at_once_per_customer": fields.whole("at_once_per_customer", 1, 1000),
        "waiting_lists": fields.flag("waiting_lists"),
        "offer_minutes": fields.whole("offer_minutes", 10, 2 * DAY, "minutes"),
        "look_in": fields.flag("look_in"),
        "wall_names": fields.flag("wall_names"),
        "reminds_day_before": fields.flag("reminds_day_before"),
        "reminds_two_hours_before": fields.flag("reminds_two_hours_before"),
        "colour": fields.colour(),
    }  # fmt: skip
    found = {name: value for name, value in values.items() if value is not None}
    optional = {
        "move_hours": fields.optional_whole("move_hours", 0, HOURS_OF_A_YEAR, "hours"),
        "cancel_fee_hours": fields.optional_whole("cancel_fee_hours", 0, HOURS_OF_A_YEAR, "hours"),
        "request_minutes": fields.optional_whole("request_minutes", 5, 60 * DAY, "minutes"),
        "hold_minutes": fields.optional_whole("hold_minutes", 1, 120, "minutes"),
    }
    found |= {name: value for name, value in optional.items() if fields.has(name) and name not in fields.errors}
    _check_together(fields, {**present, **found})
    fields.check()
    return found


def _check_together(fields: Fields, terms: Mapping[str, Any]) -> None:
    grid, shortest, longest = terms["slot_minutes"], terms["min_minutes"], terms["max_minutes"]
    if grid < 5 or 60 % grid:
        fields.errors.setdefault("slot_minutes", "The grid has to divide an hour: 5, 10, 15, 20, 30 or 60 minutes.")
        return
    for field, minutes in (("min_minutes", shortest), ("max_minutes", longest)):
        if minutes % grid:
            fields.errors.setdefault(field, f"A whole number of steps of {grid} minutes, so that it fits the grid.")
    if shortest > longest:
        fields.errors.setdefault("max_minutes", f"The longest booking cannot be shorter than the shortest, {shortest} minutes.")


def _number(text: str | None) -> int | None:
    return int(text) if text is not None else None
