"""Ghosts who play: they book what is free of today and tomorrow, and cancel when the day is full."""

from __future__ import annotations

from bookings.demo.day_ahead import read_day_ahead
from bookings.demo.ghosts.ghost import Ghost
from bookings.demo.ids import CLUB
from bookings.demo.people import FRONT_DESK, NAMED, written_down
from bookings.demo.venues.lindenhof_week import LENGTHS, NOTES
from bookings.demo.visits import MINUTE
from bookings.desk import states
from bookings.desk.book import book_court
from bookings.models import Booking

FULL, SPARSE = 0.74, 0.66
"""Shares of the time to come: from the first on nobody books any more, below the second nobody cancels."""
SHORT_NOTICE = 20 * MINUTE
SLOT = 30


class CourtGhost(Ghost):
    def book(self) -> bool:
        """Book a free court from now on, today or tomorrow: as a request, or by telephone."""
        with self.database.read() as session:
            day = read_day_ahead(session, self.database.now(session), self.chance.choice((0, 0, 1)))
        long_enough = [each for each in day.openings if len(each.slots) * SLOT >= min(LENGTHS[each.sport])]
        if not long_enough or day.taken >= FULL:
            return False
        opening = self.chance.choice(long_enough)
        slots = opening.slots[: self.chance.choice(LENGTHS[opening.sport]) // SLOT]
        span = (slots[0].start, slots[-1].end)
        who = self.chance.choice(list(NAMED.values()))
        note = self.chance.choice(NOTES) if self.chance.random() < 0.3 else ""
        if self.chance.random() < 0.6:
            return self._do(who, book_court, opening.court_id, *span, note=note)
        return self._do(FRONT_DESK, book_court, opening.court_id, *span, note=note, customer=written_down(who))

    def cancel(self) -> bool:
        """Somebody cannot come after all."""
        with self.database.read() as session:
            now = self.database.now(session)
            day = read_day_ahead(session, now, self.chance.choice((0, 1)))
            if not day.slots or day.taken < SPARSE:
                return False
            booking = self._pick(
                session,
                Booking.venue_id == CLUB,
                Booking.customer_id.in_([each.id for each in NAMED.values()]),
                Booking.status.in_(["PENDING", "CONFIRMED"]),
                Booking.starts_at >= max(day.slots[0].start, now + SHORT_NOTICE),
                Booking.ends_at <= day.slots[-1].end,
            )
        if booking is None:
            return False
        return self._do(FRONT_DESK, states.cancel, booking.id, reason="Cannot come after all")
