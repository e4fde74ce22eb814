"""Sends the reminders that are due, in bounded batches."""

from __future__ import annotations

from sqlalchemy import select

from bookings.desk.reminders.due import AT_ONCE
from bookings.desk.transaction import Desk
from bookings.mail.reminders import Links, send_reminders
from bookings.models import Booking
from bookings.models.person import RINGSIDE
from bookings.reading.settings import CurrentSettings
from bookings.upkeep.purge import BATCHES


class Reminders:
    def __init__(self, desk: Desk, settings: CurrentSettings, links: Links) -> None:
        self._desk, self._settings, self._links = desk, settings, links

    def send_due(self) -> None:
        """As far as it goes within the bounds; the rest waits for the next round."""
        for _ in range(BATCHES):
            if not self._has_due() or self._desk.do(RINGSIDE, send_reminders, self._settings.get(), self._links) < AT_ONCE:
                break

    def _has_due(self) -> bool:
        with self._desk.database.read() as session:
            due = select(Booking.id).where(Booking.remind_at <= self._desk.database.now(session)).limit(1)
            return session.scalar(due) is not None
