"""Payments at a provider, beside the ledger: what was asked for, what the provider told, what goes back through it."""

from bookings.models.payments.online import OnlinePayment, PaymentEvent, ProviderRefund
from bookings.models.payments.share import PaymentShare

__all__ = ["OnlinePayment", "PaymentEvent", "PaymentShare", "ProviderRefund"]
