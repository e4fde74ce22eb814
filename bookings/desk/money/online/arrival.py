"""What becomes of money that came through a provider: it is written into the ledger, the booking is confirmed, has its place
again when it came too late, and what is left over goes back."""

from __future__ import annotations

from contextlib import suppress

from bookings.desk.claims.claim import claim, is_free
from bookings.desk.claims.claim_requests import claim_requests
from bookings.desk.lookup import situation_of
from bookings.desk.money.cancellation import settle_restored
from bookings.desk.money.ledger import record_money, write_line
from bookings.desk.money.online.late import offer_equal
from bookings.desk.money.online.returns import return_online
from bookings.desk.money.pay import confirm_if_settled
from bookings.desk.status import write_status
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import Booking, ChangeKind, Venue
from bookings.models.payments import OnlinePayment
from bookings.rules.money.online import ONLINE
from bookings.rules.status import BookingStatus
from bookings.rules.switching import why_not_restore
from bookings.rules.times.requests import RAN_OUT


def take_online(tx: Transaction, booking: Booking, payment: OnlinePayment) -> None:
    """Write the money of a payment that the provider has into the booking's ledger, with all that follows from it."""
    if booking.paid + payment.amount >= booking.price:
        take_place_again(tx, booking)
    line = write_line(tx, booking, payment.amount, ONLINE, online=payment)
    late = _ran_out(booking) and booking.paid >= booking.price and offer_equal(tx, booking, payment)
    said = {"payment": line.id, "amount": str(payment.amount), "method": ONLINE}
    record_money(tx, ChangeKind.PAYMENT_TAKEN, booking, **said, **({"late": "yes"} if late else {}))
    if late:
        return
    with suppress(Conflict):  # a flight that is cancelled confirms nobody; what becomes of the money is its desk's to say
        confirm_if_settled(tx, booking)
    if booking.balance.surplus:
        return_online(tx, booking, min(booking.balance.surplus, payment.amount))


def take_place_again(tx: Transaction, booking: Booking) -> bool:
    """Bring a request back that ran out before its money came, when all that it had is still free; whether it was.

    What somebody cancelled stays cancelled: that was decided, and the money goes back.
    """
    if not _ran_out(booking) or booking.starts_at <= tx.now:
        return False
    venue = tx.session.get_one(Venue, booking.venue_id)
    if why_not_restore(situation_of(tx, booking, venue), staff=True) is not None:
        return False
    requests = claim_requests(tx, booking)
    try:
        if not is_free(tx, booking, requests):
            return False
        claim(tx, booking, requests)
    except Conflict:  # what it was for is not booked any more
        return False
    write_status(tx, booking, venue, BookingStatus.CONFIRMED)
    settle_restored(tx, booking)
    return True


def _ran_out(booking: Booking) -> bool:
    return booking.status == BookingStatus.CANCELLED and booking.cancel_reason == RAN_OUT
