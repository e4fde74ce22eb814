"""Whether the seats of an event are on sale. The desk asks before every claim, the pages before they offer anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bookings.rules.status import FlightStatus

CLOSED_FLIGHTS = frozenset({FlightStatus.DEPARTED, FlightStatus.ARRIVED, FlightStatus.DIVERTED, FlightStatus.CANCELLED})


@dataclass(frozen=True)
class FlightFacts:
    """What the rules need to know of a flight."""

    number: str
    status: FlightStatus


@dataclass(frozen=True)
class Closed:
    """Why nothing more is sold: a code for programs and a sentence for people."""

    code: str
    message: str


def closed(starts_at: datetime, now: datetime, flight: FlightFacts | None = None) -> Closed | None:
    """None while it is on sale: until it begins, and for a flight only while it is still to leave."""
    if flight is not None and flight.status in CLOSED_FLIGHTS:
        return Closed("flight_closed", f"{flight.number} is {flight.status.value.lower()}, so it cannot be booked.")
    if starts_at <= now:
        return Closed("past", "This has already begun, so nothing more can be booked here.")
    return None
