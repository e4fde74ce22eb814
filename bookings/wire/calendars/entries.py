"""What a calendar says of one booking: to its customer what the ticket says, to staff who comes as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from icalendar import Event
from icalendar.enums import STATUS, TRANSP

from bookings.reading.bookings.view import BookingView
from bookings.reading.calendars.content import EventInCalendar
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import clock_label, day_words, local_day, to_local

UNKNOWN = datetime(2000, 1, 1, tzinfo=UTC)
_STATUSES: Mapping[str, STATUS] = {BookingStatus.PENDING: STATUS.TENTATIVE, BookingStatus.CANCELLED: STATUS.CANCELLED}


@dataclass(frozen=True)
class Entry:
    """`version` rises with whatever happens to it (SEQUENCE), `updated_at` is when it last did, as far as that is kept."""

    id: str
    version: int
    status: STATUS
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    place: str
    description: str
    address: str
    updated_at: datetime


def entry_of(booking: BookingView, site: str) -> Entry:
    """The entry of a booking for whom it was read; `site` is the program's address. Prices and notes of staff are not in it."""
    staff = booking.audience.is_staff
    return Entry(
        booking.id, booking.version, STATUS.CANCELLED if booking.flight_off else _STATUSES.get(booking.status, STATUS.CONFIRMED),
        *booking.expected, booking.zone,
        summary=f"{booking.customer}, {booking.what}" if staff else booking.what,
        place=_place(booking.venue, booking.venue_address),
        description="\n".join(_lines(booking, staff)), address=f"{site}/bookings/{booking.id}",
        updated_at=booking.updated_at,
    )  # fmt: skip


def entry_of_event(event: EventInCalendar, site: str) -> Entry:
    """The entry of a show or a flight in the calendar of its venue."""
    return Entry(
        str(uuid5(NAMESPACE_URL, f"{event.venue_id}/events/{event.id}")), event.version,
        STATUS.CANCELLED if event.cancelled else STATUS.CONFIRMED, event.starts_at, event.ends_at, event.zone,
        summary=event.what, place=_place(event.venue, event.venue_address), description="", address=f"{site}/events/{event.id}",
        updated_at=UNKNOWN,
    )  # fmt: skip


def write_entry(entry: Entry) -> Event:
    """As a VEVENT. A clock that is put back shows an hour twice; of its second time a local time cannot speak, so that is UTC."""
    starts, ends = to_local(entry.starts_at, entry.zone), to_local(entry.ends_at, entry.zone)
    if starts.fold or ends.fold:
        starts, ends = entry.starts_at, entry.ends_at
    return Event.new(
        uid=entry.id, sequence=entry.version, status=entry.status, start=starts, end=ends, summary=entry.summary,
        location=entry.place, description=entry.description, url=entry.address,
        stamp=entry.updated_at,
        transparency=TRANSP.TRANSPARENT if entry.status == STATUS.CANCELLED else TRANSP.OPAQUE,
    )  # fmt: skip


def _place(venue: str, address: str) -> str:
    return f"{venue}, {address}" if address else venue


def _lines(booking: BookingView, staff: bool) -> list[str]:
    planned = f"{day_words(local_day(booking.starts_at, booking.zone))}, {clock_label(booking.starts_at, booking.zone)}"
    facts = (
        ("Code", booking.pnr),
        ("Flight", "cancelled" if booking.flight_off else ""),
        ("Planned", planned if booking.expected[0] != booking.starts_at else ""),
        ("State", booking.status.lower().replace("_", " ")),
        ("Seat" if len(booking.seats) == 1 else "Seats", ", ".join(booking.seats)),
        ("Passenger" if len(booking.travellers) == 1 else "Passengers", ", ".join(booking.travellers)),
        ("Coach", booking.coach),
        ("Players", booking.players),
        ("Your note", "" if staff else booking.note),
    )
    return [f"{name}: {value}" for name, value in facts if value]
