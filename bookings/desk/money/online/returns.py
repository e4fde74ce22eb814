"""Money that goes back the way it came: through the provider, as far as it came through one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import func, select

from bookings.desk.money.ledger import REFUND, give_back
from bookings.desk.transaction import Transaction
from bookings.desk.undo.waiting import sends_at
from bookings.models import Booking, Payment
from bookings.models.payments import OnlinePayment, ProviderRefund
from bookings.rules.money.balance import NOTHING
from bookings.rules.money.online import ONLINE


def return_money(tx: Transaction, booking: Booking, amount: Decimal) -> None:
    """Give `amount` back: what came through a provider goes back there, the rest is the desk's to hand out."""
    rest = amount + sum((line.amount for line in return_online(tx, booking, amount)), NOTHING)
    if rest:
        give_back(tx, booking, rest, REFUND)


def return_online(tx: Transaction, booking: Booking, most: Decimal) -> list[Payment]:
    """Give up to `most` back through the provider, the latest payment first; the ledger's lines of it."""
    lines: list[Payment] = []
    for payment, there in returnable(tx, booking):
        amount = min(there, most)
        if not amount:
            break
        line = give_back(tx, booking, amount, ONLINE, online=payment)
        tx.session.add(
            ProviderRefund(
                payment_id=payment.id, line_id=line.id, venue_id=booking.venue_id, amount=amount,
                created_at=tx.now, next_at=sends_at(tx, booking.venue_id),
            )
        )  # fmt: skip
        lines.append(line)
        most -= amount
    tx.session.flush()
    return lines


def returnable(tx: Transaction, booking: Booking) -> Iterator[tuple[OnlinePayment, Decimal]]:
    """The payments of this booking of which a provider still has something, and how much: the ledger's sum over each."""
    there = func.sum(Payment.amount)
    sums = select(Payment.online_id, there).where(Payment.booking_id == booking.id, Payment.online_id.is_not(None))
    left = {row[0]: row[1] for row in tx.session.execute(sums.group_by(Payment.online_id).having(there > NOTHING))}
    paid = select(OnlinePayment).where(OnlinePayment.id.in_(left)).order_by(OnlinePayment.paid_at.desc(), OnlinePayment.id)
    for payment in tx.session.scalars(paid).all():
        yield payment, left[payment.id]
