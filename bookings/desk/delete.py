"""Taking a booking out of the books. What happened with it stays in the changes, its money in the ledger."""

from __future__ import annotations

from sqlalchemy import update

from bookings.desk.affected_topics import affected_topics, drawn_times
from bookings.desk.claims.release import release_claims
from bookings.desk.lookup import booking_for
from bookings.desk.money.online.start import give_up_all
from bookings.desk.notifications.own import unlink
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import Booking, ChangeKind, Payment, Venue
from bookings.rules.money.written import in_money


def delete_booking(tx: Transaction, booking_id: str) -> str:
    """Remove a booking and free its place; its ledger stays, under its code. Staff only.

    Returns its id; raises Conflict while money is kept for it that would have to go back.
    """
    booking = booking_for(tx, booking_id, staff_only=True)
    _check_money(booking)
    venue = tx.session.get_one(Venue, booking.venue_id)
    tx.snapshots.deletes(tx, booking)
    times = drawn_times(tx, booking)
    release_claims(tx, booking)
    tx.record(
        ChangeKind.BOOKING_DELETED,
        affected_topics(booking, venue, also=times),
        booking=booking,
        seats=[seat["label"] for seat in booking.seats],
        times=times,
        people=[booking.customer_id],
        previous=booking.status,
        pnr=booking.pnr,
        court=booking.resource_id,
    )
    unlink(tx, booking.id)
    give_up_all(tx, booking)
    tx.session.execute(update(Payment).where(Payment.booking_id == booking.id).values(booking_id=None))
    tx.session.delete(booking)
    tx.session.flush()
    return booking_id


def _check_money(booking: Booking) -> None:
    balance = booking.balance
    if balance.living and balance.kept:
        raise Conflict(
            f"{in_money(balance.kept, booking.currency)} was paid for this booking. Cancel it, which gives the money back; then delete it.",
            code="paid",
        )
    if balance.surplus:
        raise Conflict(
            f"{in_money(balance.surplus, booking.currency)} of this booking is still to be given back. Do that first; then delete it.",
            code="paid",
        )
