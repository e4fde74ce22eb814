"""What a venue keeps of the money when a booking is cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bookings.rules.money.amounts import rounded
from bookings.rules.money.balance import NOTHING


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """`percent` of the price is kept of what was paid when the customer cancels within `hours` of the start (None: always)."""

    percent: int = 0
    hours: int | None = None

    def free_until(self, starts_at: datetime) -> datetime | None:
        """Until when cancelling costs nothing; None when it always does, or never."""
        return starts_at - timedelta(hours=self.hours) if self.percent and self.hours is not None else None

    def is_free(self, starts_at: datetime, now: datetime) -> bool:
        """Whether cancelling costs nothing at `now`."""
        free = self.free_until(starts_at)
        return not self.percent or (free is not None and now < free)

    def fee(self, price: Decimal, paid: Decimal, currency: str) -> Decimal:
        """What is kept when it is not free. Never more than was paid: nobody owes for what is cancelled."""
        return min(paid, rounded(price * self.percent / 100, currency)) if self.percent else NOTHING
