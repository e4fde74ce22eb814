"""The shapes of what can be booked, on the wire: venues and their free times, events, flights and their seats."""

from __future__ import annotations

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from bookings.rules.status import FlightStatus
from bookings.wire.encode import Day, Money, Time, one_of

FlightWord = Annotated[str, one_of(FlightStatus)]
VenueWord = Annotated[str, one_of(("club", "clinic", "theatre", "airline"))]
EventWord = Annotated[str, one_of(("show", "flight"))]
SeatWord = Annotated[str, one_of(("free", "held", "mine", "booked", "blocked"))]


class Venue(TypedDict):
    """`hours` by weekday: pairs of opening and closing in the venue's own time. `logo` is a picture's address, null without one."""

    id: str
    name: str
    kind: VenueWord
    timeZone: str
    currency: str
    address: str
    hours: dict[str, list[list[str]]]
    slotMinutes: int
    minMinutes: int
    maxMinutes: int
    bookableDays: int
    logo: str | None


class SpecialDay(TypedDict):
    """A date on which the hours differ, in its year or in every one. Without `hours` it is closed."""

    date: str
    yearly: bool
    name: str
    hours: list[list[str]]


class Court(TypedDict):
    """`excludes` are the ids of the courts that are closed while it is booked: its parts, or the whole of which it is one."""

    id: str
    name: str
    number: int
    sportType: str
    excludes: list[str]


class Provider(TypedDict):
    """A person who is booked: a coach, or who provides services."""

    id: str
    name: str


class Service(TypedDict):
    id: str
    name: str
    minutes: int
    price: Money
    currency: str
    places: int
    providerIds: list[str]


class VenueInFull(Venue):
    specialDays: list[SpecialDay]
    courts: list[Court]
    coaches: list[Provider]
    providers: list[Provider]
    services: list[Service]


class FreeCourt(TypedDict):
    """A court that can be booked as it stands here; longer where the next ones are free too."""

    courtId: str
    courtName: str
    start: Time
    end: Time
    price: Money
    currency: str


class FreeAppointment(TypedDict):
    """`placesLeft` of a group appointment; null for one that is for one at a time."""

    serviceId: str
    serviceName: str
    providerId: str
    providerName: str
    start: Time
    end: Time
    price: Money
    currency: str
    placesLeft: int | None


class Availability(TypedDict):
    """What is free, never who has the rest. `version` is that of the day's board."""

    venueId: str
    date: Day
    timeZone: str
    currency: str
    version: int
    slots: list[FreeCourt]
    appointments: list[FreeAppointment]


class PriceCategory(TypedDict):
    """`availableSeats` stands in a single event only."""

    code: str
    name: str
    price: Money
    availableSeats: NotRequired[int]


class Event(TypedDict):
    """Something with seats. `version` is that of the event's topic: the same number as in pages and sockets."""

    id: int
    kind: EventWord
    title: str
    venueId: str
    venueName: str
    timeZone: str
    start: Time
    end: Time
    doorsAt: Time | None
    currency: str
    categories: list[PriceCategory]
    seatsPerBooking: int
    availableSeats: int
    seatCapacity: int
    version: int
    description: str
    onSaleFrom: Time | None
    onSaleUntil: Time | None
    cancelled: bool
    flightId: NotRequired[str]


class Cabin(TypedDict):
    cabinClass: str
    name: str
    price: Money
    availableSeats: NotRequired[int]


class Flight(TypedDict):
    """`previousGate` is "" until the gate changes. The time zones are those of the two airports."""

    id: str
    eventId: int
    flightNumber: str
    origin: str
    destination: str
    departure: Time
    arrival: Time
    status: FlightWord
    gate: str
    previousGate: str
    originTimeZone: str
    destinationTimeZone: str
    estimatedDeparture: Time | None
    estimatedArrival: Time | None
    airlineId: str
    airlineName: str
    currency: str
    cabins: list[Cabin]
    availableSeats: int
    seatCapacity: int
    version: int


class Seat(TypedDict):
    """`state` as this reader sees it: `mine` are their own, held or booked. Never who has the others."""

    label: str
    section: str
    row: str
    number: str
    category: str
    price: Money
    state: SeatWord
    features: list[str]


class SeatList(TypedDict):
    eventId: int
    currency: str
    availableSeats: int
    seatCapacity: int
    version: int
    seats: list[Seat]
