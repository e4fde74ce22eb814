"""An event as its manager makes it, and what the database has of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bookings.desk import Desk
from bookings.models import Event, LogEntry, Noun
from bookings.reading.seats.plan_texts import plan_of_event, seats_of_event

PLAN = "Stalls, price A 48.00\nA 1-5 | 6-10\nB w1 c2 3-10\nStanding, price C 24.00, 5 places"
NEW: dict[str, Any] = {
    "title": "Macbeth", "starts_at": "2026-03-10T19:30", "ends_at": "2026-03-10T22:00", "plan": PLAN,
}  # fmt: skip


def event_of(desk: Desk, event_id: int) -> Event:
    with desk.database.read() as session:
        return session.get_one(Event, event_id)


def plan_text(desk: Desk, event_id: int) -> str:
    with desk.database.read() as session:
        return plan_of_event(session.get_one(Event, event_id), seats_of_event(session, event_id))


def labels(desk: Desk, event_id: int) -> list[str]:
    with desk.database.read() as session:
        return [seat.label for seat in seats_of_event(session, event_id)]


def lines(desk: Desk, event_id: int) -> Sequence[LogEntry]:
    with desk.database.read() as session:
        of_it = LogEntry.noun == Noun.EVENT, LogEntry.noun_id == str(event_id)
        return session.scalars(select(LogEntry).where(*of_it).order_by(LogEntry.id)).all()
