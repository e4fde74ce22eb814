"""The calls about a venue's member groups and who is in them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bookings.administration.groups import add_member, edit_group, make_group, remove_group, remove_member
from bookings.api.administration.given import given
from bookings.api.administration.prices import NOT_YOURS
from bookings.api.administration.venues import CHANGED, MANAGERS
from bookings.api.framework.bodies import Body, Query
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.errors import rename_fields
from bookings.api.framework.fields import Day, Email, Id, Name, Phone
from bookings.api.paging import LARGEST_PAGE
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.administration.groups import read_groups, read_members
from bookings.wire.administration.prices import (
    MemberGroupEntry,
    MemberGroups,
    MemberList,
    write_group,
    write_groups,
    write_members,
)

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

GROUPS = "/api/v1/venues/{venueId}/groups"
GROUP = f"{GROUPS}/{{groupId}}"
NO_GROUP = "There is no such venue or group among those that you manage."
ERRORS = {403: NOT_YOURS, 404: NO_GROUP}


class NewGroup(Body):
    name: Name


class GroupChange(Body):
    """What is left out stays as it is."""

    name: Name | None = None
    position: int | None = None
    revision: int | None = Field(default=None, ge=0)


class NewMember(Body):
    """Somebody by their id, or by name and address. Without `until` they are in it without an end."""

    user_id: Id | None = None
    user_name: Name | None = None
    user_email: Email | None = None
    user_phone: Phone | None = None
    until: Day | None = None


class MembersQuery(Query):
    page: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 1


@call("GET", GROUPS, returns={200: MemberGroups}, errors={404: NO_GROUP}, allowed=MANAGERS)
def member_groups(viewer: Viewer, venue_id: str) -> MemberGroups:
    """The member groups of a venue in their order: of several, the first says what somebody pays."""
    with current_ringside().database.read() as session:
        return write_groups(read_groups(session, venue_id, viewer)[1])


@call("POST", GROUPS, returns={201: MemberGroupEntry}, errors=ERRORS, allowed=MANAGERS)
def add_group(viewer: Viewer, venue_id: str, body: NewGroup, desk: Desk) -> Result:
    """Make a member group. It comes last."""
    return _group(venue_id, desk.do(viewer, make_group, venue_id, given(body)), viewer)


@call("PATCH", GROUP, returns={200: MemberGroupEntry}, errors={**ERRORS, 409: CHANGED}, allowed=MANAGERS)
def change_group(viewer: Viewer, venue_id: str, group_id: str, body: GroupChange, desk: Desk) -> Result:
    """Give a group another name, or another place among the others."""
    return _group(venue_id, desk.do(viewer, edit_group, venue_id, group_id, given(body), body.revision), viewer)


@call(
    "DELETE", GROUP, returns={204: None}, errors={**ERRORS, 409: "A price rule names it."}, allowed=MANAGERS
)  # fmt: skip
def delete_group(viewer: Viewer, venue_id: str, group_id: str, desk: Desk) -> None:
    """Remove a group, with who is in it."""
    desk.do(viewer, remove_group, venue_id, group_id)


@call("GET", f"{GROUP}/members", returns={200: MemberList}, errors={404: NO_GROUP}, allowed=MANAGERS)
def members(viewer: Viewer, venue_id: str, group_id: str, query: MembersQuery) -> MemberList:
    """Who is in a group, by name."""
    return _members(venue_id, group_id, viewer, query.page)


@call(
    "POST",
    f"{GROUP}/members",
    returns={200: MemberList},
    errors={**ERRORS, 409: "Known by another name."},
    allowed=MANAGERS,
)
def put_member(viewer: Viewer, venue_id: str, group_id: str, body: NewMember, desk: Desk) -> MemberList:
    """Put somebody into a group, or change their last day."""
    customer = {"id": body.user_id, "name": body.user_name, "email": body.user_email, "phone": body.user_phone}
    rename_fields({"name": "userName", "email": "userEmail", "phone": "userPhone", "customer": "userId"})
    known = {name: value for name, value in customer.items() if value}
    desk.do(viewer, add_member, venue_id, group_id, known, body.until)
    return _members(venue_id, group_id, viewer)


@call("DELETE", f"{GROUP}/members/{{userId}}", returns={204: None}, errors=ERRORS, allowed=MANAGERS)
def delete_member(viewer: Viewer, venue_id: str, group_id: str, user_id: str, desk: Desk) -> None:
    """Take somebody out of a group."""
    desk.do(viewer, remove_member, venue_id, group_id, user_id)


def _group(venue_id: str, group_id: str, viewer: Viewer) -> Result:
    with current_ringside().database.read() as session:
        groups = read_groups(session, venue_id, viewer)[1]
    return Result(next(write_group(each, place) for place, each in enumerate(groups, 1) if each.id == group_id))


def _members(venue_id: str, group_id: str, viewer: Viewer, page: int = 1) -> MemberList:
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        return write_members(read_members(session, venue_id, group_id, viewer, now, page))
