"""A booking as one plain line: what, where, when, for whom, and how it stands. Lists and single pages show the same line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from bookings.models import Booking, Event, Flight, Person, Resource, Service, Venue
from bookings.reading.people.customers import as_known, own
from bookings.rules.money.balance import Balance
from bookings.rules.money.fees import FeeTerms
from bookings.rules.sale import FlightFacts
from bookings.rules.status import BookingStatus, FlightStatus
from bookings.rules.switching import Situation, is_coming, moves
from bookings.rules.times.zones import to_local

_Coach = aliased(Resource)


@dataclass(frozen=True)
class BookingLine:
    """A booking as lists and pages show it. `note` is the customer's own; `staff_note` is empty for them."""

    id: str
    pnr: str
    kind: str
    status: str
    payment: str
    what: str
    where: str
    venue_id: str
    venue_kind: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    balance: Balance
    currency: str
    customer_id: str
    customer: str
    email: str
    phone: str
    seats: tuple[str, ...]
    note: str
    staff_note: str
    cancel_reason: str
    created_at: datetime
    updated_at: datetime
    """Rises with whatever happens to the booking: forms say by it what they were drawn for."""
    event_id: int | None
    resource_id: str | None
    resource: str
    coach: str
    expires_at: datetime | None
    """When a request gives its place back by itself; None where no such clock runs."""
    moves: tuple[str, ...]
    """The states to which this audience may switch it at this moment."""
    cancel_until: datetime
    """Until then its customer may cancel it."""
    check_in_from: datetime
    coming: bool
    """Whether it is still to come, or runs."""

    fee_terms: FeeTerms
    """What the venue keeps when the customer cancels."""

    @property
    def price(self) -> Decimal:
        return self.balance.price

    @property
    def paid(self) -> Decimal:
        return self.balance.kept

    @property
    def owed(self) -> Decimal:
        return self.balance.owed

    @property
    def surplus(self) -> Decimal:
        return self.balance.surplus

    @property
    def late_fee(self) -> Decimal:
        """What is kept of what was paid, once cancelling is not free any more."""
        return self.fee_terms.fee(self.price, self.paid, self.currency)

    @property
    def over_at(self) -> datetime | None:
        """When it stops being still to come, by the clock alone; None for what was ended otherwise."""
        if self.status == BookingStatus.PENDING:
            return self.starts_at
        return self.ends_at if self.status in (BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN) else None

    @property
    def day(self) -> date:
        return to_local(self.starts_at, self.zone).date()


def lines() -> Select[*tuple[Any, ...]]:
    """The rows that `line_of` reads; a caller adds which, in what order and how many."""
    return (
        select(Booking, Person, Venue, Resource, _Coach, Service, Event, Flight)
        .join(Person, Person.id == Booking.customer_id)
        .join(Venue, Venue.id == Booking.venue_id)
        .outerjoin(Resource, Resource.id == Booking.resource_id)
        .outerjoin(_Coach, _Coach.id == Booking.coach_id)
        .outerjoin(Service, Service.id == Booking.service_id)
        .outerjoin(Event, Event.id == Booking.event_id)
        .outerjoin(Flight, Flight.event_id == Event.id)
    )


def situation_of(row: Any) -> Situation:
    """What the rules of switching ask of the booking in this row of `lines`."""
    booking, venue, flight = row[0], row[2], row[7]
    facts = FlightFacts(flight.number, FlightStatus(flight.status)) if flight is not None else None
    return Situation(BookingStatus(booking.status), booking.starts_at, venue.cancel_hours, venue.check_in_hours, facts)


def line_of(row: Any, staff: bool, now: datetime) -> BookingLine:
    """The line of one row at this moment, for staff or for the booking's owner."""
    booking, person, venue, resource, coach, service, event, flight = row
    situation = situation_of(row)
    customer = as_known(booking, person) if staff else own(person)
    return BookingLine(
        id=booking.id, pnr=booking.pnr, kind=booking.kind, status=booking.status, payment=booking.payment_status,
        what=_what(resource, service, event, flight), where=venue.name, venue_id=venue.id, venue_kind=venue.kind, zone=venue.zone,
        starts_at=booking.starts_at, ends_at=booking.ends_at, balance=booking.balance, currency=booking.currency,
        customer_id=person.id, customer=customer.name, email=customer.email, phone=customer.phone,
        seats=tuple(seat["label"] for seat in booking.seats), note=booking.note, staff_note=booking.staff_note if staff else "",
        cancel_reason=booking.cancel_reason, created_at=booking.created_at,
        updated_at=booking.updated_at, expires_at=booking.expires_at, event_id=booking.event_id,
        resource_id=booking.resource_id, resource=resource.name if resource else "", coach=coach.name if coach else "",
        moves=moves(situation, now, staff=staff), cancel_until=situation.cancel_until,
        check_in_from=situation.check_in_from,
        coming=is_coming(situation.status, booking.starts_at, booking.ends_at, now),
        fee_terms=FeeTerms(venue.cancel_fee_percent, venue.cancel_fee_hours),
    )  # fmt: skip


def _what(resource: Resource | None, service: Service | None, event: Event | None, flight: Flight | None) -> str:
    if flight is not None:
        return f"{flight.number} {flight.origin}–{flight.destination}"
    if event is not None:
        return event.title
    assert resource is not None
    if service is not None:
        return f"{service.name} with {resource.name}"
    return f"{resource.name}, {resource.sport}" if resource.sport else resource.name
