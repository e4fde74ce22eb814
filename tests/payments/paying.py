"""Paying online in tests: with the local bank, and with messages as a provider sends them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.money.online.events import Outcome
from bookings.models import Viewer
from bookings.models.payments import OnlinePayment, PaymentEvent, ProviderRefund
from bookings.payments.checkout import begin, receive
from bookings.payments.local_bank import NAME, LocalBank
from bookings.rules.money.online import ProviderEvent, Told
from tests import records
from tests.world.people import ANN

BANK = LocalBank()


def begun(desk: Desk, booking: str, by: Viewer = ANN) -> OnlinePayment:
    """A payment whose page is open."""
    payment_id = begin(desk, BANK, by, booking, "http://desk.example", f"/bookings/{booking}")
    (payment,) = records.found(desk.database, select(OnlinePayment).where(OnlinePayment.id == payment_id))
    assert isinstance(payment, OnlinePayment)
    return payment


def told(payment: OnlinePayment, what: Told = Told.PAID, name: str = "", **more: Any) -> ProviderEvent:
    """The provider's message about this payment."""
    charge = f"pi_{payment.id}" if what == Told.PAID else ""
    usual: dict[str, Any] = {"payment_id": payment.id, "charge": charge, "amount": payment.amount, "currency": payment.currency}
    return ProviderEvent(NAME, name or f"{payment.id} {what}", what, **{**usual, **more})


def pay(desk: Desk, booking: str, by: Viewer = ANN) -> OnlinePayment:
    """Pay all that is owed for it."""
    payment = begun(desk, booking, by)
    assert receive(desk, told(payment)) == Outcome.TAKEN
    return payment


def state(database: Database, booking: str) -> tuple[str, str, Decimal]:
    row = records.booking(database, booking)
    return row.status, row.payment_status, row.paid


def lines(database: Database, booking: str) -> list[tuple[str, str]]:
    return [(str(line.amount), line.method) for line in records.payments(database, booking)]


def refunds(database: Database) -> list[ProviderRefund]:
    return records.found(database, select(ProviderRefund).order_by(ProviderRefund.created_at, ProviderRefund.id))


def mismatches(database: Database) -> list[str]:
    return records.found(database, select(PaymentEvent.mismatch).where(PaymentEvent.mismatch != ""))
