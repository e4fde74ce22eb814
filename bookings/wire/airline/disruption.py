"""Writes what may be chosen when a flight is disrupted, and whose choice an airline waits for, as plain values for `wire.encode`."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from bookings.reading.flights.decision import FlightDecision
from bookings.reading.flights.disrupted import STATES, DisruptedFlight
from bookings.rules.flights.disruption import CHOICES, Disruption
from bookings.wire.bookings import BookingWord
from bookings.wire.encode import Money, Time, one_of
from bookings.wire.place_shapes import FlightWord

ChoiceWord = Annotated[str, one_of(CHOICES)]
StateWord = Annotated[str, one_of(STATES)]


class FlightDisruption(TypedDict):
    """Of a cancelled flight `expectedDeparture` is null."""

    cancelled: bool
    expectedDeparture: Time | None


class OtherFlight(TypedDict):
    """A flight of the same route with enough free seats of the booking's cabin at this moment."""

    flightId: str
    flightNumber: str
    departure: Time
    arrival: Time
    estimatedDeparture: Time | None


class FlightChoices(TypedDict):
    """`disruption` is null where nothing is to be decided; then there are no `choices`. `refund` is what comes back."""

    bookingId: str
    flightNumber: str
    disruption: FlightDisruption | None
    choices: list[ChoiceWord]
    refund: Money
    currency: str
    flights: list[OtherFlight]


class AffectedBooking(TypedDict):
    """`chosenAt` and `chosenBy` are null and "" while it waits for a choice; `toFlightNumber` is "" unless it was changed."""

    bookingId: str
    pnr: str
    customerName: str
    passengers: list[str]
    status: BookingWord
    paid: Money
    toFlightNumber: str
    chosenAt: Time | None
    chosenBy: str


class DisruptedBookings(TypedDict):
    """The bookings of a flight in one `state`; `counts` how many there are in each."""

    flightId: str
    flightNumber: str
    flightStatus: FlightWord
    disruption: FlightDisruption | None
    state: StateWord
    counts: dict[str, int]
    items: list[AffectedBooking]
    page: int
    pages: int


def write_choices(decision: FlightDecision) -> FlightChoices:
    disruption = decision.disruption
    choices = [] if disruption is None else list(CHOICES[0 if decision.may_keep else 1 :])
    return {
        "bookingId": decision.booking.id,
        "flightNumber": decision.number,
        "disruption": _disruption(disruption),
        "choices": choices,
        "refund": decision.booking.paid,
        "currency": decision.booking.currency,
        "flights": [
            {
                "flightId": other.flight_id,
                "flightNumber": other.number,
                "departure": other.leaves,
                "arrival": other.lands,
                "estimatedDeparture": other.expected,
            }
            for other in decision.others
        ],
    }


def write_disrupted(shown: DisruptedFlight) -> DisruptedBookings:
    return {
        "flightId": shown.flight.id,
        "flightNumber": shown.flight.number,
        "flightStatus": shown.flight.status,
        "disruption": _disruption(shown.disruption),
        "state": shown.state,
        "counts": dict(shown.counts),
        "items": [
            {
                "bookingId": each.id,
                "pnr": each.pnr,
                "customerName": each.customer,
                "passengers": list(each.travellers),
                "status": each.status,
                "paid": each.paid,
                "toFlightNumber": each.to_number,
                "chosenAt": each.at,
                "chosenBy": each.by,
            }
            for each in shown.bookings
        ],
        "page": shown.page,
        "pages": shown.pages,
    }


def _disruption(disruption: Disruption | None) -> FlightDisruption | None:
    if disruption is None:
        return None
    return {"cancelled": disruption.cancelled, "expectedDeparture": disruption.expected}
