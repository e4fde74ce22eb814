"""Ghosts at the box office: they put seats into baskets, change their minds, check out, and some give tickets back."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.database import Database
from bookings.demo.ghosts.ghost import Ghost
from bookings.demo.ids import ARENA, THEATRE
from bookings.demo.people import BOX_OFFICE, NAMED
from bookings.demo.venues.seating import parties
from bookings.desk import Desk, book, holds, states
from bookings.desk.money import pay
from bookings.models import Booking, Claim, Event, Hold, Seat, Viewer
from bookings.reading.seats.plan_texts import plan_seat_of

BASKETS, WAITING = 6, 4
"""So many baskets at once, and so many bookings left unanswered, at each event."""
WAIT = timedelta(seconds=15)
LAST_CALL = timedelta(minutes=30)
ROWS_TRIED = 4
BUYERS = {each.id: each for each in NAMED.values()}


class SeatGhost(Ghost):
    def __init__(self, desk: Desk, database: Database, chance: random.Random) -> None:
        super().__init__(desk, database, chance)
        self._levels: dict[int, int] = {}

    def hold(self) -> bool:
        """Put a few seats side by side into a basket."""
        with self.database.read() as session:
            now = self.database.now(session)
            event_id = self._event(session, now)
            if event_id is None:
                return False
            choosing = set(session.scalars(select(Hold.person_id).where(Hold.event_id == event_id)))
            buyers = [buyer for person, buyer in BUYERS.items() if person not in choosing]
            labels = self._party(session, event_id)
        if len(choosing) >= BASKETS or not buyers or not labels:
            return False
        return self._do(self.chance.choice(buyers), holds.hold_seats, event_id, labels)

    def release(self) -> bool:
        """Empty a basket again."""
        found = self._basket()
        return found is not None and self._do(found[0], holds.release_hold, found[1])

    def check_out(self) -> bool:
        """Book what is in a basket."""
        found = self._basket()
        return found is not None and self._do(found[0], book.check_out, found[1])

    def settle(self) -> bool:
        """The box office takes the money for a booking, which confirms it."""
        with self.database.read() as session:
            event_id = self._event(session, self.database.now(session))
            if event_id is None:
                return False
            asked = (Booking.event_id == event_id, Booking.status == "PENDING")
            booking = self._pick(session, *asked, more_than=WAITING)
        return booking is not None and self._do(BOX_OFFICE, pay.take_payment, booking.id)

    def give_back(self) -> bool:
        """Somebody returns tickets, when more are sold than at first: so the event stays about as full as it was."""
        with self.database.read() as session:
            event_id = self._event(session, self.database.now(session))
            if event_id is None:
                return False
            sold = session.scalar(select(func.count()).where(Claim.event_id == event_id, Claim.kind == "booking")) or 0
            if sold <= self._levels.setdefault(event_id, sold):
                return False
            stands = Booking.status.in_(["PENDING", "CONFIRMED"])
            booking = self._pick(session, Booking.event_id == event_id, stands, Booking.customer_id.in_(BUYERS))
        return booking is not None and self._do(BOX_OFFICE, states.cancel, booking.id, reason="Tickets returned")

    def _event(self, session: Session, now: datetime) -> int | None:
        here = select(Event.id).where(Event.venue_id.in_([THEATRE, ARENA]), Event.starts_at > now + LAST_CALL)
        events = session.scalars(here.order_by(Event.id)).all()
        return self.chance.choice(events) if events else None

    def _party(self, session: Session, event_id: int) -> list[str]:
        """Free seats side by side in a row met by chance: reading a whole arena for it would hold everybody up."""
        ids = select(func.min(Seat.id), func.max(Seat.id)).where(Seat.event_id == event_id)
        first, last = session.execute(ids).one()
        for _ in range(ROWS_TRIED if first else 0):
            met = session.get(Seat, self.chance.randint(first, last))
            if met is None or met.event_id != event_id:
                continue
            row = (Seat.event_id == event_id, Seat.section == met.section, Seat.row == met.row)
            free = select(Seat).outerjoin(Claim, Claim.seat_id == Seat.id).where(*row, Claim.id.is_(None))
            places = [plan_seat_of(seat) for seat in session.scalars(free.order_by(Seat.position))]
            if any(not place.features for place in places):
                return parties(places, 1, self.chance)[0]
        return []

    def _basket(self) -> tuple[Viewer, int] | None:
        """A ghost who has been choosing for a while, and the event."""
        with self.database.read() as session:
            now = self.database.now(session)
            chosen = (Hold.person_id.in_(BUYERS), Hold.began_at < now - WAIT, Hold.expires_at > now)
            venues = Hold.venue_id.in_([THEATRE, ARENA])
            found = session.scalars(select(Hold).where(*chosen, venues).order_by(Hold.began_at, Hold.person_id)).all()
        hold = self.chance.choice(found) if found else None
        return None if hold is None or hold.event_id is None else (BUYERS[hold.person_id], hold.event_id)
