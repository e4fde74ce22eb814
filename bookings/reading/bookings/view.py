"""A booking as one viewer may read it: the one reading that pages, lists, panels, the API and Socket.IO share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Viewer
from bookings.reading.appointments.proposal import Proposal, read_proposal
from bookings.reading.audience import Audience, of_booking
from bookings.reading.bookings.booked import BookedSeat, cabin_class_of, seat_of, what_of
from bookings.reading.bookings.rows import booking_rows, situation_of
from bookings.reading.flights.expected import FlightNow, OfFlight, flight_now
from bookings.reading.moment import moment_of
from bookings.reading.people.customers import as_known, own
from bookings.rules.money.balance import Balance
from bookings.rules.money.fees import FeeTerms
from bookings.rules.overrides import Override
from bookings.rules.passengers import seated, written_party
from bookings.rules.status import BookingStatus
from bookings.rules.switching import is_coming, moves, why_not_changed, why_not_coming, why_not_moved
from bookings.rules.times.zones import to_local


@dataclass(frozen=True)
class BookingView(OfFlight):
    """A booking, read for its owner or for the venue's staff.

    `note` is the customer's, and both sides read it; `staff_note` is empty for the owner. `moves` are the states to which
    this audience may switch it at this moment. `updated_at` rises with whatever happens to it: forms say by it what they
    were drawn for. `expires_at` is when a request gives its place back by itself; None where no such clock runs.
    """

    audience: Audience
    id: str
    pnr: str
    kind: str
    status: str
    payment: str
    balance: Balance
    currency: str
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    updated_at: datetime
    expires_at: datetime | None
    version: int

    customer_id: str
    customer: str
    email: str
    phone: str

    what: str
    venue_id: str
    venue: str
    venue_address: str
    zone: str
    resource_id: str | None
    resource: str | None
    sport: str | None
    coach_id: str | None
    coach: str | None
    service_id: str | None
    service: str | None
    event_id: int | None
    title: str | None
    flight_id: str | None
    flight_number: str | None
    origin: str | None
    destination: str | None
    cabin_class: str | None
    booked_seats: tuple[BookedSeat, ...]
    passengers: tuple[dict[str, Any], ...]
    contact: dict[str, Any]

    list_price: Decimal | None
    """What the rules make it cost, where the desk agreed on another price."""
    price_reason: str
    """Why it did; empty for the owner."""

    away: str
    """Who is not there at the time of a request (any more), so that it cannot be accepted; "" for anything else, and for its owner."""

    override: Override | None
    """The rules of the venue that a manager set aside for it. Only staff read them."""

    note: str
    staff_note: str
    cancel_reason: str
    players: int | None

    moves: tuple[str, ...]
    proposal: Proposal | None
    move_until: datetime
    """Until then its customer may move it, when it is an appointment; at this moment when `movable`."""
    movable: bool
    places: int
    """How many it has of a group appointment; 1 for anything else."""
    proposable: bool
    """Whether staff may propose another time for it."""
    cancel_until: datetime
    """Until then its customer may cancel it."""
    check_in_from: datetime
    coming: bool
    """Whether it is still to come, or runs."""
    coming_at: datetime | None
    """When it was noted that its customer comes to what it is now."""
    may_confirm_coming: bool
    """Whether that can be noted at this moment."""
    fee_terms: FeeTerms
    """What the venue keeps when the customer cancels."""
    flight_now: FlightNow | None
    date_style: str
    """How dates are written for its owner; staff read them as usual."""
    unread: int
    """Messages that this side has not read."""

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
    def seats(self) -> tuple[str, ...]:
        """The labels of its seats."""
        return tuple(seat.label for seat in self.booked_seats)

    @property
    def travellers(self) -> tuple[str, ...]:
        """Who is in which of them, on a flight."""
        return written_party(self.passengers, self.seats)

    @property
    def seated(self) -> tuple[tuple[str, str], ...]:
        """(seat, name) of each passenger of a flight who has a seat."""
        return seated(self.passengers, self.seats)

    @property
    def over_at(self) -> datetime | None:
        """When it stops being still to come, by the clock alone; None for what was ended otherwise."""
        if self.status == BookingStatus.PENDING:
            return self.starts_at
        return self.ends_at if self.status in (BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN) else None

    @property
    def day(self) -> date:
        return to_local(self.starts_at, self.zone).date()


def read_booking(session: Session, booking_id: str, viewer: Viewer) -> BookingView:
    """The booking, when it is this viewer's or at a venue where they work; NotFound otherwise."""
    row = session.execute(booking_rows().where(Booking.id == booking_id)).one_or_none()
    if row is None or of_booking(viewer, row[0].venue_id, row[0].customer_id) is None:
        raise NotFound("There is no such booking, or it is not yours to see.")
    return view_for_viewer(row, viewer, moment_of(session))


