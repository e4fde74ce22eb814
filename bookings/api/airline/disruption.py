"""The calls for disrupted flights: what may be chosen for a booking, the choice, and whose choice the airline waits for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from bookings.api.bookings import NOT_YOURS, run_and_encode
from bookings.api.flights import NO_FLIGHT
from bookings.api.framework.bodies import MayNotify, Query
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.fields import DisruptedState, FlightChoiceWord, Id, Instant
from bookings.api.paging import LARGEST_PAGE
from bookings.desk import Desk, Transaction
from bookings.desk.events import disruption
from bookings.errors import Invalid
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.flights.decision import read_decision
from bookings.reading.flights.disrupted import WAITING, read_disrupted
from bookings.rules.flights.disruption import CHANGE, KEEP
from bookings.wire.airline.disruption import DisruptedBookings, FlightChoices, write_choices, write_disrupted
from bookings.wire.bookings import Booking, write_booking

CALLS: list[Call] = []
call = declare(CALLS, "Flights")

OWN = "its owner, staff, admins"


class FlightChoice(MayNotify):
    """`flightId` is needed to `change`; `expectedDeparture` is the one that was seen, for who wants to `keep` it."""

    choice: FlightChoiceWord
    flight_id: Id | None = None
    expected_departure: Instant | None = None


class DisruptedQuery(Query):
    state: DisruptedState = WAITING
    page: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 1


@call("GET", "/api/v1/bookings/{bookingId}/flight-choice", returns={200: FlightChoices}, errors={404: NOT_YOURS}, allowed=OWN)
def flight_choices(viewer: Viewer, booking_id: str) -> FlightChoices:
    """What may be chosen for a booking whose flight is cancelled or much too late, and to which flights it may change."""
    with current_ringside().database.read() as session:
        return write_choices(read_decision(session, booking_id, viewer, current_ringside().database.now(session)))


@call(
    "POST",
    "/api/v1/bookings/{bookingId}/flight-choice",
    returns={200: Booking},
    errors={
        404: "There is no such booking or flight, or it is somebody else's.",
        409: "Nothing is to be decided, the flight changed again, or the other one has no room (`not_enough_seats`, `seat_taken`).",
    },
    allowed=OWN,
    idempotent=True,
)
def choose_flight(viewer: Viewer, booking_id: str, body: FlightChoice, desk: Desk) -> Result:
    """Keep a booking on its disrupted flight, change it to another at the same price, or cancel it and have all money back."""
    return Result(text=desk.do(viewer, run_and_encode, write_booking, lambda tx: _choose(tx, booking_id, body))[1])


@call(
    "GET",
    "/api/v1/flights/{flightId}/disruption",
    returns={200: DisruptedBookings},
    errors={404: NO_FLIGHT},
    allowed="those who work at the airline, admins",
)
def disrupted_flight(viewer: Viewer, flight_id: str, query: DisruptedQuery) -> DisruptedBookings:
    """The bookings of a flight that wait for a choice, or those that made one."""
    with current_ringside().database.read() as session:
        return write_disrupted(read_disrupted(session, flight_id, viewer, query.state, query.page))


def _choose(tx: Transaction, booking_id: str, body: FlightChoice) -> str:
    if body.choice == KEEP:
        expected: datetime | None = body.expected_departure
        return disruption.keep_flight(tx, booking_id, expected)
    if body.choice == CHANGE:
        if body.flight_id is None:
            raise Invalid("Say to which flight.", fields={"flightId": "This is needed."})
        return disruption.change_flight(tx, booking_id, body.flight_id)
    return disruption.refund_flight(tx, booking_id)
