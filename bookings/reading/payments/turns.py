"""When the clock alone changes what does not agree between money and places."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from bookings.models import Booking, Venue, Viewer
from bookings.models.payments import OnlinePayment
from bookings.reading.payments.mismatches import UNANSWERED_AFTER
from bookings.rules.money.online import WAITING
from bookings.rules.status import BookingStatus

AT_MOST = timedelta(hours=1)
"""So far ahead it is looked, and no farther: what begins later is found then."""


def read_next_turn(session: Session, viewer: Viewer, now: datetime) -> datetime:
    """The next moment at which a payment is without an answer for too long, one that is not paid begins, or a customer's time to decide
    is over; in an hour at the latest. At the venues that this viewer manages."""
    mine = select(Venue.id) if viewer.is_admin else select(Venue.id).where(Venue.id.in_(viewer.managed))
    unanswered = select(OnlinePayment.expires_at).where(
        OnlinePayment.status.in_([literal_column(f"'{each.value}'") for each in WAITING]),
        OnlinePayment.expires_at > now - UNANSWERED_AFTER, OnlinePayment.venue_id.in_(mine),
    )
    undecided = select(OnlinePayment.decide_until).where(OnlinePayment.decide_until > now, OnlinePayment.venue_id.in_(mine))
    begins = select(Booking.starts_at).where(
        Booking.venue_id.in_(mine), Booking.starts_at > now, Booking.starts_at <= now + AT_MOST,
        Booking.status.in_((BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN)), Booking.paid < Booking.price,
    )
    late = session.scalar(unanswered.order_by(OnlinePayment.expires_at).limit(1))
    over = session.scalar(undecided.order_by(OnlinePayment.decide_until).limit(1))
    begin = session.scalar(begins.order_by(Booking.starts_at).limit(1))
    turns = [late + UNANSWERED_AFTER if late is not None else None, over, begin, now + AT_MOST]
    return min(turn for turn in turns if turn is not None)
