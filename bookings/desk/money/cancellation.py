"""The money of a booking that is cancelled, and of one that comes back."""

from __future__ import annotations

from decimal import Decimal

from bookings.desk.money.ledger import sum_up
from bookings.desk.money.online.returns import return_money
from bookings.desk.money.online.start import give_up_all
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotAllowed
from bookings.models import Booking, Venue
from bookings.rules.money.balance import NOTHING
from bookings.rules.money.fees import FeeTerms
from bookings.rules.money.written import in_money


def fee_for(tx: Transaction, booking: Booking, venue: Venue, keep: Decimal | None, *, disrupted: bool = False) -> Decimal:
    """What is kept of what was paid: what staff says, else nothing; from a customer what the venue's terms say, nothing where the
    flight is disrupted.

    Raises NotAllowed when a customer says it, Conflict when more is to be kept than was paid.
    """
    staff = tx.by.works_at(venue.id)
    if keep is None:
        if staff or disrupted:
            return NOTHING
        terms = FeeTerms(venue.cancel_fee_percent, venue.cancel_fee_hours)
        if terms.is_free(booking.starts_at, tx.now):
            return NOTHING
        return terms.fee(booking.price, booking.paid, booking.currency)
    if not staff:
        raise NotAllowed("Only the venue says what is kept of the money.")
    if keep > booking.paid:
        raise Conflict(
            f"{in_money(booking.paid, booking.currency)} was paid for this booking, "
            f"so {in_money(keep, booking.currency)} cannot be kept of it.",
            code="too_much",
            fields={"keep": "more than was paid"},
        )
    return keep


def settle_cancelled(tx: Transaction, booking: Booking, fee: Decimal) -> None:
    """Keep the fee and give back the rest; nobody shall go on to pay for it."""
    booking.fee = fee
    give_up_all(tx, booking)
    sum_up(tx, booking)
    if booking.balance.surplus:
        return_money(tx, booking, booking.balance.surplus)


def settle_restored(tx: Transaction, booking: Booking) -> None:
    """It costs its price again; a fee that was kept counts towards it."""
    booking.fee = NOTHING
    sum_up(tx, booking)
