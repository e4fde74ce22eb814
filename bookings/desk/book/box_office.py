"""Selling at the box office: what is in the basket is booked for a customer and paid for, at once or not at all."""

from __future__ import annotations

from typing import Any

from bookings.desk.book.seats import check_out
from bookings.desk.money.pay import take_payment
from bookings.desk.transaction import Transaction
from bookings.models import Booking


def sell_basket(tx: Transaction, /, event_id: int, *, paid: str = "", **asked: Any) -> str:
    """Book what is in the basket, as `check_out` does, and take all of its price by the method `paid` ("": nothing yet)."""
    booking_id = check_out(tx, event_id, **asked)
    if paid and tx.session.get_one(Booking, booking_id).balance.owed:
        take_payment(tx, booking_id, method=paid)
    return booking_id
