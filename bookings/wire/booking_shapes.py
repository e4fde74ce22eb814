"""The shapes of bookings on the wire. `messages` fills them; the OpenAPI document is drawn from them."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired

from typing_extensions import TypedDict

from bookings.rules.status import BookingStatus, PaymentStatus
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


class Booking(TypedDict):
    """A booking, for its owner and its venue's staff. `note` is what the reader's own side wrote; staff read the customer's in
    `customerNote`, and the customer never the staff's. `actions` are the states that the reader may bring it to now.

    `paid` is what the venue has of it, `owed` what is missing, `surplus` what is to be given back, `refunded` what was;
    `cancellationFee` is what is kept of a cancelled one. `expiresAt` is when a request gives its place back by itself unless it
    is confirmed or something is paid; null where no such clock runs.
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
    customerNote: NotRequired[str]
    courtId: NotRequired[str]
    courtName: NotRequired[str]
    sportType: NotRequired[str]
    coachId: NotRequired[str | None]
    coachName: NotRequired[str | None]
    serviceId: NotRequired[str]
    serviceName: NotRequired[str]
    providerId: NotRequired[str]
    providerName: NotRequired[str]
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
