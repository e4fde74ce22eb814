"""The calls for doors: who is expected, and the codes that a scanner reads."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from bookings.administration.door.check_in_points import make_check_in_point, remove_check_in_point
from bookings.api.administration.venues import MANAGERS
from bookings.api.framework.bodies import Body, Query
from bookings.api.framework.calls import LARGEST_ID, Call, declare
from bookings.api.framework.fields import Instant, Name, Status
from bookings.api.venues import NO_VENUE
from bookings.desk import Desk
from bookings.desk.door import admit
from bookings.http.current import current_ringside
from bookings.http.links import tablet_address
from bookings.models import Viewer
from bookings.reading.door.arrivals import Arrival, DoorFilter, read_door
from bookings.reading.door.points import read_points
from bookings.rules.status import BookingStatus
from bookings.rules.text.names import NAME_LIMIT
from bookings.wire.encode import Money, Time

CALLS: list[Call] = []
call = declare(CALLS, "Door")
manage = declare(CALLS, "Administration")

STAFF = "staff of the venue, admins"
POINTS = "/api/v1/venues/{venueId}/check-in-points"
NO_DOOR = "There is no such venue or event, or one where you do not work."
Page = Annotated[int, Field(ge=1, le=9999)]
EventId = Annotated[int, Field(ge=1, le=LARGEST_ID)]


class DoorQuery(Query):
    event_id: EventId | None = None
    q: Annotated[str, Field(max_length=NAME_LIMIT)] = ""
    page: Page = 1


class Scan(Body):
    """`code` as the ticket or the booking shows it; `scannedAt` where there was no connection then."""

    code: Annotated[str, Field(max_length=60)]
    event_id: EventId | None = None
    scanned_at: Instant | None = None


class Inside(TypedDict):
    seat: str
    at: Time


class Expected(TypedDict):
    """A booking that is expected; `admits`: its code lets somebody in at this moment."""

    bookingId: str
    pnr: str
    name: str
    what: str
    start: Time
    status: Status
    seats: list[str]
    inside: list[Inside]
    owed: Money
    currency: str
    admits: bool


class Door(TypedDict):
    """`inside` of `expected`: seats of an event, or bookings by time of today."""

    inside: int
    expected: int
    page: int
    pages: int
    total: int
    items: list[Expected]


class Admitted(TypedDict):
    """Who came in, on which seats; `inside` `of` so many of the booking; `owed` in words, empty for nothing."""

    bookingId: str
    pnr: str
    name: str
    seats: list[str]
    inside: int
    of: int
    start: str
    place: str
    owed: str


class NewCheckInPoint(Body):
    name: Name


class CheckInPoint(TypedDict):
    id: str
    name: str
    createdAt: Time


class CheckInPoints(TypedDict):
    items: list[CheckInPoint]


class MadeCheckInPoint(TypedDict):
    """`address` is secret, and given this once."""

    id: str
    address: str


@call("GET", "/api/v1/venues/{venueId}/door", returns={200: Door}, errors={404: NO_DOOR}, allowed=STAFF)
def door_list(viewer: Viewer, venue_id: str, query: DoorQuery) -> Door:
    """Who is expected at an event, by name; without one, who has booked by time today."""
    with current_ringside().database.read() as session:
        found = read_door(session, venue_id, DoorFilter(query.event_id, " ".join(query.q.split()), query.page), viewer)
    return {
        "inside": found.inside, "expected": found.expected, "page": found.wanted.page, "pages": found.pages,
        "total": found.total, "items": [_write(each) for each in found.arrivals],
    }  # fmt: skip


@call(
    "POST",
    "/api/v1/venues/{venueId}/admissions",
    returns={200: Admitted},
    errors={
        404: "There is no such venue, or no booking has this code (`unknown_code`).",
        409: "It lets nobody in: `already_in`, `another_event`, `another_day`, `another_seat`, `not_confirmed`, `cancelled`, `over`,"
        " `too_early`, `flight`.",
    },
    allowed=STAFF,
    idempotent=True,
)
def admit_code(viewer: Viewer, venue_id: str, body: Scan, desk: Desk) -> Admitted:
    """Let in whom a code is for: one seat, or all of a booking that have not come in; a booking by time is checked in."""
    found: Admitted = desk.do(viewer, admit, venue_id, body.code, event_id=body.event_id, at=body.scanned_at)  # type: ignore[assignment]
    return found


@manage("GET", POINTS, returns={200: CheckInPoints}, errors={404: NO_VENUE}, allowed=MANAGERS)
def check_in_points(viewer: Viewer, venue_id: str) -> CheckInPoints:
    """The tablets on which customers check themselves in."""
    with current_ringside().database.read() as session:
        found = read_points(session, venue_id, viewer)
    return {"items": [{"id": each.id, "name": each.name, "createdAt": each.created_at} for each in found]}


@manage(
    "POST", POINTS, returns={201: MadeCheckInPoint}, errors={404: NO_VENUE, 409: "There are too many."}, allowed=MANAGERS
)  # fmt: skip
def add_check_in_point(viewer: Viewer, venue_id: str, body: NewCheckInPoint, desk: Desk) -> MadeCheckInPoint:
    """A tablet: whoever opens its address checks in what is booked by time today, by its code."""
    made = desk.do(viewer, make_check_in_point, venue_id, body.name)
    return {"id": made.id, "address": tablet_address(made.secret)}


@manage("DELETE", f"{POINTS}/{{pointId}}", returns={204: None}, errors={404: "There is no such tablet."}, allowed=MANAGERS)
def delete_check_in_point(viewer: Viewer, venue_id: str, point_id: str, desk: Desk) -> None:
    """From now on nobody checks in there."""
    desk.do(viewer, remove_check_in_point, venue_id, point_id)


def _write(each: Arrival) -> Expected:
    booking = each.booking
    return {
        "bookingId": booking.id, "pnr": booking.pnr, "name": booking.customer, "what": booking.what, "start": booking.starts_at,
        "status": BookingStatus(booking.status), "seats": list(booking.seats), "owed": booking.owed, "currency": booking.currency,
        "inside": [{"seat": seat, "at": at} for seat, at in each.inside.items()], "admits": each.admits,
    }  # fmt: skip
