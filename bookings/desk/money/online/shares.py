"""What is owed for a booking, split among several people who each pay one share by a link."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import delete, select

from bookings.desk.lookup import booking_for
from bookings.desk.money.online.start import give_up, new_payment, refuse_what_is_not_payable, waiting_payments
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import Booking, ChangeKind
from bookings.models.payments import OnlinePayment, PaymentShare
from bookings.models.person import STRANGER
from bookings.rules import topics
from bookings.rules.money.amounts import decimals
from bookings.rules.money.online import WAITING, PaymentStage

FEWEST, MOST = 2, 12


def split(tx: Transaction, booking_id: str, among: int) -> str:
    """Split what is owed into as many shares, alike to the smallest coin; returns the booking's id. For its customer and the venue's
    staff. Shares that nobody has paid are replaced. Raises Conflict, Invalid."""
    booking = booking_for(tx, booking_id)
    if not FEWEST <= among <= MOST:
        raise Invalid(f"Split it among {FEWEST} to {MOST} people.", fields={"among": f"{FEWEST} to {MOST}"})
    refuse_what_is_not_payable(tx, booking)
    _drop_unpaid(tx, booking)
    owed, coin = booking.balance.owed, Decimal(1).scaleb(-min(decimals(booking.currency), 2))
    each = (owed / among).quantize(coin, rounding="ROUND_DOWN")
    if not each:
        raise Conflict("That is too little to be split among so many.", code="too_little")
    amounts = [each + coin if n < (owed - each * among) / coin else each for n in range(among)]
    first = len(_shares(tx, booking)) + 1
    tx.session.add_all(
        PaymentShare(booking_id=booking.id, number=first + n, amount=amount, created_at=tx.now) for n, amount in enumerate(amounts)
    )
    tx.record(ChangeKind.SHARES_CHANGED, {topics.booking(booking.id)})
    return booking.id


def unite(tx: Transaction, booking_id: str) -> str:
    """Let nobody pay a share any more that is not paid; returns the booking's id."""
    booking = booking_for(tx, booking_id)
    _drop_unpaid(tx, booking)
    tx.record(ChangeKind.SHARES_CHANGED, {topics.booking(booking.id)})
    return booking.id


def start_share(tx: Transaction, share_id: str, provider: str, back: str) -> str:
    """Begin to pay this share, for whoever has its link; returns the payment's id. Pressed twice, it is the same payment.

    Raises NotFound, Conflict when it is paid, or not owed any more.
    """
    booking_id = tx.session.scalar(select(PaymentShare.booking_id).where(PaymentShare.id == share_id))
    booking = tx.session.scalar(select(Booking).where(Booking.id == booking_id).with_for_update())
    share = tx.session.get(PaymentShare, share_id, with_for_update=True, populate_existing=True)
    if booking is None or share is None:
        raise NotFound("This link does not lead to anything to pay any more.")
    payment = tx.session.get(OnlinePayment, share.payment_id, with_for_update=True) if share.payment_id else None
    if payment is not None and payment.status == PaymentStage.PAID:
        raise Conflict("This share is paid. Thank you.", code="paid")
    refuse_what_is_not_payable(tx, booking)
    if share.amount > booking.balance.owed:
        raise Conflict("Less than this share is owed by now. Ask whoever sent you the link.", code="too_much")
    if payment is not None and payment.status in WAITING and payment.provider == provider and payment.expires_at > tx.now:
        return payment.id
    payment = new_payment(tx, booking, share.amount, provider, back, STRANGER.id)
    share.payment_id = payment.id
    return payment.id


def _shares(tx: Transaction, booking: Booking) -> list[PaymentShare]:
    return list(tx.session.scalars(select(PaymentShare).where(PaymentShare.booking_id == booking.id)))


def _drop_unpaid(tx: Transaction, booking: Booking) -> None:
    waiting = {payment.id: payment for payment in waiting_payments(tx, booking)}
    for share in _shares(tx, booking):
        if share.payment_id in waiting:
            give_up(tx, waiting[share.payment_id])
    paid = select(OnlinePayment.id).where(OnlinePayment.booking_id == booking.id, OnlinePayment.status == PaymentStage.PAID)
    unpaid = PaymentShare.payment_id.is_(None) | PaymentShare.payment_id.not_in(paid)
    tx.session.execute(delete(PaymentShare).where(PaymentShare.booking_id == booking.id, unpaid))
