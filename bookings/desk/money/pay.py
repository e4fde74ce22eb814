"""Money at the desk: taken, given back, a wrong line taken back. A request that is paid in full is confirmed by it."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from bookings.desk.lookup import booking_for
from bookings.desk.money.ledger import FAILED, give_back, record_money, write_line
from bookings.desk.money.online.returns import return_online, returnable
from bookings.desk.money.online.start import give_up_all
from bookings.desk.states import confirm
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import Booking, ChangeKind, Payment
from bookings.rules.money.amounts import parse_amount
from bookings.rules.money.balance import NOTHING
from bookings.rules.money.online import ONLINE
from bookings.rules.money.written import in_money
from bookings.rules.status import BookingStatus
from bookings.rules.violation import RuleViolation

METHODS = ("cash", "card", "transfer", "online")


def take_payment(tx: Transaction, booking_id: str, amount: Decimal | None = None, *, method: str = "card") -> str:
    """Take `amount` at the desk (None: all that is owed) and return the payment's id. Raises Conflict when nothing is owed."""
    booking = booking_for(tx, booking_id, staff_only=True)
    _check_method(method, "Choose how it was paid")
    if booking.status == BookingStatus.CANCELLED:
        raise Conflict("This booking is cancelled, so nothing can be paid for it.", code="cancelled")
    owed = booking.balance.owed
    if not owed:
        raise Conflict("Nothing is owed for this booking.", code="nothing_owed")
    amount = owed if amount is None else _exact(amount, "Say how much was paid.")
    if amount > owed:
        raise Conflict(f"Only {in_money(owed, booking.currency)} is owed.", code="too_much")
    payment = write_line(tx, booking, amount, method)
    record_money(tx, ChangeKind.PAYMENT_TAKEN, booking, payment=payment.id, amount=str(amount), method=method)
    confirm_if_settled(tx, booking)
    if not booking.balance.owed:
        give_up_all(tx, booking)
    return payment.id


def refund(tx: Transaction, booking_id: str, amount: Decimal | None = None, *, method: str = "card") -> str:
    """Give back `amount` of what was paid too much (None: all of it) and return the line's id; online, through the provider.

    Raises Conflict when it is not there.
    """
    booking = booking_for(tx, booking_id, staff_only=True)
    _check_method(method, "Choose how it was given back")
    surplus = booking.balance.surplus
    if not surplus:
        raise Conflict("Nothing was paid too much for this booking.", code="nothing_to_give_back")
    amount = surplus if amount is None else _exact(amount, "Say how much was given back.")
    if amount > surplus:
        raise Conflict(f"Only {in_money(surplus, booking.currency)} was paid too much.", code="too_much")
    through_providers = sum((there for _, there in returnable(tx, booking)), NOTHING) if method == ONLINE else NOTHING
    if not through_providers:
        return give_back(tx, booking, amount, method).id
    if amount > through_providers:
        there = in_money(through_providers, booking.currency)
        raise Conflict(f"Only {there} of it was paid online and can go back that way.", code="too_much")
    return return_online(tx, booking, amount)[0].id


def reverse_line(tx: Transaction, booking_id: str, payment_id: str) -> str:
    """Take back a line that was written by mistake, whole and once, and return the counter-line's id.

    Raises NotFound when the booking has no such line, Conflict when it cannot be taken back.
    """
    booking = booking_for(tx, booking_id, staff_only=True)
    line = tx.session.scalar(select(Payment).where(Payment.id == payment_id, Payment.booking_id == booking.id))
    if line is None:
        raise NotFound("There is no such line in this booking's ledger.")
    if line.online_id is not None:
        raise Conflict("The provider moved this money, so it is no mistake. Give it back instead.", code="not_reversible")
    if line.reverses_id is not None or line.status == FAILED:
        raise Conflict("Only money that came in or went back can be taken back.", code="not_reversible")
    if tx.session.scalar(select(Payment.id).where(Payment.reverses_id == line.id)):
        raise Conflict("This line has been taken back already.", code="already_reversed")
    if line.amount > booking.paid:
        raise Conflict(
            f"{in_money(line.amount, booking.currency)} came in, and only {in_money(booking.paid, booking.currency)} of it is still here. "
            "Take back what was given back first.",
            code="given_back",
        )
    counter = write_line(tx, booking, -line.amount, line.method, reverses=line)
    record_money(
        tx, ChangeKind.PAYMENT_REVERSED, booking, payment=counter.id, reverses=line.id, amount=str(line.amount)
    )
    confirm_if_settled(tx, booking)
    return counter.id


def note_failed_payment(tx: Transaction, booking_id: str, amount: Decimal, *, method: str = "online") -> str:
    """Note an attempt to pay that brought nothing, and return the line's id."""
    booking = booking_for(tx, booking_id, staff_only=True)
    payment = write_line(tx, booking, amount, method, status=FAILED)
    record_money(tx, ChangeKind.PAYMENT_FAILED, booking, payment=payment.id, amount=str(amount), method=method)
    return payment.id


def confirm_if_settled(tx: Transaction, booking: Booking) -> None:
    """A request whose price is met by what was paid is confirmed, whether money came in or the price went down."""
    if booking.status == BookingStatus.PENDING and booking.balance.settled:
        confirm(tx, booking.id)


def _check_method(method: str, asked: str) -> None:
    if method not in METHODS:
        raise Invalid(f"{asked}: {', '.join(METHODS)}.", fields={"method": "unknown"})


def _exact(amount: Decimal, nothing: str) -> Decimal:
    try:
        exact = parse_amount(amount)
    except RuleViolation as violation:
        raise Invalid(violation.message, fields={"amount": violation.message}) from violation
    if not exact:
        raise Invalid(nothing, fields={"amount": "nothing"})
    return exact
