"""A booked flight on the wire, for whoever has its code: never money, notes or addresses."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from typing_extensions import TypedDict

from bookings.reading.flights.trips import Trip as TripView
from bookings.rules.passengers import INFANT
from bookings.rules.status import FlightStatus
from bookings.rules.times.zones import to_local
from bookings.wire.bookings import BookingWord
from bookings.wire.encode import Time, one_of


class TripPassenger(TypedDict):
    """`seat` is null for an infant, who sits on a lap. Who has one name has it as `lastName`."""

    type: str
    title: str
    firstName: str
    lastName: str
    seat: str | None


class Trip(TypedDict):
    """`localDeparture` and `localArrival` are the planned times on the clocks of the two airports, without an offset;
    `estimatedDeparture` and `estimatedArrival` are null while they are those of the plan."""

    pnr: str
    status: BookingWord
    airline: str
    flightNumber: str
    flightStatus: Annotated[str, one_of(FlightStatus)]
    origin: str
    destination: str
    departure: Time
    arrival: Time
    localDeparture: str
    localArrival: str
    estimatedDeparture: Time | None
    estimatedArrival: Time | None
    gate: str
    cabinClass: str
    passengers: list[TripPassenger]


def write_trip(trip: TripView) -> Trip:
    booking, flight = trip.booking, trip.flight
    seats = iter(booking.seats)
    return {
        "pnr": booking.pnr,
        "status": booking.status,
        "airline": booking.venue,
        "flightNumber": flight.number,
        "flightStatus": flight.status,
        "origin": flight.origin,
        "destination": flight.destination,
        "departure": booking.starts_at,
        "arrival": booking.ends_at,
        "localDeparture": _on_the_clock(booking.starts_at, booking.zone),
        "localArrival": _on_the_clock(booking.ends_at, flight.zone or booking.zone),
        "estimatedDeparture": flight.leaves,
        "estimatedArrival": flight.lands,
        "gate": flight.gate,
        "cabinClass": booking.cabin_class or "",
        "passengers": [
            {
                "type": each["type"], "title": each.get("title", ""), "firstName": each["firstName"], "lastName": each["lastName"],
                "seat": None if each["type"] == INFANT else next(seats, None),
            }
            for each in booking.passengers
        ],
    }  # fmt: skip


def _on_the_clock(instant: datetime, zone: str) -> str:
    return to_local(instant, zone).strftime("%Y-%m-%dT%H:%M")
