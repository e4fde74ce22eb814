"""Another price than the rules make, agreed at the desk for a reason. What was paid stays; owed and surplus follow."""

from __future__ import annotations

from bookings.desk.lookup import booking_for
from bookings.desk.money.ledger import record_money, sum_up
from bookings.desk.money.pay import confirm_if_settled
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotAllowed
from bookings.models import Booking, ChangeKind
from bookings.rules.money.discounts import MOST_AT_THE_DESK, agreed_price, lowest_at_the_desk
from bookings.rules.money.written import in_money
from bookings.rules.status import BookingStatus
from bookings.rules.text.names import clean_name

LONGEST_REASON = 200


def set_price(tx: Transaction, booking_id: str, price: object, reason: str = "") -> str:
    """Let a booking cost `price`, an amount or a discount like "10 %", for `reason`; its list price ends that and needs no reason.

    Returns the booking's id. Staff only: the desk within its bounds, a manager whatever they want. Raises RuleViolation,
    Conflict for a cancelled one, NotAllowed.
    """
    booking = booking_for(tx, booking_id, staff_only=True)
    if booking.status == BookingStatus.CANCELLED:
        raise Conflict("This booking is cancelled, so its price stays as it was.", code="cancelled")
    by_the_rules = booking.price if booking.list_price is None else booking.list_price
    wanted = agreed_price(price, by_the_rules, booking.currency)
    ends = wanted == by_the_rules
    kept_reason = "" if ends else clean_name(reason, field="reason", limit=LONGEST_REASON)
    lowest = lowest_at_the_desk(by_the_rules, booking.currency)
    if not tx.by.manages(booking.venue_id) and not lowest <= wanted <= by_the_rules:
        raise NotAllowed(
            f"The desk takes off up to {MOST_AT_THE_DESK} %, which leaves {in_money(lowest, booking.currency)}. "
            "For any other price ask those who manage the venue."
        )
    previous = booking.price
    if wanted == previous and kept_reason == booking.price_reason:
        return booking.id
    booking.price, booking.price_reason = wanted, kept_reason
    booking.list_price = None if ends else by_the_rules
    sum_up(tx, booking)
    record_money(tx, ChangeKind.PRICE_CHANGED, booking, previous=str(previous), price=str(wanted))
    confirm_if_settled(tx, booking)
    return booking.id


def follow_the_rules(booking: Booking) -> None:
    """The booking is another one by now, so what was agreed about its price has ended."""
    booking.list_price, booking.price_reason = None, ""
