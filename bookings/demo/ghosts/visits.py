"""Ghosts at the front desks: they confirm requests, check in, take money and see people off."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bookings.demo.ghosts.ghost import Ghost
from bookings.demo.ids import CLINIC, CLUB
from bookings.demo.people import FRONT_DESK, RECEPTION
from bookings.demo.venues.lindenhof import ZONE
from bookings.demo.visits import MINUTE, pay_half
from bookings.desk import states
from bookings.desk.money import pay
from bookings.models import Booking
from bookings.rules.times.zones import day_bounds, local_day

DESKS = {CLUB: FRONT_DESK, CLINIC: RECEPTION}
HERE = Booking.venue_id.in_(DESKS)
WAIT = timedelta(seconds=20)
WAITING, OWING = 5, 24
"""So many requests and so many bookings to pay are left on the board, as on any day."""


class VisitGhost(Ghost):
    def confirm(self) -> bool:
        """Confirm a request that has waited a while; what begins soon is not left waiting."""
        with self.database.read() as session:
            now, until = self._present(session)
            asked = (HERE, Booking.status == "PENDING", Booking.created_at < now - WAIT)
            booking = self._pick(session, *asked, Booking.starts_at < now + 30 * MINUTE)
            booking = booking or self._pick(session, *asked, Booking.starts_at < until, more_than=WAITING)
        return booking is not None and self._do(DESKS[booking.venue_id], states.confirm, booking.id)

    def check_in(self) -> bool:
        """Somebody comes, at most two minutes early; of those who are very late, some never do."""
        with self.database.read() as session:
            now, _ = self._present(session)
            due = (Booking.starts_at < now + 2 * MINUTE, Booking.ends_at > now)
            booking = self._pick(session, HERE, Booking.status == "CONFIRMED", *due)
        if booking is None:
            return False
        given_up = booking.starts_at < now - 20 * MINUTE and self.chance.random() < 0.2
        return self._do(DESKS[booking.venue_id], states.mark_no_show if given_up else states.check_in, booking.id)

    def complete(self) -> bool:
        """Whose time is over leaves; also those who were never checked in."""
        with self.database.read() as session:
            now, _ = self._present(session)
            over = (Booking.ends_at <= now - MINUTE, Booking.ends_at > now - timedelta(days=2))
            booking = self._pick(session, HERE, Booking.status.in_(["CONFIRMED", "CHECKED_IN"]), *over)
        return booking is not None and self._do(DESKS[booking.venue_id], states.complete, booking.id)

    def take_money(self) -> bool:
        """Somebody pays what is owed, or half of it; a few go on owing."""
        with self.database.read() as session:
            now, until = self._present(session)
            near = (Booking.starts_at > now - timedelta(hours=12), Booking.starts_at < until)
            stands = Booking.status.in_(["CONFIRMED", "CHECKED_IN", "COMPLETED"])
            owed = Booking.paid < Booking.price
            booking = self._pick(session, HERE, stands, owed, *near, more_than=OWING)
        if booking is None:
            return False
        in_part = booking.payment_status == "UNPAID" and self.chance.random() < 0.2
        return self._do(DESKS[booking.venue_id], pay_half if in_part else pay.take_payment, booking.id)

    def _present(self, session: Session) -> tuple[datetime, datetime]:
        """(now, the end of tomorrow)."""
        now = self.database.now(session)
        return now, day_bounds(local_day(now, ZONE) + timedelta(days=1), ZONE)[1]
