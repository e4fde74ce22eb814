"""The interface of a payment provider: it opens a page to pay on, gives money back, and its messages are verified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from bookings.rules.money.online import ProviderEvent

LONGEST_REASON = 200


@dataclass(frozen=True)
class Order:
    """What is paid for, as the provider's page says it. The same `payment_id` opens the same page, however often it is asked for.

    Who has paid goes to `done`, who has not to `back`.
    """

    payment_id: str
    booking_id: str
    amount: Decimal
    currency: str
    what: str
    pnr: str
    email: str
    until: datetime
    done: str
    back: str


@dataclass(frozen=True)
class Checkout:
    """A page that waits for whoever pays, under the provider's own `reference`."""

    reference: str
    address: str
    until: datetime


@dataclass(frozen=True)
class RefundOrder:
    """Money to give back of a `charge`; the same `refund_id` gives it back once. `again`: it was asked for before."""

    refund_id: str
    payment_id: str
    charge: str
    amount: Decimal
    currency: str
    again: bool = False


class ProviderRefused(Exception):
    """It was not done. `again`: asked later it may be, or it may have been done and nobody said so."""

    def __init__(self, reason: str, *, again: bool = True) -> None:
        super().__init__(reason)
        self.reason, self.again = reason[:LONGEST_REASON], again


class BadSignature(Exception):
    """A message that is not the provider's, or too old: its reason is for whoever sent it."""


class Provider(Protocol):
    name: str
    pages: str
    """The origin of its pages, to which a form of ours may lead; "" where they are our own."""

    def open_checkout(self, order: Order) -> Checkout:
        """Raises ProviderRefused."""

    def close_checkout(self, reference: str) -> None:
        """Nobody can pay there any more; what was paid or closed before stays so. Raises ProviderRefused."""

    def ask(self, reference: str) -> ProviderEvent | None:
        """What became of a checkout; None while it waits. Raises ProviderRefused."""

    def refund(self, order: RefundOrder) -> str:
        """Give money back, and return the provider's name of it. Raises ProviderRefused."""
