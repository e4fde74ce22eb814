"""Bookings of cancelled events that are not cancelled yet, because the program ended meanwhile."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bookings.administration.events.cancel import ENDING, cancel_more
from bookings.desk.transaction import Desk
from bookings.models import Booking, Event
from bookings.models.person import RINGSIDE
from bookings.upkeep.purge import BATCHES

LEFT_ALONE = timedelta(minutes=1)
"""So long whoever cancelled the event is at it."""


def finish_cancellations(desk: Desk) -> None:
    with desk.database.read() as session:
        now = desk.database.now(session)
        living = select(Booking.id).where(Booking.event_id == Event.id, Booking.status.in_(ENDING))
        events = select(Event.id).where(Event.ends_at > now, Event.cancelled_at < now - LEFT_ALONE, living.exists())
        unfinished = session.scalars(events.order_by(Event.id)).all()
    for event_id in unfinished:
        for _ in range(BATCHES):
            if not desk.do(RINGSIDE, cancel_more, event_id):
                break
