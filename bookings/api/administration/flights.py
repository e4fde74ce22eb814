"""The calls that make flights and change them. Their status has a call of its own, and they are cancelled and copied as events."""

from __future__ import annotations

from pydantic import Field

from bookings.administration.events.flights import edit_flight, make_flight
from bookings.api.administration.events import COLUMNS, NOT_MANAGED, EventFields, managed
from bookings.api.administration.given import given
from bookings.api.administration.venues import CHANGED, MANAGERS
from bookings.api.flights import NO_FLIGHT
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.venues import NO_VENUE
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.events import event_of_flight
from bookings.wire.administration.events import ManagedEvent

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

_COLUMNS = {**COLUMNS, "flight_number": "number"}


class FlightFields(EventFields):
    """Local times are those of `originZone` (empty: the airline's), of `end` and `estimatedArrival` those of `destinationZone`."""

    flight_number: str | None = None
    origin: str | None = None
    destination: str | None = None
    origin_zone: str | None = None
    destination_zone: str | None = None
    gate: str | None = None
    aircraft: str | None = None
    estimated_departure: str | None = None
    estimated_arrival: str | None = None


class NewFlight(FlightFields):
    """`flightNumber`, `origin`, `destination`, `destinationZone`, `start`, `end` and `plan` or `seatPlanId` are needed."""

    seat_plan_id: str | None = None


class FlightChange(FlightFields):
    """What is left out stays as it is."""

    revision: int | None = Field(default=None, ge=0)


@call(
    "POST",
    "/api/v1/venues/{venueId}/flights",
    returns={201: ManagedEvent},
    errors={403: NOT_MANAGED, 404: NO_VENUE, 409: "Only an airline has flights."},
    allowed=MANAGERS,
    idempotent=True,
)
def add_flight(viewer: Viewer, venue_id: str, body: NewFlight, desk: Desk) -> Result:
    """Make a flight with its seats."""
    return _managed(desk.do(viewer, make_flight, venue_id, given(body, _COLUMNS)), viewer)


@call(
    "PATCH",
    "/api/v1/flights/{flightId}",
    returns={200: ManagedEvent},
    errors={403: NOT_MANAGED, 404: NO_FLIGHT, 409: CHANGED},
    allowed=MANAGERS,
)
def change_flight(viewer: Viewer, flight_id: str, body: FlightChange, desk: Desk) -> Result:
    """Change a flight. Its bookings keep their seats and prices, and move with it."""
    return _managed(desk.do(viewer, edit_flight, flight_id, given(body, _COLUMNS), body.revision), viewer)


def _managed(flight_id: str, viewer: Viewer) -> Result:
    with current_ringside().database.read() as session:
        event_id = event_of_flight(session, flight_id)
    return managed(event_id, viewer)
