"""Stripe's messages: verified by Stripe's library, and put into the words that are the same for all providers.

Amounts are whole numbers there, in the currency's smallest unit as Stripe counts it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bookings.payments.provider import BadSignature
from bookings.rules.money.online import ProviderEvent, Told

NAME = "stripe"
OUR_PAYMENT, OUR_REFUND = "ringside_payment", "ringside_refund"
TOLERANCE_SECONDS = 300
# https://docs.stripe.com/currencies: all others have two decimals there, also those of which ISO 4217 says otherwise.
_NO_DECIMALS = frozenset(["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"])
_THREE_DECIMALS = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])
_BOOKING_NAMES = ("bookingId", "booking_id", "booking")
_CENT = Decimal("0.01")
_CHECKOUTS = {
    "checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed",
    "checkout.session.expired",
}  # fmt: skip
_REFUNDS = {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}


def read_event(body: bytes, signature: str, secret: str) -> ProviderEvent:
    """The message of a webhook. Raises BadSignature for what Stripe did not sign with this secret, or too long ago."""
    from stripe import SignatureVerificationError, WebhookSignature

    try:
        # Compared as text, which has to be plain.
        WebhookSignature.verify_header(body.decode(), signature if signature.isascii() else "", secret, TOLERANCE_SECONDS)
        sent = json.loads(body)
    except (SignatureVerificationError, ValueError, RecursionError) as error:
        raise BadSignature(str(error) or "This is no message of Stripe's.") from None
    event = sent if isinstance(sent, dict) else {}
    kind, thing = str(event.get("type", "")), (event.get("data") or {}).get("object") if isinstance(event.get("data"), dict) else None
    name = str(event.get("id", ""))[:200]
    if not name or not isinstance(thing, dict):
        return ProviderEvent(NAME, name, Told.OTHER)
    if kind in _CHECKOUTS:
        return checkout_event(name, thing, failed=kind.endswith("failed")) or ProviderEvent(NAME, name, Told.OTHER)
    if kind in ("payment_intent.succeeded", "payment_intent.payment_failed"):
        return _intent_event(name, thing, failed=kind.endswith("failed"))
    if kind in _REFUNDS:
        return _refund_event(name, thing, failed=thing.get("status") in ("failed", "canceled"))
    if kind == "charge.dispute.created":
        return ProviderEvent(
            NAME, name, Told.DISPUTED, charge=_word(thing.get("payment_intent")), **_amount(thing, "amount")
        )
    return ProviderEvent(NAME, name, Told.OTHER)


def checkout_event(name: str, session: Mapping[str, Any], *, failed: bool = False) -> ProviderEvent | None:
    """What a checkout session says of itself; None while it waits to be paid, or for a bank that takes days."""
    if session.get("payment_status") == "paid":
        told = Told.PAID
    elif session.get("status") == "expired":
        told = Told.ENDED
    elif failed:
        told = Told.FAILED
    else:
        return None
    return ProviderEvent(
        NAME, name, told, **_ours(session), reference=_word(session.get("id")), charge=_word(session.get("payment_intent")),
        **_amount(session, "amount_total"),
    )  # fmt: skip


def in_minor_units(amount: Decimal, currency: str) -> int:
    """12.50 EUR is 1250. Raises ValueError for what the currency cannot express."""
    units = amount.scaleb(_decimals(currency))
    if units != units.to_integral_value():
        raise ValueError(f"{amount} {currency} cannot be paid online: the currency has no such coin.")
    return int(units)


def _intent_event(name: str, intent: Mapping[str, Any], *, failed: bool) -> ProviderEvent:
    amount = _amount(intent, "amount" if failed or intent.get("amount_received") is None else "amount_received")
    told = Told.FAILED if failed else Told.PAID
    # An attempt that failed says nothing of the money: its intent may yet be paid.
    return ProviderEvent(NAME, name, told, **_ours(intent), charge=_word(intent.get("id")), **amount)


def _refund_event(name: str, refund: Mapping[str, Any], *, failed: bool) -> ProviderEvent:
    metadata = refund.get("metadata")
    ours = _word(metadata.get(OUR_REFUND)) if isinstance(metadata, dict) else ""
    return ProviderEvent(
        NAME, name, Told.REFUND_FAILED if failed else Told.REFUNDED, reference=_word(refund.get("id")), refund_id=ours,
        charge=_word(refund.get("payment_intent")), reason=_word(refund.get("failure_reason")).replace("_", " "),
        **_amount(refund, "amount"),
    )  # fmt: skip


def _ours(thing: Mapping[str, Any]) -> dict[str, Any]:
    """What it says of our payment and our booking, wherever whoever made it at Stripe wrote that down."""
    metadata = thing.get("metadata") if isinstance(thing.get("metadata"), dict) else {}
    assert isinstance(metadata, dict)
    reference = _word(thing.get("client_reference_id"))
    booking = next((word for name in _BOOKING_NAMES if (word := _word(metadata.get(name)))), reference)
    return {"payment_id": _word(metadata.get(OUR_PAYMENT)) or reference, "booking_id": booking}


def _amount(thing: Mapping[str, Any], name: str) -> dict[str, Any]:
    units, currency = thing.get(name), _word(thing.get("currency")).upper()
    if isinstance(units, bool) or not isinstance(units, int) or not 0 <= units < 10**14 or len(currency) != 3:
        return {}
    amount = Decimal(units).scaleb(-_decimals(currency))
    return {"amount": amount, "currency": currency} if amount == amount.quantize(_CENT) else {}


def _decimals(currency: str) -> int:
    return 0 if currency in _NO_DECIMALS else 3 if currency in _THREE_DECIMALS else 2


def _word(value: object) -> str:
    """An id as Stripe writes it, or the one inside of an expanded object; "" for anything else."""
    if isinstance(value, dict):
        value = value.get("id")
    return value if isinstance(value, str) and 0 < len(value) <= 200 and value.isascii() and value.isprintable() else ""
