"""What staff causes waits until it cannot be undone any more before it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bookings.models.person import RINGSIDE
from bookings.rules.times.undo import SENT_AFTER

if TYPE_CHECKING:  # which sends
    from bookings.desk.transaction import Transaction


def sends_at(tx: Transaction, venue_id: str | None) -> datetime:
    """From when on a mail or a refund that this transaction causes at this venue may go out."""
    staff = venue_id is not None and tx.by.id != RINGSIDE.id and tx.by.works_at(venue_id)
    return tx.now + SENT_AFTER if staff else tx.now
