"""The calls for a payment that came when its place had gone: what is as good, and what its customer wants."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bookings.api.booking_requests import SEATS_AT_ONCE
from bookings.api.bookings import NOT_YOURS, run_and_encode
from bookings.api.framework.bodies import MayNotify
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.fields import Id, Label, LateChoiceWord
from bookings.desk import Desk, Transaction
from bookings.desk.money.online.late import take_equal, want_money_back
from bookings.errors import Invalid
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.payments.late import TAKE, read_late_of
from bookings.wire.bookings import Booking, write_booking
from bookings.wire.payments import LateOffer, write_late

CALLS: list[Call] = []
call = declare(CALLS, "Payments")

ADDRESS = "/api/v1/bookings/{bookingId}/late-payment"
OWN = "its owner, staff of the venue, admins"


class LateChoice(MayNotify):
    """To `take` it needs the `seats`, or the `resourceId`, of one of the offers."""

    choice: LateChoiceWord
    seats: Annotated[list[Label], Field(max_length=SEATS_AT_ONCE)] = []
    resource_id: Id | None = None


@call("GET", ADDRESS, returns={200: LateOffer}, errors={404: NOT_YOURS}, allowed=OWN)
def late_payment(viewer: Viewer, booking_id: str) -> LateOffer:
    """What may be chosen for a booking whose payment came when its place had gone; no `choices` where there is nothing to decide."""
    with current_ringside().database.read() as session:
        return write_late(*read_late_of(session, booking_id, viewer))


@call(
    "POST",
    ADDRESS,
    returns={200: Booking},
    errors={404: NOT_YOURS, 409: "Nothing is to be decided any more (`decided`), or that has gone (`gone`, with `alternatives`)."},
    allowed=OWN,
    idempotent=True,
)
def decide_late_payment(viewer: Viewer, booking_id: str, body: LateChoice, desk: Desk) -> Result:
    """Take other seats or another place for what was paid, or have the money back."""
    return Result(text=desk.do(viewer, run_and_encode, write_booking, lambda tx: _decide(tx, booking_id, body))[1])


def _decide(tx: Transaction, booking_id: str, body: LateChoice) -> str:
    if body.choice != TAKE:
        return want_money_back(tx, booking_id)
    if not body.seats and body.resource_id is None:
        raise Invalid("Say what to take: the seats or the place of one of the offers.", fields={"seats": "This is needed."})
    return take_equal(tx, booking_id, seats=body.seats, resource_id=body.resource_id)
