"""The calls that read and set a venue's opening hours."""

from __future__ import annotations

from pydantic import Field

from bookings.administration.hours import set_hours
from bookings.api.administration.given import given
from bookings.api.administration.venues import MANAGERS
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.venues import NO_VENUE
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.administration.places import read_managed_hours
from bookings.wire.administration.places import HoursEntry, write_hours

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

HOURS = "/api/v1/venues/{venueId}/hours"
NOT_YOURS = "You work there, but do not manage it."
AFFECTED = "Somebody changed it since `revision`; or bookings ahead are touched (`bookings_affected`): send `goOn` to go on."


class SpecialDayBody(Body):
    """A day that differs; without `hours` it is closed."""

    date: str
    yearly: bool = False
    name: str = ""
    hours: list[list[str]] = []


class HoursBody(Body):
    """What is left out stays. `hours` by weekday, "0" (Monday) to "6", each a list of ["07:00", "22:00"]; a day that is missing is
    closed. With `goOn`, bookings that lie outside afterwards keep their place."""

    hours: dict[str, list[list[str]]] | None = None
    special_days: list[SpecialDayBody] | None = None
    go_on: bool = False
    revision: int | None = Field(default=None, ge=0)


@call("GET", HOURS, returns={200: HoursEntry}, errors={404: NO_VENUE}, allowed=MANAGERS)
def opening_hours(viewer: Viewer, venue_id: str) -> Result:
    """A venue's opening hours, and the days that differ."""
    return _hours(viewer, venue_id)


@call(
    "PUT", HOURS, returns={200: HoursEntry}, errors={403: NOT_YOURS, 404: NO_VENUE, 409: AFFECTED}, allowed=MANAGERS
)
def set_opening_hours(viewer: Viewer, venue_id: str, body: HoursBody, desk: Desk) -> Result:
    """Set a venue's opening hours. Open boards show them at once."""
    sent = {name: value for name, value in given(body, without=("revision", "go_on")).items() if value is not None}
    desk.do(viewer, set_hours, venue_id, sent, body.revision, go_on=body.go_on)
    return _hours(viewer, venue_id)


def _hours(viewer: Viewer, venue_id: str) -> Result:
    with current_ringside().database.read() as session:
        return Result(write_hours(read_managed_hours(session, venue_id, viewer)))
