"""The calls for saved seat plans, and the one that reads a plan without saving anything."""

from __future__ import annotations

from pydantic import Field
from typing_extensions import TypedDict

from bookings.administration.events.plans import edit_plan, make_plan, remove_plan
from bookings.api.administration.events import NOT_MANAGED
from bookings.api.administration.given import given
from bookings.api.administration.venues import CHANGED, MANAGERS
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.venues import NO_VENUE
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.administration.events import read_saved_plan, read_saved_plans
from bookings.reading.administration.plan_drawing import draw_plan
from bookings.reading.administration.venues import read_managed_venue
from bookings.wire.administration.events import CheckedPlan, SeatPlan, write_checked_plan, write_seat_plan

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

NO_PLAN = "There is no such seat plan among those that you manage."


class NewPlan(Body):
    name: str
    plan: str


class PlanChange(Body):
    """What is left out stays as it is."""

    name: str | None = None
    plan: str | None = None
    revision: int | None = Field(default=None, ge=0)


class PlanText(Body):
    plan: str


class SeatPlans(TypedDict):
    items: list[SeatPlan]


@call("GET", "/api/v1/venues/{venueId}/seat-plans", returns={200: SeatPlans}, errors={404: NO_VENUE}, allowed=MANAGERS)
def seat_plans(viewer: Viewer, venue_id: str) -> Result:
    """The saved seat plans of a venue, by name: halls, or aircraft."""
    with current_ringside().database.read() as session:
        read_managed_venue(session, venue_id, viewer)
        plans = read_saved_plans(session, venue_id)
    return Result({"items": [write_seat_plan(each) for each in plans]})


@call(
    "POST",
    "/api/v1/venues/{venueId}/seat-plans",
    returns={201: SeatPlan},
    errors={403: NOT_MANAGED, 404: NO_VENUE, 409: "There are too many."},
    allowed=MANAGERS,
    idempotent=True,
)
def add_seat_plan(viewer: Viewer, venue_id: str, body: NewPlan, desk: Desk) -> Result:
    """Save a seat plan under a name."""
    plan_id = desk.do(viewer, make_plan, venue_id, given(body))
    return _plan(plan_id)


@call(
    "POST",
    "/api/v1/venues/{venueId}/seat-plans/check",
    returns={200: CheckedPlan},
    errors={404: NO_VENUE},
    allowed=MANAGERS,
)
def check_seat_plan(viewer: Viewer, venue_id: str, body: PlanText) -> Result:
    """What a plan says and what is wrong in which line. Nothing is saved."""
    with current_ringside().database.read() as session:
        read_managed_venue(session, venue_id, viewer)
    return Result(write_checked_plan(draw_plan(body.plan)))


@call(
    "PATCH",
    "/api/v1/seat-plans/{planId}",
    returns={200: SeatPlan},
    errors={403: NOT_MANAGED, 404: NO_PLAN, 409: CHANGED},
    allowed=MANAGERS,
)
def change_seat_plan(viewer: Viewer, plan_id: str, body: PlanChange, desk: Desk) -> Result:
    """Change a saved plan. What was made from it keeps its seats."""
    return _plan(desk.do(viewer, edit_plan, plan_id, given(body), body.revision))


@call(
    "DELETE",
    "/api/v1/seat-plans/{planId}",
    returns={204: None},
    errors={403: NOT_MANAGED, 404: NO_PLAN},
    allowed=MANAGERS,
)
def remove_seat_plan(viewer: Viewer, plan_id: str, desk: Desk) -> Result:
    """Remove a saved plan. What was made from it keeps its seats."""
    desk.do(viewer, remove_plan, plan_id)
    return Result(status=204)


def _plan(plan_id: str) -> Result:
    with current_ringside().database.read() as session:
        return Result(write_seat_plan(read_saved_plan(session, None, plan_id)))
