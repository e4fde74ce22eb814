"""The lines of a booking's ledger on the wire: their JSON shapes and their writer."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from bookings.reading.bookings.ledger import LedgerEntry
from bookings.reading.bookings.view import BookingView
from bookings.wire.bookings import Booking, write_booking
from bookings.wire.encode import Money, Time, one_of


class LedgerLine(TypedDict):
    """One line of a booking's ledger: money that came in, or (below zero) went back. `reverses` is the line that it takes back."""

    id: str
    amount: Money
    currency: str
    method: str
    status: Annotated[str, one_of(("SUCCEEDED", "FAILED"))]
    at: Time
    reverses: str | None
    reversed: bool


class Payment(TypedDict):
    """Money that was taken, given back or taken back (then below zero), with the booking as it stands after it."""

    id: str
    bookingId: str
    amount: Money
    currency: str
    method: str
    status: Annotated[str, one_of(("SUCCEEDED",))]
    booking: Booking


def write_payment(line: LedgerEntry, view: BookingView) -> Payment:
    return {
        "id": line.id,
        "bookingId": view.id,
        "amount": line.amount,
        "currency": view.currency,
        "method": line.method,
        "status": "SUCCEEDED",
        "booking": write_booking(view),
    }


def write_ledger_line(line: LedgerEntry, currency: str) -> LedgerLine:
    return {
        "id": line.id,
        "amount": line.amount,
        "currency": currency,
        "method": line.method,
        "status": "FAILED" if line.failed else "SUCCEEDED",
        "at": line.at,
        "reverses": line.reverses,
        "reversed": line.reversed,
    }
