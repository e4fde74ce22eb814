"""Payments at a provider on the wire: the JSON shapes of a checkout, of shares, of what came late and of what does not agree."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from bookings.models.payments import OnlinePayment
from bookings.payments.mismatches import acts_of
from bookings.reading.bookings.view import BookingView
from bookings.reading.payments.late import REFUND, TAKE, LatePayment
from bookings.reading.payments.mismatches import Kind, MismatchPage
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


class EqualPlace(TypedDict):
    """As good as what has gone, and free a moment ago: `seats`, or a time at a court or with a person."""

    words: str
    seats: list[str]
    resourceId: str | None
    start: Time | None
    end: Time | None


class LateOffer(TypedDict):
    """`choices` are empty where nothing is to be decided; undecided at `until`, what was `paid` goes back."""

    bookingId: str
    paid: Money
    currency: str
    until: Time | None
    choices: list[Annotated[str, one_of((TAKE, REFUND))]]
    offers: list[EqualPlace]


class Mismatch(TypedDict):
    """`id` is of what does not agree, a message, a refund, a payment or a booking; `bookingId` null for what belongs to no booking."""

    id: str
    at: Time
    venueName: str
    pnr: str
    bookingId: str | None
    amount: Money | None
    currency: str
    why: str


class Mismatches(TypedDict):
    """One page of a `kind`. `counts` go up to 100; `more`: there is a page after this one; `acts` are possible for each of them."""

    kind: Annotated[str, one_of(Kind)]
    counts: dict[str, int]
    acts: list[str]
    items: list[Mismatch]
    page: int
    more: bool


class Mended(TypedDict):
    """`paymentStatus` is null unless the provider was asked."""

    id: str
    paymentStatus: Annotated[str, one_of(PaymentStage)] | None


def write_late(booking: BookingView, late: LatePayment | None) -> LateOffer:
    offers = late.offers if late is not None else ()
    return {
        "bookingId": booking.id,
        "paid": booking.paid,
        "currency": booking.currency,
        "until": late.until if late is not None else None,
        "choices": [*([TAKE] if offers else []), REFUND] if late is not None else [],
        "offers": [
            {"words": each.words, "seats": list(each.seats), "resourceId": each.resource_id, "start": each.start, "end": each.end}
            for each in offers
        ],
    }


def write_mismatches(found: MismatchPage) -> Mismatches:
    return {
        "kind": found.kind,
        "counts": {kind.value: count for kind, count in found.counts.items()},
        "acts": list(acts_of(found.kind)),
        "items": [
            {
                "id": each.id,
                "at": each.at,
                "venueName": each.venue,
                "pnr": each.pnr,
                "bookingId": each.booking_id,
                "amount": each.amount,
                "currency": each.currency,
                "why": each.why,
            }
            for each in found.rows
        ],
        "page": found.number,
        "more": found.more,
    }


def write_mended(asked: OnlinePayment | None, row_id: str) -> Mended:
    """`asked` is the payment of which the provider was asked."""
    return {"id": row_id, "paymentStatus": asked.status if asked is not None else None}


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
