"""The calls that make events, copy and cancel them, and close their seats. Changing one is PATCH /api/v1/events/{eventId}."""

from __future__ import annotations

from pydantic import Field
from typing_extensions import TypedDict

from bookings.administration.events.cancel import cancel_with_bookings
from bookings.administration.events.close_seats import close_listed
from bookings.administration.events.copy import copy_event
from bookings.administration.events.edit import make_event
from bookings.api.administration.given import given
from bookings.api.administration.venues import CHANGED, MANAGERS
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.venues import NO_VENUE
from bookings.desk import Desk
from bookings.desk.blocks import unblock
from bookings.errors import NotFound
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.administration.copies import verdicts_of
from bookings.reading.administration.events import EditedEvent, read_edited_event
from bookings.wire.administration.events import CopyDate, ManagedEvent, write_copy_date, write_managed_event

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

NO_EVENT = "There is no such event among those that you manage."
NOT_MANAGED = "You work there, but do not manage it."

COLUMNS = {"start": "starts_at", "end": "ends_at", "doors_at": "doors_at", "seat_plan_id": "seat_plan"}


class EventFields(Body):
    """Times are instants, or local ones of the venue ("2026-03-10T19:30"). `plan` is the text of its seats and prices."""

    title: str | None = None
    description: str | None = None
    start: str | None = None
    end: str | None = None
    doors_at: str | None = None
    on_sale_from: str | None = None
    on_sale_until: str | None = None
    seats_per_basket: int | None = None
    seats_per_customer: int | None = None
    unpaid_per_customer: int | None = None
    plan: str | None = None


class NewEvent(EventFields):
    """`title`, `start`, `end` and `plan` or `seatPlanId` are needed."""

    seat_plan_id: str | None = None


class Cancellation(Body):
    """The customers read the `reason` on their bookings."""

    reason: str
    revision: int | None = Field(default=None, ge=0)


class Copies(Body):
    """Each date is a day, at the same local time, or "2026-03-12 20:00". With `dryRun` nothing is made."""

    dates: list[str] = Field(min_length=1, max_length=60)
    dry_run: bool = False


class Closure(Body):
    """`seats` names labels, ranges, rows and parts: "A1-A5, row C, Balcony"."""

    seats: str
    reason: str


class CopyAnswer(TypedDict):
    """`made` are the ids of the copies, none with `dryRun`."""

    dates: list[CopyDate]
    made: list[int]


@call(
    "POST",
    "/api/v1/venues/{venueId}/events",
    returns={201: ManagedEvent},
    errors={403: NOT_MANAGED, 404: NO_VENUE, 409: "An airline has flights."},
    allowed=MANAGERS,
    idempotent=True,
)
def add_event(viewer: Viewer, venue_id: str, body: NewEvent, desk: Desk) -> Result:
    """Make an event with its seats."""
    return managed(desk.do(viewer, make_event, venue_id, given(body, COLUMNS)), viewer)


@call("GET", "/api/v1/events/{eventId}/setup", returns={200: ManagedEvent}, errors={404: NO_EVENT}, allowed=MANAGERS)
def event_setup(viewer: Viewer, event_id: int) -> Result:
    """All that can be changed of an event or a flight, with its revision and the plan of its seats as text."""
    return managed(event_id, viewer)


@call(
    "POST",
    "/api/v1/events/{eventId}/cancel",
    returns={200: ManagedEvent},
    errors={403: NOT_MANAGED, 404: NO_EVENT, 409: CHANGED},
    allowed=MANAGERS,
)
def call_off(viewer: Viewer, event_id: int, body: Cancellation, desk: Desk) -> Result:
    """Cancel an event or a flight with all of its bookings. What was paid stays on them until the desk gives it back."""
    cancel_with_bookings(desk, viewer, event_id, given(body)["reason"], body.revision)
    return managed(event_id, viewer)


@call(
    "POST",
    "/api/v1/events/{eventId}/copies",
    returns={200: CopyAnswer},
    errors={403: NOT_MANAGED, 404: NO_EVENT},
    allowed=MANAGERS,
    idempotent=True,
)
def copy_to_dates(viewer: Viewer, event_id: int, body: Copies, desk: Desk) -> Result:
    """Make an event or a flight again on other dates, all of them or none."""
    dates = "\n".join(body.dates)
    _read(event_id, viewer)
    with current_ringside().database.read() as session:
        verdicts = verdicts_of(session, event_id, dates, current_ringside().database.now(session))
    made = [] if body.dry_run else desk.do(viewer, copy_event, event_id, dates)
    return Result({"dates": [write_copy_date(each) for each in verdicts], "made": made})


@call(
    "POST",
    "/api/v1/events/{eventId}/closed-seats",
    returns={201: ManagedEvent},
    errors={403: NOT_MANAGED, 404: NO_EVENT, 409: "It has begun or is cancelled."},
    allowed=MANAGERS,
)
def close_seats_of(viewer: Viewer, event_id: int, body: Closure, desk: Desk) -> Result:
    """Take seats off sale for a reason."""
    desk.do(viewer, close_listed, event_id, body.seats, body.reason)
    return managed(event_id, viewer)


@call(
    "DELETE",
    "/api/v1/events/{eventId}/closed-seats/{closureId}",
    returns={204: None},
    errors={404: NO_EVENT},
    allowed=MANAGERS,
)
def open_seats_of(viewer: Viewer, event_id: int, closure_id: str, desk: Desk) -> Result:
    """Sell these seats again."""
    if closure_id not in {each.id for each in _read(event_id, viewer).blocks}:
        raise NotFound("There is no such closure.")
    desk.do(viewer, unblock, closure_id)
    return Result(status=204)


def managed(event_id: int, viewer: Viewer) -> Result:
    """The event as who manages it reads it."""
    return Result(write_managed_event(_read(event_id, viewer)))


def _read(event_id: int, viewer: Viewer) -> EditedEvent:
    with current_ringside().database.read() as session:
        return read_edited_event(session, None, event_id, viewer, current_ringside().database.now(session))
