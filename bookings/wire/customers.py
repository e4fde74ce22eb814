"""Writes customers as a venue knows them, for its staff's programs."""

from __future__ import annotations

from typing_extensions import TypedDict

from bookings.models import CustomerNote
from bookings.reading.people.customers import Customer
from bookings.reading.people.record import PersonRecord
from bookings.wire.bookings import Booking, write_booking
from bookings.wire.encode import Day, Money, Time


class CustomerLine(TypedDict):
    """By the name, the address and the number that the venue knows."""

    id: str
    name: str
    email: str
    phone: str


class StaffNote(TypedDict):
    id: str
    text: str
    at: Time
    byId: str
    by: str


class MemberOf(TypedDict):
    """Until the end of that day; null: without an end."""

    name: str
    until: Day | None


class CustomerRecord(CustomerLine):
    """The next bookings and the last; `more` when there are others. `owed` is in the venue's currency."""

    coming: list[Booking]
    past: list[Booking]
    more: bool
    owed: Money
    currency: str
    unpaidBookings: int
    noShows: int
    notes: list[StaffNote]
    groups: list[MemberOf]


def write_customer(customer: Customer) -> CustomerLine:
    return {"id": customer.id, "name": customer.name, "email": customer.email, "phone": customer.phone}


def write_record(record: PersonRecord) -> CustomerRecord:
    return {
        **write_customer(record.customer),
        "coming": [write_booking(each) for each in record.coming],
        "past": [write_booking(each) for each in record.past],
        "more": record.more,
        "owed": record.owed,
        "currency": record.currency,
        "unpaidBookings": record.unpaid,
        "noShows": record.missed,
        "notes": [write_note(note) for note in record.notes],
        "groups": [{"name": group.name, "until": group.until} for group in record.groups],
    }


def write_note(note: CustomerNote) -> StaffNote:
    return {"id": note.id, "text": note.text, "at": note.at, "byId": note.by_id, "by": note.by_name}
