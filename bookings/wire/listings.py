"""Writes what staff read in lists as rows of a file: bookings, customers, tickets at a door, day sheets. Times are the venue's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from bookings.reading.boards.sheets import DaySheets
from bookings.reading.bookings.view import BookingView
from bookings.reading.door.arrivals import Arrival
from bookings.reading.people.customers import Customer
from bookings.rules.money.amounts import rounded
from bookings.rules.text.cells import listed
from bookings.rules.times.zones import to_local

Row = tuple[str | int | Decimal, ...]

COLUMNS = (
    "Code", "Booked at", "Begins", "Ends", "Venue", "What", "Seats", "Coach", "Customer", "E-mail", "Phone", "Status", "Payment",
    "Currency", "Price", "Paid", "To pay", "Note", "Staff note",
)  # fmt: skip
CUSTOMER_COLUMNS = ("Name", "E-mail", "Phone")
SHEET_COLUMNS = (
    "Sheet", "Begins", "Ends", "Customer", "Phone", "What", "Coach", "Code", "Status", "Currency", "To pay", "Note", "Staff note",
)  # fmt: skip
DOOR_COLUMNS = ("Customer", "Code", "Seat", "What", "Begins", "Status", "Came in", "Currency", "To pay")


def write_rows(bookings: Iterable[BookingView]) -> Iterator[Row]:
    """Under COLUMNS."""
    for each in bookings:
        price, paid, owed = (rounded(amount, each.currency) for amount in (each.price, each.paid, each.owed))
        yield (
            each.pnr, _time(each.created_at, each.zone), _time(each.starts_at, each.zone), _time(each.ends_at, each.zone), each.venue,
            each.what, listed(each.seats), each.coach or "", each.customer, each.email, each.phone, _word(each.status),
            _word(each.payment), each.currency, price, paid, owed, each.note, each.staff_note,
        )  # fmt: skip


def write_customers(customers: Iterable[Customer]) -> Iterator[Row]:
    """Under CUSTOMER_COLUMNS."""
    return ((each.name, each.email, each.phone) for each in customers)


def write_arrivals(arrivals: Iterable[Arrival]) -> Iterator[Row]:
    """Under DOOR_COLUMNS: a row for each seat, or for a booking without any. What is to pay stands once for a booking."""
    for each in arrivals:
        booking = each.booking
        for number, seat in enumerate(booking.seats or ("",)):
            yield (
                booking.customer, booking.pnr, seat, booking.what, _time(booking.starts_at, booking.zone), _word(booking.status),
                _time(each.inside[seat], booking.zone) if seat in each.inside else "", booking.currency,
                rounded(booking.owed if number == 0 else Decimal(0), booking.currency),
            )  # fmt: skip


def write_sheets(found: DaySheets) -> Iterator[Row]:
    """Under SHEET_COLUMNS."""
    for sheet in found.sheets:
        for line in sheet.lines:
            when = (sheet.name, _time(line.starts_at, found.zone), _time(line.ends_at, found.zone))
            if (booking := line.booking) is None:
                yield (*when, "", "", line.closed, "", "", "closed", "", "", "", "")
                continue
            yield (
                *when, booking.customer, booking.phone, booking.what, booking.coach or "", booking.pnr, _word(booking.status),
                booking.currency, rounded(booking.owed, booking.currency), booking.note, booking.staff_note,
            )  # fmt: skip


def _time(instant: datetime, zone: str) -> str:
    return f"{to_local(instant, zone):%Y-%m-%d %H:%M}"


def _word(name: str) -> str:
    return name.lower().replace("_", " ")
