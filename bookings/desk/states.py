"""A booking's states. One path for every switch: the table of moves decides, claims follow, the change is recorded."""

from __future__ import annotations

from decimal import Decimal

from bookings.desk.claims.claim import claim
from bookings.desk.claims.claim_requests import claim_requests
from bookings.desk.events.boarding import check_in_all
from bookings.desk.lookup import booking_for, situation_of
from bookings.desk.money.cancellation import fee_for, settle_cancelled, settle_restored
from bookings.desk.status import leave_gate, write_status
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotAllowed
from bookings.models import Venue
from bookings.rules.money.balance import NOTHING
from bookings.rules.status import BookingStatus
from bookings.rules.switching import Denial, why_not, why_not_restore, word
from bookings.rules.text.names import clean_note


def switch(
    tx: Transaction,
    booking_id: str,
    status: BookingStatus,
    *,
    was: BookingStatus | None = None,
    reason: str = "",
    keep: Decimal | None = None,
) -> str:
    """Bring a booking into `status` and return its id. Switching to the state it has already changes nothing.

    `was` is the state in which the caller saw it, None when that is not known: in another one by now, nothing is done, so
    that a click on a page that missed something does nothing else than it showed. Staff of the venue may make every move of
    rules.switching, the customer may only cancel. Raises Conflict, NotAllowed. `keep` is what staff keeps of a cancelled
    one's money.
    """
    booking = booking_for(tx, booking_id)
    now = BookingStatus(booking.status)
    if was is not None and now not in (was, status):
        raise Conflict(
            f"This booking is {word(now)} by now, so nothing was changed. Look again, then decide.", code="moved_on"
        )
    if now == status:
        return booking.id
    venue = tx.session.get_one(Venue, booking.venue_id)
    situation = situation_of(tx, booking, venue)
    _refuse(why_not(situation, status, tx.now, staff=tx.by.works_at(venue.id)))
    cancels = status == BookingStatus.CANCELLED
    fee = fee_for(tx, booking, venue, keep, disrupted=situation.disrupted) if cancels else NOTHING
    write_status(tx, booking, venue, status, clean_note(reason))
    if status == BookingStatus.CHECKED_IN:
        check_in_all(tx, booking)
    elif status != BookingStatus.COMPLETED:
        leave_gate(tx, booking)
    if cancels:
        settle_cancelled(tx, booking, fee)
    return booking.id


def restore(tx: Transaction, booking_id: str) -> str:
    """Bring a cancelled booking back, confirmed, and return its id. Staff only. Restoring what is confirmed changes nothing.

    Raises Conflict when it is in another state, Taken when its place has gone to somebody else.
    """
    booking = booking_for(tx, booking_id)
    venue = tx.session.get_one(Venue, booking.venue_id)
    staff = tx.by.works_at(venue.id)
    if staff and booking.status == BookingStatus.CONFIRMED:
        return booking.id
    _refuse(why_not_restore(situation_of(tx, booking, venue), staff=staff))
    claim(tx, booking, claim_requests(tx, booking))
    write_status(tx, booking, venue, BookingStatus.CONFIRMED)
    settle_restored(tx, booking)
    return booking.id


def confirm(tx: Transaction, booking_id: str, *, was: BookingStatus | None = None) -> str:
    """A cancelled booking stays cancelled: see `restore`."""
    return switch(tx, booking_id, BookingStatus.CONFIRMED, was=was)


def check_in(tx: Transaction, booking_id: str, *, was: BookingStatus | None = None) -> str:
    return switch(tx, booking_id, BookingStatus.CHECKED_IN, was=was)


def complete(tx: Transaction, booking_id: str) -> str:
    return switch(tx, booking_id, BookingStatus.COMPLETED)


def mark_no_show(tx: Transaction, booking_id: str) -> str:
    return switch(tx, booking_id, BookingStatus.NO_SHOW)


def cancel(
    tx: Transaction,
    booking_id: str,
    *,
    was: BookingStatus | None = None,
    reason: str = "",
    keep: Decimal | None = None,
) -> str:
    """Free the places and give back what was paid but for the fee, in the same transaction."""
    return switch(tx, booking_id, BookingStatus.CANCELLED, was=was, reason=reason, keep=keep)


def _refuse(denial: Denial | None) -> None:
    if denial is not None:
        raise NotAllowed(denial.message) if denial.for_staff else Conflict(denial.message, code=denial.code)
