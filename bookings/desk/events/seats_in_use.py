"""Before the seats of an event become others: what has run out is ended, and whom it concerns is found."""

from __future__ import annotations

from sqlalchemy import select

from bookings.desk.claims.release import end_hold
from bookings.desk.requests import end_request
from bookings.desk.transaction import Transaction
from bookings.models import Booking, ChangeKind, Claim, Hold


def end_what_ran_out(tx: Transaction, event_id: int) -> None:
    """End the baskets and the requests whose time is up, so that their seats are free."""
    holds = select(Hold.id).where(Hold.event_id == event_id, Hold.expires_at <= tx.now)
    for hold_id in tx.session.scalars(holds).all():
        end_hold(tx, hold_id, ChangeKind.HOLD_EXPIRED)
    requests = select(Booking.id).where(Booking.event_id == event_id, Booking.expires_at <= tx.now)
    for booking_id in tx.session.scalars(requests).all():
        end_request(tx, booking_id)


def with_seats(tx: Transaction, event_id: int) -> set[str]:
    """Everybody with seats of their own in the plan, which is drawn anew."""
    booked = select(Booking.customer_id).join(Claim, Claim.booking_id == Booking.id).where(Claim.event_id == event_id)
    held = select(Hold.person_id).where(Hold.event_id == event_id)
    return {*tx.session.scalars(booked.distinct()), *tx.session.scalars(held)}
