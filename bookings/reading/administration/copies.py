"""What would become of an event's copies: a verdict for each date of a list."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Event, Flight, Venue
from bookings.rules.setup.copies import CopyVerdict, copy_verdicts


def verdicts_of(session: Session, event_id: int, dates: str, now: datetime) -> tuple[CopyVerdict, ...]:
    """Raises RuleViolation for a list that cannot be read at all."""
    event = session.get_one(Event, event_id)
    flight = session.scalar(select(Flight).where(Flight.event_id == event_id))
    venue_zone = session.get_one(Venue, event.venue_id).zone
    zone = flight.zone_here(venue_zone) if flight is not None else venue_zone
    alike = select(Event.starts_at).where(
        Event.venue_id == event.venue_id, Event.ends_at > now, Event.cancelled_at.is_(None)
    )
    if flight is None:
        alike = alike.where(Event.title == event.title, Event.kind == event.kind)
    else:
        alike = alike.join(Flight, Flight.event_id == Event.id).where(Flight.number == flight.number)
    return copy_verdicts(dates, event.starts_at, zone, now, set(session.scalars(alike)))
