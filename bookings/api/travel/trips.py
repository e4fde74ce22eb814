"""The call for a booked flight by its code and a family name, without an account."""

from __future__ import annotations

from typing import Annotated

from flask import request
from pydantic import StringConstraints

from bookings.accounts.booking_codes import NOT_FOUND, look_up
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, declare
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.reading.flights.trips import read_trip
from bookings.wire.trips import Trip, write_trip

CALLS: list[Call] = []
call = declare(CALLS, "Flights")

Typed = Annotated[str, StringConstraints(max_length=200)]


class TripCode(Body):
    pnr: Typed
    last_name: Typed


@call(
    "POST",
    "/api/v1/trips",
    returns={200: Trip},
    errors={404: NOT_FOUND, 429: "Too many tries: they are counted as those to sign in are."},
    public=True,
)
def find_trip(body: TripCode, desk: Desk) -> Trip:
    """A booked flight, by its code and the family name of somebody who flies: Müller, MULLER and Mueller are one."""
    found = look_up(
        desk, code=body.pnr, family_name=body.last_name, address=request.remote_addr or "",
        counted=current_ringside().settings.limits_rates,
    )  # fmt: skip
    with current_ringside().database.read() as session:
        return write_trip(read_trip(session, found))
