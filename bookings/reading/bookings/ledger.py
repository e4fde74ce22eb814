"""The lines of a booking's ledger, as they were written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Payment


@dataclass(frozen=True)
class LedgerEntry:
    """Money that came in, or (below zero) went back. `method` is cash, card, transfer, online or refund.

    `reverses`: it takes back another line, as `reversed` says of that one. `moved`: a provider moved the money.
    """

    id: str
    amount: Decimal
    method: str
    at: datetime
    failed: bool = False
    reverses: str | None = None
    reversed: bool = False
    moved: bool = False

    def is_reversible(self, paid: Decimal) -> bool:
        """Whether it can be taken back while so much is there in all: what was given back of it is not."""
        return not (self.failed or self.reverses or self.reversed or self.moved) and self.amount <= paid


def read_ledger(session: Session, booking_id: str) -> tuple[LedgerEntry, ...]:
    """The lines of this booking. The caller has asked who may read them."""
    lines = session.scalars(
        select(Payment).where(Payment.booking_id == booking_id).order_by(Payment.at, Payment.id)
    ).all()
    taken_back = {line.reverses_id for line in lines}
    return tuple(
        LedgerEntry(
            line.id, line.amount, line.method, line.at, line.status == "FAILED", line.reverses_id, line.id in taken_back,
            line.online_id is not None,
        )
        for line in lines
    )
