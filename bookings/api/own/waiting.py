"""The calls for waiting lists: one's own place on them, and an event's list for those who work there."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bookings.api.events import NO_EVENT
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, declare
from bookings.desk import Desk
from bookings.desk.waiting.offers import offer_by_hand
from bookings.desk.waiting.wishes import join_list, leave_list
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.seats.waiting import read_own_wishes, read_waiting_list, read_wish
from bookings.wire.venues.waiting import Waiting, WaitingCustomers, WaitingFor, write_waiting_list, write_wish

CALLS: list[Call] = []
call = declare(CALLS, "Waiting lists")

STAFF = "those who work there, admins"
NOT_YOURS = "There is no such wish, or it is somebody else's."


class Joining(Body):
    """So many seats, of any of these categories; without any, of all."""

    party: Annotated[int, Field(ge=1, le=100)]
    categories: Annotated[list[Annotated[str, Field(max_length=10)]], Field(max_length=30)] = []  # noqa: RUF012 (pydantic copies it)


@call("GET", "/api/v1/waiting-lists", returns={200: Waiting})
def own_waiting(viewer: Viewer) -> Waiting:
    """What you wait for, with your place on each list, and what is offered to you."""
    with current_ringside().database.read() as session:
        return {"items": [write_wish(each) for each in read_own_wishes(session, viewer.id)]}


@call(
    "POST",
    "/api/v1/events/{eventId}/waiting-list",
    returns={201: WaitingFor},
    errors={
        404: NO_EVENT,
        409: "`seats_free`, `already_waiting`, `too_many_wishes`, `waiting_list_full`, `waiting_list_closed`, `no_waiting_list`, or past.",
        422: "No such category, or more seats than one basket may have.",
    },
    idempotent=True,
)
def join_waiting_list(viewer: Viewer, event_id: int, body: Joining, desk: Desk) -> WaitingFor:
    """Wait for seats that are not free. What comes back is offered to one after the other, in the order in which they joined."""
    wish_id = desk.do(viewer, join_list, event_id, body.party, body.categories)
    with current_ringside().database.read() as session:
        return write_wish(read_wish(session, wish_id))


@call(
    "DELETE",
    "/api/v1/waiting-lists/{wishId}",
    returns={204: None},
    errors={404: NOT_YOURS, 409: "It has ended already (`wish_ended`), or seats were offered just now (`offered_meanwhile`)."},
    allowed="whose it is, staff, admins",
)
def leave_waiting_list(viewer: Viewer, wish_id: int, desk: Desk) -> None:
    """Wait no longer; what is offered is declined by it, and goes on to the next. Staff takes somebody else off with it."""
    desk.do(viewer, leave_list, wish_id)


@call(
    "GET", "/api/v1/events/{eventId}/waiting-list", returns={200: WaitingCustomers}, errors={404: NO_EVENT}, allowed=STAFF
)
def waiting_list(viewer: Viewer, event_id: int) -> WaitingCustomers:
    """Who waits, in the order in which they are asked."""
    with current_ringside().database.read() as session:
        return write_waiting_list(read_waiting_list(session, event_id, viewer))


@call(
    "POST",
    "/api/v1/waiting-lists/{wishId}/offer",
    returns={200: WaitingFor},
    errors={404: NOT_YOURS, 409: "Not so many are free (`not_enough_seats`), or they do not wait (`not_waiting`)."},
    allowed=STAFF,
)
def offer_to_waiting(viewer: Viewer, wish_id: int, desk: Desk) -> WaitingFor:
    """Offer what is free to somebody out of their turn."""
    desk.do(viewer, offer_by_hand, wish_id)
    with current_ringside().database.read() as session:
        return write_wish(read_wish(session, wish_id))
