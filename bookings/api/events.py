"""The calls for events and their seats."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bookings.administration.events.edit import edit_event
from bookings.api.administration.events import COLUMNS, EventFields
from bookings.api.administration.given import given
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import EventKind, Id
from bookings.api.paging import PageQuery, Paging, paging
from bookings.desk import Desk
from bookings.desk.events.capacity import MOST, change_capacity
from bookings.errors import Invalid
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.events import EventQuery, read_event, read_events
from bookings.reading.seats.seats import read_seat_list
from bookings.wire.place_shapes import Event, SeatList
from bookings.wire.places import write_event, write_seat_list

CALLS: list[Call] = []
call = declare(CALLS, "Events")

NO_EVENT = "There is no such event."


class EventChange(EventFields):
    """What is left out stays as it is. `seatCapacity` goes alone: new seats in rows behind the last, or fewer from the back."""

    seat_capacity: Annotated[int | None, Field(ge=1, le=MOST)] = None
    revision: int | None = Field(default=None, ge=0)


class EventsQuery(PageQuery):
    kind: EventKind | None = None
    venue_id: Id | None = None


class EventPage(Paging):
    items: list[Event]


@call("GET", "/api/v1/events", returns={200: EventPage})
def events(viewer: Viewer, query: EventsQuery) -> EventPage:
    """What is coming, the next first. Flights are events too and stand behind the shows: their bookings need passengers.

    `kind` narrows it down.
    """
    with current_ringside().database.read() as session:
        wanted = EventQuery(query.kind, query.venue_id, query.page, query.page_size, flights_last=True)
        found, total = read_events(session, wanted, current_ringside().database.now(session))
    return {"items": [write_event(each) for each in found], **paging(query, total)}


@call("GET", "/api/v1/events/{eventId}", returns={200: Event}, errors={404: NO_EVENT})
def event(viewer: Viewer, event_id: int) -> Event:
    """An event with its prices and how many seats are left in each category."""
    with current_ringside().database.read() as session:
        return write_event(read_event(session, event_id, current_ringside().database.now(session)))


@call(
    "PATCH",
    "/api/v1/events/{eventId}",
    returns={200: Event},
    errors={
        403: "Only those who manage the venue do this.",
        404: NO_EVENT,
        409: "Somebody changed it since `revision`; or seats are sold or held, it has begun, or is over.",
    },
    allowed="those who manage the venue, admins",
)
def change_event(viewer: Viewer, event_id: int, body: EventChange, desk: Desk) -> Event:
    """Change an event: its times, its sale, its plan, or how many seats there are. No seat in use is lost, and what is sold
    keeps its price."""
    fields = given(body, COLUMNS)
    if not fields:
        raise Invalid("Say what is to be changed.", fields={"seatCapacity": "nothing to be changed"})
    if "seat_capacity" in fields:
        if len(fields) > 1 or body.seat_capacity is None:
            raise Invalid("`seatCapacity` goes alone.", fields={"seatCapacity": "goes alone"})
        desk.do(viewer, change_capacity, event_id, body.seat_capacity)
    else:
        desk.do(viewer, edit_event, event_id, fields, body.revision)
    with current_ringside().database.read() as session:
        return write_event(read_event(session, event_id, current_ringside().database.now(session)))


@call("GET", "/api/v1/events/{eventId}/seats", returns={200: SeatList}, errors={404: NO_EVENT})
def seats(viewer: Viewer, event_id: int) -> SeatList:
    """Every seat with its price and its state, in the order of the seat map. Never who has it."""
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        entry = read_event(session, event_id, now)
        return write_seat_list(entry, read_seat_list(session, event_id, viewer.id, now))
