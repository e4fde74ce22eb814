"""The calls for flights: events in the words of airlines."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from bookings.api.administration.given import given
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import Airport, Day, FlightStatusWord
from bookings.api.paging import PageQuery, Paging, paging
from bookings.desk import Desk
from bookings.desk.events.flight_status import operate_flight
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.events import EventEntry, EventQuery, read_events, read_flight_entry
from bookings.reading.flights.search import FlightSearch, search_flights
from bookings.rules.setup.route import MOST_IN_A_PARTY
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


class FlightQuery(PageQuery):
    """`date` is the day on which it leaves, on the clock there; `passengers` those with seats of their own, in one cabin."""

    origin: Airport | None = None
    destination: Airport | None = None
    date: Day | None = None
    passengers: Annotated[int, Field(ge=1, le=MOST_IN_A_PARTY)] | None = None

    @property
    def searches(self) -> bool:
        return any(each is not None for each in (self.origin, self.destination, self.date, self.passengers))

    def search(self, session: Session, now: datetime) -> list[EventEntry]:
        party = self.passengers or 1
        wanted = FlightSearch(self.origin or "", self.destination or "", self.date, party)
        return [each for each in search_flights(session, wanted, now) if each.cheapest(party)]


class FlightPage(Paging):
    items: list[Flight]


@call("GET", "/api/v1/flights", returns={200: FlightPage})
def flights(viewer: Viewer, query: FlightQuery) -> FlightPage:
    """Flights that have not arrived yet, the next first: all, or those of a route and a day with room for so many passengers.

    What is searched has in `cabins` what is left of each, at most 200 flights.
    """
    with current_ringside().database.read() as session:
        if query.searches:
            offers = query.search(session, current_ringside().database.now(session))
            here = offers[(query.page - 1) * query.page_size :][: query.page_size]
            return {"items": [write_flight(each) for each in here], **paging(query, len(offers))}
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
