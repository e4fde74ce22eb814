"""The call by which staff undo what they just did with a booking."""

from __future__ import annotations

from pydantic import Field

from bookings.api.bookings import NOT_YOURS, run_and_encode
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, Result, declare
from bookings.desk import Desk
from bookings.desk.undo.undo import undo
from bookings.models import Viewer
from bookings.wire.bookings import Booking, write_booking

CALLS: list[Call] = []
call = declare(CALLS, "Bookings")


class Undoing(Body):
    """Without a version, the last thing that was done with the booking."""

    version: int | None = Field(None, ge=0, description="The booking's `version` right after what is undone")


@call(
    "POST",
    "/api/v1/bookings/{bookingId}/undo",
    returns={200: Booking},
    errors={
        404: NOT_YOURS,
        409: "Ten seconds have passed (`too_late`), somebody else did it (`not_yours`) or has changed it since (`moved_on`), it was undone"
        " already (`undone`), its money is on its way back (`money_went`), or its place has gone; `alternatives` are free near it.",
    },
    allowed="who did it, of the venue's staff",
)
def undo_last(viewer: Viewer, booking_id: str, body: Undoing | None, desk: Desk) -> Result:
    """Undo, within ten seconds, what one just did with a booking: its state, place and money and what people were told."""
    version = body.version if body else None
    return Result(text=desk.do(viewer, run_and_encode, write_booking, lambda tx: undo(tx, booking_id, version))[1])
