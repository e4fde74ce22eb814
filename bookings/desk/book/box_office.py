"""Selling at the box office: seats are booked for a customer and paid for, at once or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bookings.desk.book.seats import book_seats, check_out
from bookings.desk.money.pay import take_payment
from bookings.desk.transaction import Transaction
from bookings.models import Booking, Event
from bookings.rules.text.names import WALK_IN
from bookings.rules.violation import RuleViolation

Customer = Mapping[str, str] | None


def sell_basket(tx: Transaction, /, event_id: int, *, paid: str = "", customer: Customer = None, **asked: Any) -> str:
    """Book what is in the basket, as `check_out` does, and take all of its price by the method `paid` ("": nothing yet)."""
    whom = _buyer(tx, event_id, customer, paid)
    return _with_payment(tx, check_out(tx, event_id, customer=whom, **asked), paid)


def sell_seats(
    tx: Transaction, /, event_id: int, labels: Sequence[str] | None, *, paid: str = "", customer: Customer = None, **asked: Any
) -> str:
    """The same without a basket, as `book_seats` does."""
    whom = _buyer(tx, event_id, customer, paid)
    return _with_payment(tx, book_seats(tx, event_id, labels, customer=whom, **asked), paid)


def _buyer(tx: Transaction, event_id: int, customer: Customer, paid: str) -> Customer:
    """Whom it is for. From the desk seats of a show go to somebody without a name, who pays for them at once."""
    given = customer or {}
    named = any(given.get(field, "").strip() for field in ("id", "name", "email"))
    if named or not (paid or given or customer is not None):
        return customer
    event = tx.session.get(Event, event_id)
    if event is None or event.kind == "flight" or not tx.by.works_at(event.venue_id):
        return customer
    if not paid:
        raise RuleViolation(
            "missing", "Name whom the seats are kept for. Without a name they are sold for money that is taken now.", "name"
        )
    return {**given, "name": WALK_IN}


def _with_payment(tx: Transaction, booking_id: str, paid: str) -> str:
    if paid and tx.session.get_one(Booking, booking_id).balance.owed:
        take_payment(tx, booking_id, method=paid)
    return booking_id
