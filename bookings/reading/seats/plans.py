"""The seats of an event as a plan, kept in this process for as long as the event has the same seats; and which are taken."""

from __future__ import annotations

from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from bookings.models import Claim, Seat
from bookings.models.in_force import in_force
from bookings.reading.seats.occupancy import Fingerprint, fingerprint_of
from bookings.rules.seats import PlacedSeat, SeatPlan

PLANS_KEPT = 32

_kept: WeakKeyDictionary[Engine | Connection, dict[int, tuple[Fingerprint, SeatPlan]]] = WeakKeyDictionary()


def seat_plan(session: Session, event_id: int) -> SeatPlan:
    """The plan of the event's seats, in their order. An arena's costs a few megabytes and is read once."""
    plans, fingerprint = _kept.setdefault(session.get_bind(), {}), fingerprint_of(session, event_id)
    known = plans.get(event_id)
    if known is None or known[0] != fingerprint:
        if len(plans) >= PLANS_KEPT:
            plans.clear()
        columns = (Seat.label, Seat.section, Seat.row, Seat.row_order, Seat.position, Seat.category)
        rows = session.execute(
            select(Seat.id, Seat.features, *columns)
            .where(Seat.event_id == event_id)
            .order_by(Seat.row_order, Seat.position, Seat.id)
        )
        seats = [(number, PlacedSeat._make((*place, frozenset(features)))) for number, features, *place in rows]
        known = plans[event_id] = (fingerprint, SeatPlan(seats))
    return known[1]


def seats_taken(session: Session, event_id: int, now: datetime) -> set[int]:
    """The ids of the seats that are claimed. What has run out counts as free."""
    taken = select(Claim.seat_id).where(Claim.event_id == event_id, in_force(now))
    return {number for number in session.scalars(taken) if number is not None}
