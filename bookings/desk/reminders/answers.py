"""What the customer of a booking answers to a reminder: that they come, or not. Behind a signed link without signing in."""

from __future__ import annotations

from bookings.desk.affected_topics import affected_topics, own_time
from bookings.desk.lookup import booking_for, situation_of
from bookings.desk.states import cancel
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import ChangeKind
from bookings.reading.bookings.linked import BookingLink, check_link
from bookings.rules.switching import why_not_coming


def confirm_coming(tx: Transaction, booking_id: str) -> str:
    """Note that the customer comes, as they or the desk say. Returns the booking's id. Raises Conflict when that is noted already."""
    booking = booking_for(tx, booking_id)
    venue = tx.venue(booking.venue_id)
    denial = why_not_coming(situation_of(tx, booking, venue), tx.now, said=booking.coming_at is not None)
    if denial is not None:
        raise Conflict(denial.message, code=denial.code)
    booking.coming_at = booking.updated_at = tx.now
    tx.record(
        ChangeKind.COMING_CONFIRMED, affected_topics(booking, venue), booking=booking, times=own_time(booking),
        people=[booking.customer_id],
    )  # fmt: skip
    return booking.id


def confirm_by_link(tx: Transaction, link: BookingLink) -> str:
    """As `confirm_coming`, by the customer of the link. Raises LinkOver too."""
    check_link(tx.session, link, tx.now, lock=True)
    return confirm_coming(tx, link.booking_id)


def cancel_by_link(tx: Transaction, link: BookingLink, reason: str) -> str:
    """As `cancel`, by the customer of the link. Raises LinkOver too."""
    check_link(tx.session, link, tx.now, lock=True)
    return cancel(tx, link.booking_id, reason=reason)
