"""What somebody looks for among flights: a route, a day, and for how many."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from bookings.rules.setup.fields import Fields
from bookings.rules.setup.flight import airport_code
from bookings.rules.times.zones import parse_day

MOST_IN_A_PARTY = 9


class Route(NamedTuple):
    """"" and None are any; `party` are those with seats of their own."""

    origin: str
    destination: str
    day: date | None
    party: int


def read_route(given: Mapping[str, object]) -> Route:
    """From `origin`, `destination`, `date` and `passengers` as they were typed. Raises Invalid with a sentence for each field."""
    fields = Fields({name: value for name, value in given.items() if str(value).strip()})
    origin = fields.read("origin", lambda value: airport_code(value, "origin")) or ""
    destination = fields.read("destination", lambda value: airport_code(value, "destination")) or ""
    day = fields.read("date", lambda value: parse_day(value, field="date"))
    party = fields.whole("passengers", 1, MOST_IN_A_PARTY, "passengers") or 1
    if origin and origin == destination:
        fields.errors["destination"] = "It lands elsewhere than it takes off."
    fields.check()
    return Route(origin, destination, day, party)
