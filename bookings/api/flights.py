"""The calls for flights: events in the words of airlines."""

from __future__ import annotations

from pydantic import Field

from bookings.api.administration.given import given
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import FlightStatusWord
from bookings.api.paging import PageQuery, Paging, paging
from bookings.desk import Desk
from bookings.desk.events.flight_status import operate_flight
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.events import EventQuery, read_events, read_flight_entry
from bookings.wire.place_shapes import Flight
from bookings.wire.places import write_flight

CALLS: list[Call] = []
call = declare(CALLS, "Flights")

NO_FLIGHT = "There is no such flight."


class FlightStatusChange(Body):
    """What is left out stays as it is. Local times are the airline's, of `estimatedArrival` those of the destination."""

    status: FlightStatusWord | None = None
    gate: str | None = None
    estimated_departure: str | None = None
    estimated_arrival: str | None = None
    revision: int | None = Field(default=None, ge=0)


class FlightPage(Paging):
    items: list[Flight]


@call("GET", "/api/v1/flights", returns={200: FlightPage})
def flights(viewer: Viewer, query: PageQuery) -> FlightPage:
    """Flights that have not arrived yet, the next first."""
    with current_ringside().database.read() as session:
        wanted = EventQuery("flight", None, query.page, query.page_size)
        found, total = read_events(session, wanted, current_ringside().database.now(session))
    return {"items": [write_flight(each) for each in found], **paging(query, total)}


@call("GET", "/api/v1/flights/{flightId}", returns={200: Flight}, errors={404: NO_FLIGHT})
def flight(viewer: Viewer, flight_id: str) -> Flight:
    """A flight with its cabins and how many seats are left in each."""
    return _flight(flight_id)


@call(
    "PATCH",
    "/api/v1/flights/{flightId}/status",
    returns={200: Flight},
    errors={
        403: "Only those who work at the airline do this.",
        404: NO_FLIGHT,
        409: "A flight in its status cannot be brought to that one, or somebody else changed it meanwhile.",
    },
    allowed="those who work at the airline, admins",
)
def flight_status(viewer: Viewer, flight_id: str, body: FlightStatusChange, desk: Desk) -> Flight:
    """Change a flight's status, gate and expected times. Everybody who is booked on it is notified."""
    desk.do(viewer, operate_flight, flight_id, given(body), body.revision)
    return _flight(flight_id)


def _flight(flight_id: str) -> Flight:
    with current_ringside().database.read() as session:
        return write_flight(read_flight_entry(session, flight_id, current_ringside().database.now(session)))
