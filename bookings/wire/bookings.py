"""Bookings on the wire: their JSON shapes, from which the OpenAPI document is drawn, and their only writer.

Values were read for one viewer; nothing here asks the database or decides who may know.
"""

from __future__ import annotations

from typing import Annotated, Any, NotRequired

from typing_extensions import TypedDict

from bookings.reading.bookings.view import BookingView
from bookings.rules.status import BookingStatus, PaymentStatus
from bookings.wire.appointments.proposals import ProposedTime, write_proposal
from bookings.wire.encode import Money, Time, one_of

BookingWord = Annotated[str, one_of(BookingStatus)]
PaymentWord = Annotated[str, one_of(PaymentStatus)]
KindWord = Annotated[str, one_of(("court", "appointment", "event", "flight"))]


class OperationsBooking(TypedDict):
    """A booking as a club's operations board lists it, flat. For the club's staff. Without a court these fields are null."""

    id: str
    userId: str
    userName: str
    userEmail: str | None
    courtId: str | None
    courtName: str | None
    clubId: str
    clubName: str
    start: Time
    end: Time
    bookingStatus: BookingWord
    paymentStatus: PaymentWord
    price: Money
    sportType: str | None
    coachId: str | None
    coachName: str | None
    createdAt: Time


class BookedSeat(TypedDict):
    label: str
    category: str
    categoryName: str
    price: Money


class BookingOverride(TypedDict):
    """Rules of the venue that a manager set aside for a booking, by their codes, and why."""

    rules: list[str]
    reason: str


class Booking(TypedDict):
    """A booking, for its owner and its venue's staff. `note` is what the reader's own side wrote; staff read the customer's in
    `customerNote`, and the customer never the staff's, nor the `override`. `actions` are the states that the reader may bring it to now.

    `paid` is what the venue has of it, `owed` what is missing, `surplus` what is to be given back, `refunded` what was;
    `cancellationFee` is what is kept of a cancelled one. `expiresAt` is when a request gives its place back by itself unless it
    is confirmed or something is paid; null where no such clock runs. `comingAt` is when the customer said that they come, or the
    desk for them; null after it has moved. `listPrice` is there where the desk agreed on another price
    than the rules make, with `priceReason` for staff. Its customer may move an appointment until `movableUntil`; `proposal` is another
    time that the venue proposes for it.
    """

    id: str
    pnr: str
    kind: KindWord
    status: BookingWord
    paymentStatus: PaymentWord
    start: Time
    end: Time
    totalPrice: Money
    paid: Money
    owed: Money
    surplus: Money
    refunded: Money
    cancellationFee: Money
    currency: str
    userId: str
    userName: str
    userEmail: str | None
    venueId: str
    venueName: str
    timeZone: str
    note: str
    cancelReason: str
    actions: list[BookingWord]
    version: int
    createdAt: Time
    updatedAt: Time
    expiresAt: Time | None
    comingAt: Time | None
    customerNote: NotRequired[str]
    listPrice: NotRequired[Money]
    priceReason: NotRequired[str]
    override: NotRequired[BookingOverride | None]
    courtId: NotRequired[str]
    courtName: NotRequired[str]
    sportType: NotRequired[str]
    coachId: NotRequired[str | None]
    coachName: NotRequired[str | None]
    players: NotRequired[int | None]
    serviceId: NotRequired[str]
    serviceName: NotRequired[str]
    providerId: NotRequired[str]
    providerName: NotRequired[str]
    places: NotRequired[int]
    movableUntil: NotRequired[Time]
    proposal: NotRequired[ProposedTime | None]
    eventId: NotRequired[int]
    title: NotRequired[str]
    seats: NotRequired[list[BookedSeat]]
    flightId: NotRequired[str]
    flightNumber: NotRequired[str]
    origin: NotRequired[str]
    destination: NotRequired[str]
    cabinClass: NotRequired[str]
    passengerCount: NotRequired[int]
    passengers: NotRequired[list[dict[str, Any]]]
    contactInfo: NotRequired[dict[str, Any]]


def write_operations_booking(view: BookingView) -> OperationsBooking:
    """S1's flat booking: seventeen fields by its names."""
    return {
        "id": view.id,
        "userId": view.customer_id,
        "userName": view.customer,
        "userEmail": view.email or None,
        "courtId": view.resource_id,
        "courtName": view.resource,
        "clubId": view.venue_id,
        "clubName": view.venue,
        "start": view.starts_at,
        "end": view.ends_at,
        "bookingStatus": view.status,
        "paymentStatus": view.payment,
        "price": view.price,
        "sportType": view.sport,
        "coachId": view.coach_id,
        "coachName": view.coach,
        "createdAt": view.created_at,
    }


def write_booking(view: BookingView) -> Booking:
    """A booking with the fields of its kind."""
    fields: Booking = {
        "id": view.id,
        "pnr": view.pnr,
        "kind": view.kind,
        "status": view.status,
        "paymentStatus": view.payment,
        "start": view.starts_at,
        "end": view.ends_at,
        "totalPrice": view.price,
        "paid": view.paid,
        "owed": view.owed,
        "surplus": view.surplus,
        "refunded": view.balance.returned,
        "cancellationFee": view.balance.kept_fee,
        "currency": view.currency,
        "userId": view.customer_id,
        "userName": view.customer,
        "userEmail": view.email or None,
        "venueId": view.venue_id,
        "venueName": view.venue,
        "timeZone": view.zone,
        "note": view.staff_note if view.audience.is_staff else view.note,
        "cancelReason": view.cancel_reason,
        "actions": list(view.moves),
        "version": view.version,
        "createdAt": view.created_at,
        "updatedAt": view.updated_at,
        "expiresAt": view.expires_at,
        "comingAt": view.coming_at,
    }
    if view.audience.is_staff:
        fields["customerNote"] = view.note
        fields["override"] = {"rules": list(view.override.rules), "reason": view.override.reason} if view.override else None
    if view.list_price is not None:
        fields["listPrice"] = view.list_price
        if view.audience.is_staff:
            fields["priceReason"] = view.price_reason
    _of_its_kind(fields, view)
    return fields


def _of_its_kind(fields: Booking, view: BookingView) -> None:
    if view.kind == "court":
        fields["courtId"], fields["courtName"] = view.resource_id or "", view.resource or ""
        fields["sportType"] = view.sport or ""
        fields["coachId"], fields["coachName"] = view.coach_id, view.coach
        fields["players"] = view.players
    elif view.kind == "appointment":
        fields["serviceId"], fields["serviceName"] = view.service_id or "", view.service or ""
        fields["providerId"], fields["providerName"] = view.resource_id or "", view.resource or ""
        fields["places"] = view.places
        fields["movableUntil"], fields["proposal"] = view.move_until, write_proposal(view.proposal)
    elif view.event_id is not None:
        fields["eventId"], fields["title"] = view.event_id, view.title or ""
        fields["seats"] = [
            {"label": each.label, "category": each.category, "categoryName": each.category_name, "price": each.price}
            for each in view.booked_seats
        ]
    if view.kind == "flight":
        fields["flightId"], fields["flightNumber"] = view.flight_id or "", view.flight_number or ""
        fields["origin"], fields["destination"] = view.origin or "", view.destination or ""
        fields["cabinClass"] = view.cabin_class or ""
        fields["passengerCount"] = len(view.passengers) or len(view.booked_seats)
        fields["passengers"], fields["contactInfo"] = list(view.passengers), view.contact
