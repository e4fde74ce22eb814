"""The calls with which those who manage a venue say who works there, and its desk hands over the accounts that it made."""

from __future__ import annotations

from bookings.administration.people.invite import invite_staff
from bookings.administration.people.rights import change_staff
from bookings.administration.people.walk_ins import hand_over_account
from bookings.api.administration.given import given
from bookings.api.administration.people import CHANGED, NOBODY, InvitationSent, PasswordLink, read_one, write_sent
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, declare
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.http.links import link_address
from bookings.models import StaffLevel, Viewer
from bookings.wire.administration.people import ManagedPerson

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

STAFF = "/api/v1/venues/{venueId}/staff"
MANAGERS = "those who manage the venue, admins"


class StaffInvitation(Body):
    name: str
    email: str
    level: str = StaffLevel.DESK


class StaffLevelGiven(Body):
    level: str


@call(
    "POST",
    STAFF,
    returns={201: InvitationSent},
    errors={403: "You do not manage it.", 404: "No such venue."},
    allowed=MANAGERS,
)
def add_staff(viewer: Viewer, venue_id: str, body: StaffInvitation, desk: Desk) -> InvitationSent:
    """Let somebody work at the venue: invited by address, or given the level when the venue knows them."""
    sent = given(body, without=("level",))
    return write_sent(desk.do(viewer, invite_staff, venue_id, sent, body.level, current_ringside().site.get()))


@call(
    "PUT",
    f"{STAFF}/{{personId}}",
    returns={200: ManagedPerson},
    errors={403: "You do not manage it.", 404: NOBODY, 409: CHANGED},
    allowed=MANAGERS,
)
def set_staff_level(viewer: Viewer, venue_id: str, person_id: str, body: StaffLevelGiven, desk: Desk) -> ManagedPerson:
    """Change the level of somebody who works here: desk or manager."""
    desk.do(viewer, change_staff, venue_id, person_id, body.level)
    return read_one(viewer, person_id)


@call(
    "DELETE",
    f"{STAFF}/{{personId}}",
    returns={204: None},
    errors={403: "You do not manage it.", 404: NOBODY, 409: "An admin."},
    allowed=MANAGERS,
)
def remove_staff(viewer: Viewer, venue_id: str, person_id: str, desk: Desk) -> None:
    """Somebody does not work here any more."""
    desk.do(viewer, change_staff, venue_id, person_id, None)


@call(
    "POST",
    "/api/v1/venues/{venueId}/customers/{personId}/account-link",
    returns={201: PasswordLink},
    errors={404: "No such customer here, or one whose account is not the desk's to hand over."},
    allowed="staff of the venue, admins",
)
def make_account_link(viewer: Viewer, venue_id: str, person_id: str, desk: Desk) -> PasswordLink:
    """A link by which a customer without a password takes over the account that the desk made, good once, for a day."""
    return {"link": link_address(desk.do(viewer, hand_over_account, venue_id, person_id)), "mailed": False}
