"""A flight's fields as they are written by those who manage the airline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bookings.rules.setup.event import read_times
from bookings.rules.setup.fields import Fields, zone_name
from bookings.rules.times.zones import iso
from bookings.rules.violation import RuleViolation

NEEDED = ("number", "origin", "destination", "destination_zone", "starts_at", "ends_at")
ESTIMATED = ("estimated_departure", "estimated_arrival")
_NUMBER = re.compile(r"([A-Z]{2,3}|[A-Z][0-9]|[0-9][A-Z]) ?([0-9]{1,4}[A-Z]?)")
_AIRPORT = re.compile(r"[A-Z]{3}")
_GATE = re.compile(r"[A-Z0-9]{0,6}")


def read_flight(
    given: Mapping[str, object], present: Mapping[str, Any], zone: str
) -> tuple[dict[str, Any], dict[str, object]]:
    """(the columns of the flight that these fields set, the event's fields with its arrival as an instant).

    Departures are in the airline's `zone`, arrivals on the clock of the destination. Raises Invalid with a sentence for each field.
    """
    fields = Fields(given)
    values: dict[str, Any] = {
        "number": fields.read("number", _number),
        "origin": fields.read("origin", lambda value: _airport(value, "origin")),
        "destination": fields.read("destination", lambda value: _airport(value, "destination")),
        "destination_zone": fields.read("destination_zone", lambda value: zone_name(value, "destination_zone")),
        "gate": fields.read("gate", _gate),
        "aircraft": fields.line("aircraft", 80),
    }
    found = {name: value for name, value in values.items() if value is not None}
    there = found.get("destination_zone") or present.get("destination_zone") or zone
    arrival = read_times(fields, there, ("ends_at",))
    found |= read_times(fields, zone, ("estimated_departure",)) | read_times(fields, there, ("estimated_arrival",))
    flight = {**present, **found}
    if flight.get("origin") and flight.get("origin") == flight.get("destination"):
        fields.errors.setdefault("destination", "It lands elsewhere than it takes off.")
    leaves, lands = flight.get("estimated_departure"), flight.get("estimated_arrival")
    if leaves is not None and lands is not None and lands <= leaves:
        fields.errors.setdefault("estimated_arrival", "It has to land after it leaves.")
    fields.check()
    event = {name: value for name, value in given.items() if name not in values and name not in ESTIMATED}
    lands_at = arrival.get("ends_at")
    if lands_at is not None:
        event["ends_at"] = iso(lands_at)
    return found, event


def _number(value: object) -> str:
    written = _NUMBER.fullmatch(value.strip().upper()) if isinstance(value, str) else None
    if written is None:
        raise RuleViolation("bad_number", "Write the airline's letters and a number, such as NL 482.", "number")
    return f"{written[1]} {written[2]}"


def _airport(value: object, field: str) -> str:
    code = value.strip().upper() if isinstance(value, str) else ""
    if _AIRPORT.fullmatch(code) is None:
        raise RuleViolation("bad_airport", "Write the airport's three letters, such as ZRH.", field)
    return code


def _gate(value: object) -> str:
    gate = value.strip().upper() if isinstance(value, str) else ""
    if _GATE.fullmatch(gate) is None:
        raise RuleViolation("bad_gate", "A gate has at most six letters and digits, such as A74.", "gate")
    return gate
