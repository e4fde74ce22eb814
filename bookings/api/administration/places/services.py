"""The calls for a clinic's services, and for the leave of those who offer them."""

from __future__ import annotations

from pydantic import Field
from typing_extensions import TypedDict

from bookings.administration.belonging import at_venue
from bookings.administration.leave import add_leave, lift_leave
from bookings.administration.services import (
    add_service,
    bring_back_service,
    delete_service,
    edit_service,
    retire_service,
)
from bookings.api.administration.given import given
from bookings.api.administration.places.hours import NOT_YOURS
from bookings.api.administration.places.resources import NOBODY
from bookings.api.administration.venues import CHANGED, MANAGERS
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.fields import Kept
from bookings.api.venues import NO_VENUE
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Block, Resource, Service, Viewer
from bookings.reading.administration.places import read_leaves, read_managed_service, read_managed_services
from bookings.wire.administration.places import LeaveEntry, ServiceEntry, write_leave, write_service

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

SERVICES = "/api/v1/venues/{venueId}/services"
ONE = f"{SERVICES}/{{serviceId}}"
LEAVE = "/api/v1/venues/{venueId}/leave"
NO_SERVICE = "There is no such service at this venue."


class ServiceChange(Body):
    """What is left out stays as it is. `providers` are the ids of all who offer it; with several `places` it is done for a group."""

    name: str | None = None
    minutes: int | None = None
    buffer_before: int | None = None
    buffer_after: int | None = None
    price: Kept | None = None
    places: int | None = None
    providers: list[str] | None = None
    revision: int | None = Field(default=None, ge=0)


class NewService(ServiceChange):
    """`name`, `minutes` and `price` are needed."""


class ServiceRetired(Body):
    retired: bool
    revision: int | None = Field(default=None, ge=0)


class NewLeave(Body):
    """From the first day to the last, both whole, at the venue."""

    resource_id: str
    first: str
    last: str
    reason: str


class ServiceList(TypedDict):
    items: list[ServiceEntry]


class LeaveList(TypedDict):
    items: list[LeaveEntry]


class LeaveAdded(TypedDict):
    id: str


@call("GET", SERVICES, returns={200: ServiceList}, errors={404: NO_VENUE}, allowed=MANAGERS)
def managed_services(viewer: Viewer, venue_id: str) -> Result:
    """Services by name, those that are retired last."""
    with current_ringside().database.read() as session:
        return Result({"items": [write_service(one) for one in read_managed_services(session, venue_id, viewer)]})


@call(
    "POST", SERVICES, returns={201: ServiceEntry}, errors={403: NOT_YOURS, 404: NO_VENUE}, allowed=MANAGERS,
    idempotent=True,
)  # fmt: skip
def add_one_service(viewer: Viewer, venue_id: str, body: NewService, desk: Desk) -> Result:
    """Add a service."""
    return _one(viewer, venue_id, desk.do(viewer, add_service, venue_id, _sent(body)))


@call("PATCH", ONE, returns={200: ServiceEntry}, errors={403: NOT_YOURS, 404: NO_SERVICE, 409: CHANGED}, allowed=MANAGERS)
def change_service(viewer: Viewer, venue_id: str, service_id: str, body: ServiceChange, desk: Desk) -> Result:
    """Change a service. What is booked keeps its length, what is kept free around it, and its price."""
    desk.do(viewer, at_venue, venue_id, Service, service_id, edit_service, _sent(body), body.revision)
    return _one(viewer, venue_id, service_id)


@call(
    "PUT", f"{ONE}/retired", returns={200: ServiceEntry}, errors={403: NOT_YOURS, 404: NO_SERVICE, 409: CHANGED}, allowed=MANAGERS
)
def set_service_retired(viewer: Viewer, venue_id: str, service_id: str, body: ServiceRetired, desk: Desk) -> Result:
    """Offer it no more, or again."""
    verb = retire_service if body.retired else bring_back_service
    desk.do(viewer, at_venue, venue_id, Service, service_id, verb, body.revision)
    return _one(viewer, venue_id, service_id)


@call(
    "DELETE", ONE, returns={204: None}, errors={403: NOT_YOURS, 404: NO_SERVICE, 409: "It was booked before: retire it."},
    allowed=MANAGERS,
)  # fmt: skip
def remove_service(viewer: Viewer, venue_id: str, service_id: str, desk: Desk) -> None:
    """Delete a service that was never booked."""
    desk.do(viewer, at_venue, venue_id, Service, service_id, delete_service)


@call("GET", LEAVE, returns={200: LeaveList}, errors={404: NO_VENUE}, allowed=MANAGERS)
def leave(viewer: Viewer, venue_id: str) -> Result:
    """Leave of providers and coaches that is not over."""
    ringside = current_ringside()
    with ringside.database.read() as session:
        found = read_leaves(session, venue_id, viewer, ringside.database.now(session))
    return Result({"items": [write_leave(each) for each in found]})


@call(
    "POST", LEAVE, returns={201: LeaveAdded},
    errors={403: NOT_YOURS, 404: NOBODY, 409: "Bookings are in the way (`bookings_affected`): move or cancel them first."},
    allowed=MANAGERS,
)  # fmt: skip
def add_one_leave(viewer: Viewer, venue_id: str, body: NewLeave, desk: Desk) -> LeaveAdded:
    """Close a provider or coach for whole days, for a reason."""
    days = (body.first, body.last, body.reason)
    return {"id": desk.do(viewer, at_venue, venue_id, Resource, body.resource_id, add_leave, *days)}


@call("DELETE", f"{LEAVE}/{{leaveId}}", returns={204: None}, errors={403: NOT_YOURS, 404: "It was lifted already."}, allowed=MANAGERS)
def end_leave(viewer: Viewer, venue_id: str, leave_id: str, desk: Desk) -> None:
    """They are back."""
    desk.do(viewer, at_venue, venue_id, Block, leave_id, lift_leave)


def _sent(body: ServiceChange) -> dict[str, object]:
    return {name: value for name, value in given(body).items() if value is not None}


def _one(viewer: Viewer, venue_id: str, service_id: str) -> Result:
    with current_ringside().database.read() as session:
        return Result(write_service(read_managed_service(session, venue_id, service_id, viewer)))
