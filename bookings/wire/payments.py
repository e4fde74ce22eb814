"""Payments at a provider on the wire: the JSON shape of a checkout and its writer."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from bookings.models.payments import OnlinePayment
from bookings.reading.payments.shares import Share as OneShare
from bookings.rules.money.online import PaymentStage
from bookings.wire.encode import Money, Time, one_of


class Checkout(TypedDict):
    """A page of the payment provider on which a booking is paid: `url` waits until `expiresAt` for whoever pays."""

    id: str
    bookingId: str | None
    status: Annotated[str, one_of(PaymentStage)]
    amount: Money
    currency: str
    provider: str
    url: str
    expiresAt: Time


class Share(TypedDict):
    """A share of what is owed: whoever has the `url` pays it once, without an account."""

    number: int
    amount: Money
    currency: str
    paid: bool
    url: str


def write_share(share: OneShare, currency: str, address: str) -> Share:
    return {"number": share.number, "amount": share.amount, "currency": currency, "paid": share.paid, "url": address}


def write_checkout(payment: OnlinePayment, site: str) -> Checkout:
    """`site` is put before an address of our own."""
    return {
        "id": payment.id,
        "bookingId": payment.booking_id,
        "status": payment.status,
        "amount": payment.amount,
        "currency": payment.currency,
        "provider": payment.provider,
        "url": site + payment.address if payment.address.startswith("/") else payment.address,
        "expiresAt": payment.expires_at,
    }
