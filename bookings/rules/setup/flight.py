"""A flight's fields as they are written by those who manage the airline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bookings.rules.setup.event import read_times
from bookings.rules.setup.fields import Fields, zone_name
from bookings.rules.times.zones import iso
from bookings.rules.violation import RuleViolation

NEEDED = ("number", "origin", "destination", "destination_zone", "starts_at", "ends_at")
ESTIMATED = ("estimated_departure", "estimated_arrival")
FARTHEST = timedelta(days=7)
"""So far from its planned times a flight is expected at most; a new day is a new flight, or a new plan."""
_NUMBER = re.compile(r"([A-Z]{2,3}|[A-Z][0-9]|[0-9][A-Z]) ?([0-9]{1,4}[A-Z]?)")
_AIRPORT = re.compile(r"[A-Z]{3}")
_GATE = re.compile(r"[A-Z0-9]{0,6}")


def read_flight(
    given: Mapping[str, object], present: Mapping[str, Any], zone: str
) -> tuple[dict[str, Any], dict[str, object]]:
    """(the columns of the flight that these fields set, the event's fields with its times as instants).

    Departures are on the clock of the origin (which is the airline's `zone` unless another is set), arrivals on that of the
    destination. Raises Invalid with a sentence for each field.
    """
    fields = Fields(given)
    values: dict[str, Any] = {
        "number": fields.read("number", _number),
        "origin": fields.read("origin", lambda value: airport_code(value, "origin")),
        "destination": fields.read("destination", lambda value: airport_code(value, "destination")),
        "origin_zone": fields.read("origin_zone", lambda value: zone_name(value, "origin_zone") if value else ""),
        "destination_zone": fields.read("destination_zone", lambda value: zone_name(value, "destination_zone")),
        "gate": fields.read("gate", _gate),
        "aircraft": fields.line("aircraft", 80),
    }
    found = {name: value for name, value in values.items() if value is not None}
    here = found.get("origin_zone", present.get("origin_zone")) or zone
    there = found.get("destination_zone") or present.get("destination_zone") or zone
    times = read_times(fields, here, ("starts_at", "doors_at")) | read_times(fields, there, ("ends_at",))
    found |= read_times(fields, here, ("estimated_departure",)) | read_times(fields, there, ("estimated_arrival",))
    flight = {**present, **found}
    if flight.get("origin") and flight.get("origin") == flight.get("destination"):
        fields.errors.setdefault("destination", "It lands elsewhere than it takes off.")
    leaves, lands = flight.get("estimated_departure"), flight.get("estimated_arrival")
    if leaves is not None and lands is not None and lands <= leaves:
        fields.errors.setdefault("estimated_arrival", "It has to land after it leaves.")
    fields.check()
    event = {name: value for name, value in given.items() if name not in values and name not in ESTIMATED}
    return found, event | {name: iso(moment) for name, moment in times.items() if moment is not None}


def read_operations(
    given: Mapping[str, object], planned: tuple[datetime, datetime], expected: tuple[datetime | None, datetime | None],
    zone: str, there: str,
) -> dict[str, Any]:  # fmt: skip
    """The columns of a flight that its desk's fields set: its gate, and when it is expected to leave and to land.

    `planned` and `expected` are its departure and arrival as they are. An arrival that is not changed goes along with a
    departure that is. Raises Invalid with a sentence for each field.
    """
    fields = Fields(given)
    gate = fields.read("gate", _gate)
    found: dict[str, Any] = {} if gate is None else {"gate": gate}
    found |= read_times(fields, zone, ("estimated_departure",)) | read_times(fields, there, ("estimated_arrival",))
    leaves, lands = found.get("estimated_departure", expected[0]), found.get("estimated_arrival", expected[1])
    if leaves != expected[0] and lands == expected[1] and "estimated_arrival" not in fields.errors:
        lands = found["estimated_arrival"] = leaves and leaves + (planned[1] - planned[0])
    for name, at, plan in zip(ESTIMATED, (leaves, lands), planned, strict=True):
        if at is not None and abs(at - plan) > FARTHEST:
            fields.errors.setdefault(name, f"This is more than {FARTHEST.days} days from the plan. Look at the date again.")
    if lands is not None and lands <= (leaves or planned[0]):
        fields.errors.setdefault("estimated_arrival", "It has to land after it leaves.")
    fields.check()
    return found


def _number(value: object) -> str:
    written = _NUMBER.fullmatch(value.strip().upper()) if isinstance(value, str) else None
    if written is None:
        raise RuleViolation("bad_number", "Write the airline's letters and a number, such as NL 482.", "number")
    return f"{written[1]} {written[2]}"


def airport_code(value: object, field: str) -> str:
    """An airport's three letters. Raises RuleViolation."""
    code = value.strip().upper() if isinstance(value, str) else ""
    if _AIRPORT.fullmatch(code) is None:
        raise RuleViolation("bad_airport", "Write the airport's three letters, such as ZRH.", field)
    return code


def _gate(value: object) -> str:
    gate = value.strip().upper() if isinstance(value, str) else ""
    if _GATE.fullmatch(gate) is None:
        raise RuleViolation("bad_gate", "A gate has at most six letters and digits, such as A74.", "gate")
    return gate


def place_in(title: str, airport: str) -> str:
    """The place that a flight's name in lists says it goes to ("NL 482 to Lisbon": Lisbon), else the airport's letters."""
    return title.rpartition(" to ")[2].strip() if " to " in title else airport