def view_for_viewer(row: Any, viewer: Viewer, now: datetime) -> BookingView:
    """The booking of this row for one viewer, who may read it; staff read their own under their own name."""
    audience = of_booking(viewer, row[0].venue_id, row[0].customer_id)
    assert audience is not None
    return view_for_audience(row, replace(audience, person=viewer.id), now)


def view_for_audience(row: Any, audience: Audience, now: datetime) -> BookingView:
    """The booking of this row at this moment, for staff or for its owner."""
    booking, person, venue, resource, coach, service, event, flight, version, to_venue, to_customer = row
    situation, staff = situation_of(row), audience.is_staff
    customer = as_known(booking, person) if staff and audience.person != person.id else own(person)
    return BookingView(
        audience=audience, id=booking.id, pnr=booking.pnr, kind=booking.kind, status=booking.status,
        payment=booking.payment_status, balance=booking.balance, currency=booking.currency,
        starts_at=booking.starts_at, ends_at=booking.ends_at, created_at=booking.created_at, updated_at=booking.updated_at,
        expires_at=booking.expires_at, version=version,
        customer_id=person.id, customer=customer.name, email=customer.email, phone=customer.phone,
        what=what_of(resource, service, event, flight),
        venue_id=venue.id, venue=venue.name, venue_address=venue.address, zone=flight.zone_here(venue.zone) if flight else venue.zone,
        resource_id=booking.resource_id, resource=resource and resource.name, sport=resource and resource.sport,
        coach_id=booking.coach_id, coach=coach and coach.name, service_id=booking.service_id, service=service and service.name,
        event_id=booking.event_id, title=event and event.title,
        flight_id=flight and flight.id, flight_number=flight and flight.number,
        origin=flight and flight.origin, destination=flight and flight.destination,
        cabin_class=cabin_class_of(booking, event) if flight else None,
        booked_seats=tuple(seat_of(each, event.categories) for each in booking.seats),
        passengers=tuple(booking.passengers), contact=dict(booking.contact), list_price=booking.list_price, note=booking.note,
        price_reason=booking.price_reason if staff else "", away=situation.away if staff else "", cancel_reason=booking.cancel_reason,
        override=booking.override if staff else None, staff_note=booking.staff_note if staff else "", players=booking.players,
        flight_now=flight_now(event, flight, situation.flight), proposal=read_proposal(booking, now),
        move_until=venue.move_until(booking.starts_at), movable=booking.service_id is not None
        and why_not_moved(situation.status, booking.starts_at, venue.move_until(booking.starts_at), now) is None,
        places=booking.places, proposable=staff and service is not None and service.places == 1
        and why_not_changed(situation.status, booking.starts_at, now) is None,
        moves=moves(situation, now, staff=staff), cancel_until=situation.cancel_until, check_in_from=situation.check_in_from,
        coming=is_coming(situation.status, booking.starts_at, booking.ends_at, now),
        coming_at=booking.coming_at, may_confirm_coming=why_not_coming(situation, now, said=booking.coming_at is not None) is None,
        fee_terms=FeeTerms(0, None) if situation.disrupted else FeeTerms(venue.cancel_fee_percent, venue.cancel_fee_hours),
        date_style="" if staff else person.date_style, unread=to_venue if staff else to_customer,
    )  # fmt: skip
