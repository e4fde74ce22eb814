"""The calls with which admins look after people: found, invited, corrected, with their rights, deactivated."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from bookings.administration.people.accounts import deactivate, edit_person, hand_out_link, reactivate
from bookings.administration.people.invite import Invited, invite
from bookings.administration.people.rights import change_rights
from bookings.api.administration.given import given
from bookings.api.framework.bodies import Body, Query
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import Id
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.http.links import link_address
from bookings.models import Role, Viewer
from bookings.reading.administration.people import read_people, read_person
from bookings.rules.text.names import NAME_LIMIT
from bookings.wire.administration.people import FoundPerson, ManagedPerson, write_found, write_person

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

NOBODY = "No such person, or not yours to look after."
NOT_ADMIN = "Not an admin."
CHANGED = "Somebody changed it since `revision`; or nobody would be left as admin."
PERSON = "/api/v1/people/{personId}"


class PeopleQuery(Query):
    """Without `q` those who have rights."""

    q: Annotated[str, Field(max_length=NAME_LIMIT)] = ""


class PeopleFound(TypedDict):
    """`more`: there are others, ask more narrowly."""

    items: list[FoundPerson]
    more: bool


class RightsGiven(Body):
    venue_id: Id
    level: str


class Rights(Body):
    """All rights of the person: what is not named is taken."""

    role: str
    venues: list[RightsGiven] = Field(default=[], max_length=200)
    revision: int | None = Field(default=None, ge=0)


class PersonChange(Body):
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    revision: int | None = Field(default=None, ge=0)


class Invitation(Body):
    name: str
    email: str
    role: str = Role.CUSTOMER
    venues: list[RightsGiven] = Field(default=[], max_length=200)


class LinkWanted(Body):
    by_mail: bool = False


class InvitationSent(TypedDict):
    """`link` is to be handed on; null when it goes by mail, or when there was an account already."""

    id: str
    link: str | None
    mailed: bool


class PasswordLink(TypedDict):
    link: str | None
    mailed: bool


@call("GET", "/api/v1/people", returns={200: PeopleFound}, errors={403: "Not a manager."}, allowed="managers, admins")
def people(viewer: Viewer, query: PeopleQuery) -> PeopleFound:
    """People by name, address or number; managers find those who work at their venues."""
    with current_ringside().database.read() as session:
        found = read_people(session, viewer, query.q)
    return {"items": [write_found(line) for line in found.lines], "more": found.more}


@call(
    "POST",
    "/api/v1/people",
    returns={201: InvitationSent},
    errors={403: NOT_ADMIN, 404: "No such venue."},
    allowed="admins",
)
def invite_person(viewer: Viewer, body: Invitation, desk: Desk) -> InvitationSent:
    """Invite somebody, with rights. The link by which they take the account over is mailed where the program sends mail."""
    sent = given(body, without=("role", "venues"))
    return write_sent(desk.do(viewer, invite, sent, current_ringside().site.get(), body.role, _levels(body.venues)))


@call(
    "GET", PERSON, returns={200: ManagedPerson}, errors={403: "Not a manager.", 404: NOBODY}, allowed="managers, admins"
)
def one_person(viewer: Viewer, person_id: str) -> ManagedPerson:
    """One person, with the rights that the reader may see."""
    return read_one(viewer, person_id)


@call(
    "PATCH", PERSON, returns={200: ManagedPerson}, errors={403: NOT_ADMIN, 404: NOBODY, 409: CHANGED}, allowed="admins"
)
def correct_person(viewer: Viewer, person_id: str, body: PersonChange, desk: Desk) -> ManagedPerson:
    """Correct name, address or number. Another address counts as not confirmed."""
    desk.do(viewer, edit_person, person_id, given(body), body.revision)
    return read_one(viewer, person_id)


@call(
    "PUT", f"{PERSON}/rights", returns={200: ManagedPerson}, errors={403: NOT_ADMIN, 404: NOBODY, 409: CHANGED},
    allowed="admins",
)  # fmt: skip
def set_rights(viewer: Viewer, person_id: str, body: Rights, desk: Desk) -> ManagedPerson:
    """Set what somebody may do. Their log-ins end, with all sockets."""
    desk.do(viewer, change_rights, person_id, body.role, _levels(body.venues), body.revision)
    return read_one(viewer, person_id)


@call(
    "POST",
    f"{PERSON}/deactivate",
    returns={200: ManagedPerson},
    errors={403: NOT_ADMIN, 404: NOBODY, 409: CHANGED},
    allowed="admins",
)
def deactivate_person(viewer: Viewer, person_id: str, desk: Desk) -> ManagedPerson:
    """Nobody can sign in there from now on; all log-ins end."""
    desk.do(viewer, deactivate, person_id)
    return read_one(viewer, person_id)


@call(
    "POST",
    f"{PERSON}/reactivate",
    returns={200: ManagedPerson},
    errors={403: NOT_ADMIN, 404: NOBODY, 409: "Merged into another."},
    allowed="admins",
)
def reactivate_person(viewer: Viewer, person_id: str, desk: Desk) -> ManagedPerson:
    """Let somebody sign in again."""
    desk.do(viewer, reactivate, person_id)
    return read_one(viewer, person_id)


@call(
    "POST", f"{PERSON}/password-link", returns={201: PasswordLink},
    errors={403: NOT_ADMIN, 404: NOBODY, 409: "Deactivated, or no mail can be sent."}, allowed="admins",
)  # fmt: skip
def make_password_link(viewer: Viewer, person_id: str, body: LinkWanted, desk: Desk) -> PasswordLink:
    """A link with which this person sets a password, good once, for a day."""
    secret = desk.do(viewer, hand_out_link, person_id, current_ringside().site.get(), by_mail=body.by_mail)
    return {"link": None if body.by_mail else link_address(secret), "mailed": body.by_mail}


def _levels(venues: list[RightsGiven]) -> dict[str, str]:
    return {each.venue_id: each.level for each in venues}


def read_one(viewer: Viewer, person_id: str) -> ManagedPerson:
    with current_ringside().database.read() as session:
        return write_person(read_person(session, viewer, person_id))


def write_sent(made: Invited) -> InvitationSent:
    by_hand = made.secret is not None and not made.mailed
    return {"id": made.person_id, "link": link_address(str(made.secret)) if by_hand else None, "mailed": made.mailed}
