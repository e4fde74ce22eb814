"""Switching a state by what somebody saw: a click on a page that is no longer true must not do something else."""

from __future__ import annotations

from decimal import Decimal

from bookings.desk.lookup import booking_for
from bookings.desk.states import switch
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.rules.status import BookingStatus


def switch_from(
    tx: Transaction,
    booking_id: str,
    was: BookingStatus | None,
    status: BookingStatus,
    *,
    reason: str = "",
    keep: Decimal | None = None,
) -> str:
    """As `states.switch`, for somebody who saw the booking in the state `was`; None when that is not known.

    Without this, "Approve" on a page that missed a cancellation would restore the booking. Raises Conflict when it is in
    another state by now; when it is already in `status`, nothing is left to do.
    """
    now = BookingStatus(booking_for(tx, booking_id).status)
    if was is not None and now not in (was, status):
        raise Conflict(
            f"This booking is {now.value.lower().replace('_', ' ')} by now, so nothing was changed. Look again, then decide.",
            code="moved_on",
        )
    return switch(tx, booking_id, status, reason=reason, keep=keep)
