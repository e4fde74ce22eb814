"""The calls of a flight's gate: who is on board, and passes that are checked in, boarded or taken back."""

from __future__ import annotations

from typing import Annotated, cast

from pydantic import Field
from typing_extensions import TypedDict

from bookings.api.flights import NO_FLIGHT
from bookings.api.framework.bodies import Body, Query
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import BoardingActWord, TravellerState
from bookings.api.paging import LARGEST_PAGE
from bookings.desk import Desk
from bookings.desk.events.boarding import board
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.flights.manifest import EVERYBODY, read_manifest
from bookings.rules.flights.boarding import LONGEST_CODE, BoardingAct
from bookings.wire.airline.manifest import FlightManifest, write_manifest

CALLS: list[Call] = []
call = declare(CALLS, "Flights")

STAFF = "those who work at the airline, admins"


class ManifestQuery(Query):
    state: TravellerState = EVERYBODY
    page: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 1


class BoardingPass(Body):
    """`code` is a booking's, with the seat of one passenger behind it: ABC234/12A. Without a seat it is all of the booking."""

    code: str = Field(min_length=1, max_length=LONGEST_CODE)
    act: BoardingActWord


class Boarded(TypedDict):
    """Who was brought on, and how many `of` the booking's passengers with a seat have boarded."""

    bookingId: str
    pnr: str
    seats: list[str]
    passengers: list[str]
    boarded: int
    of: int


@call("GET", "/api/v1/flights/{flightId}/passengers", returns={200: FlightManifest}, errors={404: NO_FLIGHT}, allowed=STAFF)
def passengers(viewer: Viewer, flight_id: str, query: ManifestQuery) -> FlightManifest:
    """The manifest: who is on the flight in which seat, checked in and boarded."""
    with current_ringside().database.read() as session:
        found = read_manifest(session, flight_id, viewer, current_ringside().database.now(session))
    return write_manifest(found, query.state, query.page)


@call(
    "POST",
    "/api/v1/flights/{flightId}/boarding",
    returns={200: Boarded},
    errors={404: NO_FLIGHT, 409: "Another flight or day, not checked in, or boarded already: the message says when and by whom."},
    allowed=STAFF,
    idempotent=True,
)
def board_passenger(viewer: Viewer, flight_id: str, body: BoardingPass, desk: Desk) -> Boarded:
    """Check in or board whom a pass is for, or take back one step."""
    return cast(Boarded, desk.do(viewer, board, flight_id, body.code, BoardingAct(body.act)))
