"""Which provider this program has, by its settings."""

from __future__ import annotations

from bookings.payments.local_bank import LocalBank
from bookings.payments.provider import Provider
from bookings.payments.stripe_checkout import StripeCheckout
from bookings.settings import Settings


def provider_of(settings: Settings) -> Provider | None:
    """As PAYMENT_PROVIDER says; left out, Stripe where there is a key of it, the local bank in a demo, else none."""
    usual = "stripe" if settings.stripe_secret_key else "test" if settings.demo else "off"
    match settings.payment_provider or usual:
        case "stripe":
            return StripeCheckout(settings.stripe_secret_key, settings.stripe_api_base)
        case "test":
            return LocalBank()
        case _:
            return None
