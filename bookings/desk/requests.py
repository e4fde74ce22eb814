"""Requests run out: what a customer has asked for and nobody has paid or confirmed gives its place back by itself.

`Booking.expires_at` is the clock: None where none runs. It ends with the first money and with every state but PENDING.
"""

from __future__ import annotations

from sqlalchemy import delete, select

from bookings.desk.affected_topics import affected_topics, drawn_times
from bookings.desk.transaction import Transaction
from bookings.models import Booking, ChangeKind, Claim, Venue
from bookings.models.person import RINGSIDE
from bookings.rules.requests import RAN_OUT, request_until
from bookings.rules.status import BookingStatus

ENDED_AT_ONCE = 100


def start_clock(tx: Transaction, booking: Booking, venue: Venue) -> None:
    """Let it run anew for a request that nobody has paid anything for; end it for any other booking."""
    asked = booking.status == BookingStatus.PENDING and not booking.paid
    until = request_until(tx.now, booking.starts_at, venue.kind, venue.request_minutes) if asked else None
    booking.expires_at = until


def end_request(tx: Transaction, booking_id: str) -> bool:
    """Cancel a request whose time is up; whether it was. Nothing was paid for it, so nothing goes back."""
    booking = tx.session.get(Booking, booking_id, with_for_update=True, populate_existing=True)
    if booking is None or booking.expires_at is None or booking.expires_at > tx.now:
        return False  # it was paid, confirmed or cancelled while we waited for its row
    venue, times = tx.session.get_one(Venue, booking.venue_id), drawn_times(tx, booking)
    tx.session.execute(delete(Claim).where(Claim.booking_id == booking.id))
    booking.status, booking.cancel_reason = BookingStatus.CANCELLED, RAN_OUT
    booking.updated_at, booking.expires_at = tx.now, None
    by, tx.by = tx.by, RINGSIDE
    tx.record(
        ChangeKind.BOOKING_CANCELLED,
        affected_topics(booking, venue, also=times),
        booking=booking,
        seats=[seat["label"] for seat in booking.seats],
        times=times,
        people=[booking.customer_id],
        previous=BookingStatus.PENDING,
        status=BookingStatus.CANCELLED,
        reason=RAN_OUT,
    )
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
