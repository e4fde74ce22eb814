"""The calls that move an appointment, and those by which another time is proposed and answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from bookings.api.bookings import NOT_YOURS, run_and_encode
from bookings.api.framework.bodies import Body, MayNotify, NotifyQuery
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.errors import name_offered_resource
from bookings.api.framework.fields import Id, Instant, Note, Reason
from bookings.desk import Desk, Transaction
from bookings.desk.appointments.places import change_places
from bookings.desk.appointments.proposals import accept_proposal, decline_proposal, propose_time, withdraw_proposal
from bookings.desk.appointments.reschedule import reschedule
from bookings.models import Viewer
from bookings.rules.setup.resource import MOST_PLACES
from bookings.wire.bookings import Booking, write_booking

CALLS: list[Call] = []
call = declare(CALLS, "Bookings")

PROPOSAL = "/api/v1/bookings/{bookingId}/proposal"
NO_APPOINTMENT = "It is no appointment, not open any more, or that time is taken (`slot_taken`)."
BOTH_SIDES = "its owner, staff of the venue, admins"
STAFF = "staff of the venue, admins"


class AnotherTime(MayNotify):
    """With another provider when one is named. `reason` sets rules of the venue aside, for those who manage it."""

    start: Instant
    provider_id: Id | None = None
    reason: Reason | None = None


class OtherPlaces(MayNotify):
    """`was` is how many it had when the caller looked: with others by now nothing is changed (409)."""

    places: Annotated[int, Field(ge=1, le=MOST_PLACES)]
    was: Annotated[int, Field(ge=1, le=MOST_PLACES)] | None = None


class ProposedTime(MayNotify):
    start: Instant
    provider_id: Id | None = None
    note: Note | None = None


class Acceptance(Body):
    """`start` is the time that the caller saw: when another is proposed by now, nothing is accepted (409)."""

    start: Instant | None = None


class Refusal(Body):
    reason: Note | None = None


@call(
    "POST", "/api/v1/bookings/{bookingId}/reschedule", returns={200: Booking},
    errors={404: NOT_YOURS, 409: f"Too late for its owner. {NO_APPOINTMENT}"}, allowed=BOTH_SIDES,
)  # fmt: skip
def reschedule_one(viewer: Viewer, booking_id: str, body: AnotherTime, desk: Desk) -> Result:
    """Move an appointment. Its owner's is a request again afterwards, where the venue answers requests."""
    name_offered_resource("providerId")
    return _done(desk, viewer, lambda tx: reschedule(tx, booking_id, body.start, body.provider_id, override=body.reason))


@call(
    "POST", "/api/v1/bookings/{bookingId}/places", returns={200: Booking},
    errors={404: NOT_YOURS, 409: "Too late for its owner, too few are free (`too_few_places`), or it has others than `was` by now."},
    allowed=BOTH_SIDES,
)  # fmt: skip
def change_places_of_one(viewer: Viewer, booking_id: str, body: OtherPlaces, desk: Desk) -> Result:
    """Give a booking of a group appointment another number of places at its time. The price follows."""
    return _done(desk, viewer, lambda tx: change_places(tx, booking_id, body.places, was=body.was))


@call("POST", PROPOSAL, returns={200: Booking}, errors={404: NOT_YOURS, 409: NO_APPOINTMENT}, allowed=STAFF)
def propose(viewer: Viewer, booking_id: str, body: ProposedTime, desk: Desk) -> Result:
    """Propose another time for an appointment, which is kept free until its owner has answered."""
    name_offered_resource("providerId")
    return _done(desk, viewer, lambda tx: propose_time(tx, booking_id, body.start, body.provider_id, body.note or ""))


@call("DELETE", PROPOSAL, returns={200: Booking}, errors={404: NOT_YOURS, 409: "It is no appointment."}, allowed=STAFF)
def withdraw(viewer: Viewer, booking_id: str, query: NotifyQuery, desk: Desk) -> Result:
    """Take back what was proposed. With nothing proposed, nothing changes."""
    return _done(desk, viewer, lambda tx: withdraw_proposal(tx, booking_id))


@call(
    "POST", f"{PROPOSAL}/accept", returns={200: Booking},
    errors={403: "Its owner answers.", 404: NOT_YOURS, 409: "Nothing is proposed any more, or another time."}, allowed="its owner",
)  # fmt: skip
def accept(viewer: Viewer, booking_id: str, body: Acceptance | None, desk: Desk) -> Result:
    """Accept the time that is proposed: the appointment is moved there, and confirmed."""
    return _done(desk, viewer, lambda tx: accept_proposal(tx, booking_id, start=body.start if body else None))


@call(
    "POST", f"{PROPOSAL}/decline", returns={200: Booking},
    errors={403: "Its owner answers.", 404: NOT_YOURS, 409: "Nothing is proposed any more."}, allowed="its owner",
)  # fmt: skip
def decline(viewer: Viewer, booking_id: str, body: Refusal | None, desk: Desk) -> Result:
    """Stay with the time that there was."""
    return _done(desk, viewer, lambda tx: decline_proposal(tx, booking_id, reason=(body.reason if body else None) or ""))


def _done(desk: Desk, viewer: Viewer, verb: Callable[[Transaction], str]) -> Result:
    return Result(text=desk.do(viewer, run_and_encode, write_booking, verb)[1])
