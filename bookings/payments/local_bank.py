"""The local provider for tests and demos: a page of this program stands in for the bank, and no money moves."""

from __future__ import annotations

from decimal import Decimal

from bookings.payments.provider import Checkout, Order, RefundOrder
from bookings.rules.money.online import ProviderEvent, Told

NAME = "test"
PAY, DECLINE, LEAVE = "pay", "decline", "leave"
_TOLD = {PAY: Told.PAID, DECLINE: Told.FAILED, LEAVE: Told.ENDED}


class LocalBank:
    name = NAME
    pages = ""

    def open_checkout(self, order: Order) -> Checkout:
        return Checkout(f"test_{order.payment_id}", f"/payments/test/{order.payment_id}", order.until)

    def close_checkout(self, reference: str) -> None:
        """Its page asks each time whether anything may still be paid."""

    def ask(self, reference: str) -> ProviderEvent | None:
        """What is pressed on its page is told at once, so there is nothing to add."""
        return None

    def refund(self, order: RefundOrder) -> str:
        return f"test_{order.refund_id}"


def pressed(button: str, payment_id: str, amount: Decimal, currency: str) -> ProviderEvent | None:
    """The message that a button of its page sends; None for what is no button of it. Pressed twice, it is the same message."""
    if button not in _TOLD:
        return None
    told, reference = _TOLD[button], f"test_{payment_id}"
    return ProviderEvent(
        NAME, f"{payment_id}-{button}", told, payment_id=payment_id, reference=reference,
        charge=reference if told == Told.PAID else "", amount=amount, currency=currency,
    )  # fmt: skip
