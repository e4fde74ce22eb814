"""The shares of a booking that several people pay: as who split it sees them, and as whoever has the link of one does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking
from bookings.models.payments import OnlinePayment, PaymentShare
from bookings.reading.bookings.booked import what_of
from bookings.reading.bookings.rows import booking_rows
from bookings.reading.moment import moment_of
from bookings.rules.money.online import PaymentStage, why_not_online
from bookings.rules.status import BookingStatus


@dataclass(frozen=True)
class Share:
    id: str
    number: int
    amount: Decimal
    paid: bool


@dataclass(frozen=True)
class SharePage:
    """What whoever has the link has to see, and nobody's name. `why_not`: why it cannot be paid (any more); "" when it can."""

    share: Share
    venue: str
    what: str
    starts_at: datetime
    zone: str
    currency: str
    why_not: str


def read_shares(session: Session, booking_id: str) -> tuple[Share, ...]:
    """The shares of this booking in their order. The caller has asked who may read them."""
    found = select(PaymentShare, OnlinePayment.status).outerjoin(OnlinePayment, OnlinePayment.id == PaymentShare.payment_id)
    found = found.where(PaymentShare.booking_id == booking_id).order_by(PaymentShare.number, PaymentShare.id)
    return tuple(
        Share(share.id, share.number, share.amount, status == PaymentStage.PAID) for share, status in session.execute(found)
    )


def read_share(session: Session, share_id: str) -> SharePage:
    """Raises NotFound for one that was taken back."""
    booking_id = session.scalar(select(PaymentShare.booking_id).where(PaymentShare.id == share_id))
    share = next((each for each in read_shares(session, booking_id or "") if each.id == share_id), None)
    if booking_id is None or share is None:
        raise NotFound("This link does not lead to anything to pay any more.")
    row = session.execute(booking_rows().where(Booking.id == booking_id)).one()
    booking, venue = row[0], row[2]
    why = why_not_online(BookingStatus(booking.status), booking.balance.owed, booking.expires_at, moment_of(session))
    sentence = why.message if why else "" if share.amount <= booking.balance.owed else "Less than this share is owed by now."
    return SharePage(
        share, venue.name, what_of(row[3], row[5], row[6], row[7]), booking.starts_at, venue.zone, booking.currency, sentence
    )
