"""Until when the seats of a booked flight can be changed, by its customer and by the airline's desk.

The desk asks before it writes; the pages ask before they offer it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bookings.rules.sale import CLOSED_FLIGHTS, FlightFacts
from bookings.rules.status import BookingStatus, FlightStatus
from bookings.rules.switching import Denial, word
from bookings.rules.times.zones import clock_label

CUT_OFF = timedelta(hours=1)
"""So long before the planned departure, where no boarding time is set, the gate has its list of who sits where."""
CHANGED_IN = (BookingStatus.PENDING, BookingStatus.CONFIRMED)


def seats_change_until(starts_at: datetime, boards_at: datetime | None) -> datetime:
    """Until then its customer may change seats."""
    return boards_at if boards_at is not None else starts_at - CUT_OFF


def why_not_change_seats(
    status: BookingStatus, flight: FlightFacts, starts_at: datetime, boards_at: datetime | None, now: datetime, zone: str, *, staff: bool
) -> Denial | None:
    """Why the passengers cannot be seated otherwise; None when they can. `zone` is that of where it leaves."""
    if status not in CHANGED_IN:
        return Denial("not_exchangeable", f"This booking is {word(status)}, so its seats stay as they are. Ask the airline's desk.")
    if flight.status in CLOSED_FLIGHTS or starts_at <= now:
        left = flight.status.value.lower() if flight.status in CLOSED_FLIGHTS else "about to leave"
        return Denial("flight_closed", f"{flight.number} is {left}, so its seats stay as they are.")
    until = seats_change_until(starts_at, boards_at)
    if not staff and (until <= now or flight.status == FlightStatus.BOARDING):
        words = f"Seats could be changed here until boarding, {clock_label(until, zone)}. Ask at the gate."
        return Denial("too_late", words, for_staff=True)
    return None
