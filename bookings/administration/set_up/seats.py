"""The steps in which a hall's or an aircraft's seats are typed, and the first show or flight is made from them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from bookings.administration.events.edit import edit_event, make_event
from bookings.administration.events.flights import edit_flight, make_flight
from bookings.administration.events.plans import edit_plan, make_plan
from bookings.administration.venues import managed_venue
from bookings.desk.transaction import Transaction
from bookings.models import Event, Flight, SeatPlan


def set_plan(tx: Transaction, venue_id: str, given: Mapping[str, object]) -> str:
    """The venue's first plan: made, or changed when there is one. Returns its id. Raises Invalid at `name` and `plan`."""
    first = select(SeatPlan.id).where(SeatPlan.venue_id == venue_id).order_by(SeatPlan.name, SeatPlan.id).limit(1)
    plan_id: str | None = tx.session.scalar(first)
    return make_plan(tx, venue_id, given) if plan_id is None else edit_plan(tx, plan_id, given)


def set_first_show(tx: Transaction, venue_id: str, given: Mapping[str, object]) -> int:
    """The venue's only show: made, or changed when it is there, so that sending the step again makes no second. Returns its id.

    A venue with several is past its set-up, and gets another one.
    """
    managed_venue(tx, venue_id)
    only = tx.session.scalars(select(Event.id).where(Event.venue_id == venue_id).limit(2)).all()
    return edit_event(tx, only[0], given) if len(only) == 1 else make_event(tx, venue_id, given)


def set_first_flight(tx: Transaction, venue_id: str, given: Mapping[str, object]) -> str:
    """As `set_first_show`. Returns the flight's id."""
    managed_venue(tx, venue_id)
    flights = select(Flight.id).join(Event, Event.id == Flight.event_id).where(Event.venue_id == venue_id)
    only = tx.session.scalars(flights.limit(2)).all()
    return edit_flight(tx, only[0], given) if len(only) == 1 else make_flight(tx, venue_id, given)
