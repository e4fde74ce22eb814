"""When a flight leaves and lands by now, and what a booking knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bookings.models import Event, Flight
from bookings.rules.flights.disruption import AFFECTED, Disruption
from bookings.rules.sale import FlightFacts
from bookings.rules.status import FlightStatus


def expected_times(event: Event, flight: Flight | None) -> tuple[datetime, datetime]:
    """As it is expected, else as planned; a show as planned. Where only the departure is another one, it lasts as long."""
    starts = (flight and flight.estimated_departure) or event.starts_at
    return starts, (flight and flight.estimated_arrival) or max(event.ends_at, starts + (event.ends_at - event.starts_at))


@dataclass(frozen=True)
class FlightNow:
    """`off`: it is cancelled. `disruption` is what the airline does not keep to, None while all is as it was booked."""

    leaves: datetime
    lands: datetime
    off: bool
    disruption: Disruption | None


def flight_now(event: Event, flight: Flight | None, facts: FlightFacts | None) -> FlightNow | None:
    """None for what is no flight."""
    if flight is None or facts is None:
        return None
    return FlightNow(*expected_times(event, flight), flight.status == FlightStatus.CANCELLED, facts.disruption)


class OfFlight:
    """What a booking says of its flight."""

    flight_now: FlightNow | None
    status: str
    starts_at: datetime
    ends_at: datetime

    @property
    def expected(self) -> tuple[datetime, datetime]:
        """When it begins and ends by now."""
        return (self.flight_now.leaves, self.flight_now.lands) if self.flight_now else (self.starts_at, self.ends_at)

    @property
    def flight_off(self) -> bool:
        return self.flight_now is not None and self.flight_now.off

    @property
    def disruption(self) -> Disruption | None:
        return self.flight_now.disruption if self.flight_now else None

    @property
    def undecided(self) -> bool:
        """Whether its flight is disrupted and something has to be chosen."""
        return self.disruption is not None and self.status in AFFECTED
