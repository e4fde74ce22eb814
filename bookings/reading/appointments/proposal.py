"""Another time that a venue proposes for an appointment, as both sides read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bookings.models import Booking
from bookings.rules.status import BookingStatus
from bookings.rules.switching import why_not_changed
from bookings.rules.times.zones import parse_instant


@dataclass(frozen=True)
class Proposal:
    """Another time that the venue proposes; `open` as long as its customer may accept it."""

    start: datetime
    end: datetime
    resource_id: str
    provider: str
    note: str
    open: bool


def read_proposal(booking: Booking, now: datetime) -> Proposal | None:
    kept = booking.proposal
    if kept is None:
        return None
    start = parse_instant(kept["start"])
    to_come = why_not_changed(BookingStatus(booking.status), booking.starts_at, now) is None and start > now
    end = start + (booking.ends_at - booking.starts_at)
    return Proposal(start, end, kept["resource"], kept["provider"], kept["note"], to_come)
