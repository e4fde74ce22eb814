"""The calls for a venue's courts, coaches and providers."""

from __future__ import annotations

from pydantic import Field
from typing_extensions import TypedDict

from bookings.administration.belonging import at_venue
from bookings.administration.hours import set_own_hours
from bookings.administration.resources import add_resource, edit_resource, split_resource
from bookings.administration.retiring import bring_back_resource, delete_resource, retire_resource
from bookings.api.administration.given import given
from bookings.api.administration.places.hours import AFFECTED, NOT_YOURS
from bookings.api.administration.venues import CHANGED, MANAGERS
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.venues import NO_VENUE
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Resource, Viewer
from bookings.reading.administration.places import read_managed_resource, read_managed_resources
from bookings.wire.administration.places import ResourceEntry, write_resource

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

RESOURCES = "/api/v1/venues/{venueId}/resources"
ONE = f"{RESOURCES}/{{resourceId}}"
NOBODY = "There is no such court or person at this venue."


class ResourceChange(Body):
    """What is left out stays as it is. A `number` that another has is exchanged with it; `partOf` "" lets it stand by itself."""

    name: str | None = None
    number: int | None = None
    sport: str | None = None
    colour: str | None = None
    part_of: str | None = None
    revision: int | None = Field(default=None, ge=0)


class NewResource(ResourceChange):
    """`name` is needed. `kind` is court or coach at a club, provider at a clinic."""

    kind: str | None = None


class Split(Body):
    """The names of the parts."""

    names: list[str] = Field(min_length=1, max_length=4)
    revision: int | None = Field(default=None, ge=0)


class Retired(Body):
    """With `goOn` although there are bookings ahead, which stay."""

    retired: bool
    go_on: bool = False
    revision: int | None = Field(default=None, ge=0)


class OwnHours(Body):
    """By weekday as a venue's, within them; null: whenever the venue is open."""

    hours: dict[str, list[list[str]]] | None
    go_on: bool = False
    revision: int | None = Field(default=None, ge=0)


class ResourceList(TypedDict):
    items: list[ResourceEntry]


@call("GET", RESOURCES, returns={200: ResourceList}, errors={404: NO_VENUE}, allowed=MANAGERS)
def managed_resources(viewer: Viewer, venue_id: str) -> Result:
    """Courts, coaches and providers in their order, those that are retired last."""
    with current_ringside().database.read() as session:
        return Result({"items": [write_resource(one) for one in read_managed_resources(session, venue_id, viewer)]})


@call(
    "POST", RESOURCES, returns={201: ResourceEntry}, errors={403: NOT_YOURS, 404: NO_VENUE}, allowed=MANAGERS,
    idempotent=True,
)  # fmt: skip
def add_one_resource(viewer: Viewer, venue_id: str, body: NewResource, desk: Desk) -> Result:
    """Add a court, a coach or a provider."""
    sent = {name: value for name, value in given(body).items() if value is not None}
    return _one(viewer, venue_id, desk.do(viewer, add_resource, venue_id, sent))


@call("PATCH", ONE, returns={200: ResourceEntry}, errors={403: NOT_YOURS, 404: NOBODY, 409: CHANGED}, allowed=MANAGERS)
def change_resource(viewer: Viewer, venue_id: str, resource_id: str, body: ResourceChange, desk: Desk) -> Result:
    """Change what it is called, its place in the order, or the court that it is a part of. What is booked stays."""
    sent = {name: value for name, value in given(body).items() if value is not None}
    desk.do(viewer, at_venue, venue_id, Resource, resource_id, edit_resource, sent, body.revision)
    return _one(viewer, venue_id, resource_id)


@call(
    "POST", f"{ONE}/split", returns={201: ResourceList}, errors={403: NOT_YOURS, 404: NOBODY, 409: CHANGED}, allowed=MANAGERS
)
def split(viewer: Viewer, venue_id: str, resource_id: str, body: Split, desk: Desk) -> Result:
    """Make parts of a court: they and the whole exclude each other. Answers with the parts."""
    made = desk.do(viewer, at_venue, venue_id, Resource, resource_id, split_resource, body.names, body.revision)
    with current_ringside().database.read() as session:
        every = read_managed_resources(session, venue_id, viewer)
    return Result({"items": [write_resource(one) for one in every if one.id in made]})


@call(
    "PUT", f"{ONE}/retired", returns={200: ResourceEntry}, errors={403: NOT_YOURS, 404: NOBODY, 409: AFFECTED}, allowed=MANAGERS
)
def set_resource_retired(viewer: Viewer, venue_id: str, resource_id: str, body: Retired, desk: Desk) -> Result:
    """Take no more bookings of it, or take them again. Its history and what is booked ahead stay."""
    if body.retired:
        desk.do(viewer, at_venue, venue_id, Resource, resource_id, retire_resource, body.revision, go_on=body.go_on)
    else:
        desk.do(viewer, at_venue, venue_id, Resource, resource_id, bring_back_resource, body.revision)
    return _one(viewer, venue_id, resource_id)


@call("PUT", f"{ONE}/hours", returns={200: ResourceEntry}, errors={403: NOT_YOURS, 404: NOBODY, 409: AFFECTED}, allowed=MANAGERS)
def set_resource_hours(viewer: Viewer, venue_id: str, resource_id: str, body: OwnHours, desk: Desk) -> Result:
    """Set a provider's or a coach's own hours."""
    sent = {"hours": body.hours}
    desk.do(viewer, at_venue, venue_id, Resource, resource_id, set_own_hours, sent, body.revision, go_on=body.go_on)
    return _one(viewer, venue_id, resource_id)


@call(
    "DELETE", ONE, returns={204: None}, errors={403: NOT_YOURS, 404: NOBODY, 409: "It was booked before: retire it."},
    allowed=MANAGERS,
)  # fmt: skip
def remove_resource(viewer: Viewer, venue_id: str, resource_id: str, desk: Desk) -> None:
    """Delete what was never booked nor closed."""
    desk.do(viewer, at_venue, venue_id, Resource, resource_id, delete_resource)


def _one(viewer: Viewer, venue_id: str, resource_id: str) -> Result:
    with current_ringside().database.read() as session:
        return Result(write_resource(read_managed_resource(session, venue_id, resource_id, viewer)))
