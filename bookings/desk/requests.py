"""Requests run out: what a customer has asked for and nobody has paid or confirmed gives its place back by itself.

`Booking.expires_at` is the clock: None where none runs. It ends with the first money and with every state but PENDING.
"""

from __future__ import annotations

from sqlalchemy import select

from bookings.desk.status import write_status
from bookings.desk.transaction import Transaction
from bookings.models import Booking, Venue
from bookings.models.person import RINGSIDE
from bookings.rules.status import BookingStatus
from bookings.rules.times.requests import RAN_OUT

ENDED_AT_ONCE = 100


def end_request(tx: Transaction, booking_id: str) -> bool:
    """Cancel a request whose time is up; whether it was. Nothing was paid for it, so nothing goes back."""
    booking = tx.session.get(Booking, booking_id, with_for_update=True, populate_existing=True)
    if booking is None or booking.expires_at is None or booking.expires_at > tx.now:
        return False  # it was paid, confirmed or cancelled while we waited for its row
    by, tx.by = tx.by, RINGSIDE
    write_status(tx, booking, tx.session.get_one(Venue, booking.venue_id), BookingStatus.CANCELLED, RAN_OUT)
    tx.by = by
    tx.session.flush()
    return True


def end_requests(tx: Transaction) -> int:
    """Cancel every request whose time is up; safe to run anywhere, any number of times. Returns how many it ended."""
    ids = tx.session.scalars(
        select(Booking.id)
        .where(Booking.expires_at <= tx.now)
        .order_by(Booking.expires_at, Booking.id)
        .limit(ENDED_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    return sum(end_request(tx, booking_id) for booking_id in ids)
