"""Travel documents are cleared away some days after the flight, in batches: they were for the journey, and are nobody's business later."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, select, update

from bookings.desk.transaction import Desk, Transaction
from bookings.models import Booking, Flight
from bookings.models.booking import HAS_DOCUMENTS
from bookings.models.person import RINGSIDE
from bookings.upkeep.purge import BATCH, BATCHES


def clear_documents(desk: Desk, keep: timedelta) -> None:
    """Those of flights that landed, or were to land, longer ago than `keep`."""
    for _ in range(BATCHES):
        if desk.do(RINGSIDE, clear_old, keep) < BATCH:
            break


def clear_old(tx: Transaction, keep: timedelta) -> int:
    """Nobody is told: a page that shows them is read again by whoever opens it."""
    over = tx.now - keep
    old = select(Booking.id).join(Flight, Flight.event_id == Booking.event_id).where(HAS_DOCUMENTS[tx.locks_rows])
    old = old.where(Booking.ends_at < over, or_(Flight.estimated_arrival.is_(None), Flight.estimated_arrival < over))
    ids = tx.session.scalars(old.order_by(Booking.ends_at).limit(BATCH)).all()
    if ids:
        tx.session.execute(update(Booking).where(Booking.id.in_(ids)).values(documents=[]))
    return len(ids)
