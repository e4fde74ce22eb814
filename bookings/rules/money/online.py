"""Online payments: the states of one, what a provider tells of it, and whether a booking may be paid online at a moment.

No card data is in any of this: whoever pays types it on the provider's own page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from bookings.rules.status import OCCUPYING, BookingStatus
from bookings.rules.violation import RuleViolation

SHORTEST_CHECKOUT, LONGEST_CHECKOUT = timedelta(minutes=31), timedelta(minutes=60)
"""How long whoever pays has at the provider. Stripe takes nothing below half an hour."""
ONLINE = "online"
"""The ledger's word for money that came or went through a provider."""


class PaymentStage(StrEnum):
    """CREATED: the provider has not answered yet. OPEN: its page waits for whoever pays. ENDED: it was given up or ran out."""

    CREATED = "CREATED"
    OPEN = "OPEN"
    PAID = "PAID"
    ENDED = "ENDED"


_S = PaymentStage
STAGES: Mapping[PaymentStage, frozenset[PaymentStage]] = MappingProxyType(
    {
        _S.CREATED: frozenset({_S.OPEN, _S.PAID, _S.ENDED}),
        _S.OPEN: frozenset({_S.PAID, _S.ENDED}),
        # What the provider was paid is paid, however late it says so.
        _S.ENDED: frozenset({_S.PAID}),
        _S.PAID: frozenset(),
    }
)
WAITING = (_S.CREATED, _S.OPEN)


class Told(StrEnum):
    """What a provider tells."""

    PAID = "PAID"
    FAILED = "FAILED"
    ENDED = "ENDED"
    REFUNDED = "REFUNDED"
    REFUND_FAILED = "REFUND_FAILED"
    DISPUTED = "DISPUTED"
    OTHER = "OTHER"


@dataclass(frozen=True)
class ProviderEvent:
    """One message of a provider, in words that are the same for all of them; "" and None where it says nothing.

    `payment_id` and `refund_id` are ours, `booking_id` what it says it is for, `reference` the provider's name of the
    checkout and `charge` of the money that moved, by which a refund names it.
    """

    provider: str
    id: str
    told: Told
    payment_id: str = ""
    booking_id: str = ""
    reference: str = ""
    charge: str = ""
    amount: Decimal | None = None
    currency: str = ""
    refund_id: str = ""
    reason: str = ""


def why_not_online(
    status: BookingStatus, owed: Decimal, expires_at: datetime | None, now: datetime
) -> RuleViolation | None:
    """Why nothing can be paid online for a booking at this moment; None when something can."""
    if status not in OCCUPYING:
        return RuleViolation("cancelled", "This booking is cancelled, so nothing can be paid for it.")
    if not owed:
        return RuleViolation("nothing_owed", "Nothing is owed for this booking.")
    if status == BookingStatus.NO_SHOW:
        return RuleViolation("no_show", "The venue noted that nobody came, so this is settled at the desk.")
    if expires_at is not None and expires_at <= now:
        return RuleViolation("ran_out", "The time to pay for this has run out, and its place is free for others. Book again.")
    return None


def checkout_until(now: datetime, expires_at: datetime | None) -> datetime:
    """Until when the provider's page waits: as long as the request that it pays, if providers let it end then."""
    last = now + LONGEST_CHECKOUT
    return max(now + SHORTEST_CHECKOUT, min(last, expires_at or last))
