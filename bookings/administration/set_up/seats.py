"""The steps in which a hall's or an aircraft's seats are typed, and the first event is made from them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from bookings.administration.events.plans import edit_plan, make_plan
from bookings.desk.transaction import Transaction
from bookings.models import SeatPlan


def set_plan(tx: Transaction, venue_id: str, given: Mapping[str, object]) -> str:
    """The venue's first plan: made, or changed when there is one. Returns its id. Raises Invalid at `name` and `plan`."""
    first = select(SeatPlan.id).where(SeatPlan.venue_id == venue_id).order_by(SeatPlan.name, SeatPlan.id).limit(1)
    plan_id: str | None = tx.session.scalar(first)
    return make_plan(tx, venue_id, given) if plan_id is None else edit_plan(tx, plan_id, given)
