"""When a flight is disrupted for a passenger, and what may then be chosen: to keep it, another flight, the money back.

A flight is disrupted when it is cancelled, or so many minutes later (its airline says how many) than the passenger last put up
with: than planned at first, later than the departure that they kept their booking for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.rules.status import BookingStatus, FlightStatus

KEEP, CHANGE, REFUND = CHOICES = ("keep", "change", "refund")
AFFECTED = frozenset({BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN})
"""Whoever still wants to fly."""
OTHER_FLIGHTS_WITHIN = timedelta(days=14)
"""So long before and after the planned departure another flight of the same route is offered."""
_OVER = frozenset({FlightStatus.DEPARTED, FlightStatus.ARRIVED, FlightStatus.DIVERTED})


@dataclass(frozen=True)
class Disruption:
    """`expected` is when the flight leaves by now; None for one that is cancelled."""

    expected: datetime | None

    @property
    def cancelled(self) -> bool:
        return self.expected is None


def disruption_of(
    status: FlightStatus, planned: datetime, expected: datetime | None, minutes: int, agreed: datetime | None = None
) -> Disruption | None:
    """None while it is not disrupted. `agreed` is the departure for which the passenger kept the booking."""
    if status == FlightStatus.CANCELLED:
        return Disruption(None)
    if status in _OVER or expected is None or expected - max(planned, agreed or planned) < timedelta(minutes=minutes):
        return None
    return Disruption(expected)
