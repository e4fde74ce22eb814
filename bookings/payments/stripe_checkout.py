"""Stripe as the provider: Checkout, Stripe's own hosted page, by redirect, through Stripe's library, which is loaded at its first use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bookings.payments.provider import Checkout, Order, ProviderRefused, RefundOrder
from bookings.payments.stripe_events import NAME, OUR_PAYMENT, OUR_REFUND, checkout_event, in_minor_units
from bookings.rules.money.online import ProviderEvent

if TYPE_CHECKING:
    from stripe import StripeClient

TIMEOUT_SECONDS = 15.0
API = "https://api.stripe.com"


class StripeCheckout:
    name = NAME
    pages = "https://checkout.stripe.com"

    def __init__(self, secret_key: str, api_base: str = API) -> None:
        self._secret_key, self._api_base = secret_key, api_base

    @cached_property
    def _client(self) -> StripeClient:
        from stripe import RequestsClient, StripeClient

        return StripeClient(
            self._secret_key,
            base_addresses={"api": self._api_base},
            http_client=RequestsClient(timeout=TIMEOUT_SECONDS),
            max_network_retries=0,  # what is written down is tried again by us, also after a crash
        )

    def open_checkout(self, order: Order) -> Checkout:
        ours = {OUR_PAYMENT: order.payment_id, "bookingId": order.booking_id, "code": order.pnr}
        asked: dict[str, Any] = {
            "mode": "payment",
            "client_reference_id": order.payment_id,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": order.currency.lower(),
                        "unit_amount": self._minor(order.amount, order.currency),
                        "product_data": {"name": order.what},
                    },
                }
            ],
            "metadata": ours,
            "payment_intent_data": {"metadata": ours, "description": f"{order.pnr}, {order.what}"},
            "expires_at": int(order.until.timestamp()),
            "success_url": order.done,
            "cancel_url": order.back,
        }
        if order.email:
            asked["customer_email"] = order.email
        with _refusals():
            made = self._client.v1.checkout.sessions.create(asked, {"idempotency_key": f"checkout-{order.payment_id}"})  # type: ignore[arg-type]
        if not made.url:
            raise ProviderRefused("Stripe opened no page.", again=False)
        return Checkout(made.id, made.url, datetime.fromtimestamp(made.expires_at, UTC))

    def close_checkout(self, reference: str) -> None:
        from stripe import InvalidRequestError

        # It refuses what is over already; a message of its own says how that ended.
        with _refusals(), suppress(InvalidRequestError):
            self._client.v1.checkout.sessions.expire(reference)

    def ask(self, reference: str) -> ProviderEvent | None:
        with _refusals():
            session = self._client.v1.checkout.sessions.retrieve(reference)
        return checkout_event(f"asked-{reference}", session.to_dict())

    def refund(self, order: RefundOrder) -> str:
        with _refusals():
            if order.again and (done := self._refunded_before(order)):
                return done  # Stripe forgets keys after a day
            made = self._client.v1.refunds.create(
                {
                    "payment_intent": order.charge,
                    "amount": self._minor(order.amount, order.currency),
                    "metadata": {OUR_REFUND: order.refund_id, OUR_PAYMENT: order.payment_id},
                },
                {"idempotency_key": f"refund-{order.refund_id}"},
            )
        if made.status == "failed":
            raise ProviderRefused("Stripe could not give it back.", again=False)
        return str(made.id)

    def _refunded_before(self, order: RefundOrder) -> str | None:
        found = self._client.v1.refunds.list({"payment_intent": order.charge, "limit": 100})
        for each in found.auto_paging_iter():
            said = each.to_dict().get("metadata") or {}
            if said.get(OUR_REFUND) == order.refund_id and each.status != "failed":
                return str(each.id)
        return None

    def _minor(self, amount: Any, currency: str) -> int:
        try:
            return in_minor_units(amount, currency)
        except ValueError as error:
            raise ProviderRefused(str(error), again=False) from None


@contextmanager
def _refusals() -> Iterator[None]:
    """Stripe's errors as refusals: what the request itself is wrong with is not asked again."""
    from stripe import APIConnectionError, InvalidRequestError, StripeError

    try:
        yield
    except APIConnectionError:
        raise ProviderRefused("Stripe could not be reached.") from None
    except StripeError as error:
        wrong = isinstance(error, InvalidRequestError)
        raise ProviderRefused(f"Stripe answered: {error.user_message or type(error).__name__}", again=not wrong) from None
