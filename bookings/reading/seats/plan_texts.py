"""An event's seats and prices as a plan and as its text, for who edits them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Event, Seat
from bookings.reading.seats.facilities import facilities_of
from bookings.rules.seats.plan_text import PlanCategory, PlanSeat, read_plan, write_plan
from bookings.rules.seats.plan_text.facilities import write_facilities

_COLUMNS = (
    Seat.label, Seat.section, Seat.row, Seat.row_order, Seat.number, Seat.position, Seat.category, Seat.features,
)  # fmt: skip


def seats_of_event(session: Session, event_id: int) -> list[PlanSeat]:
    """In the order of rows and places."""
    rows = session.execute(
        select(*_COLUMNS).where(Seat.event_id == event_id).order_by(Seat.row_order, Seat.position, Seat.id)
    )
    return [PlanSeat._make((*place, tuple(features))) for *place, features in rows]


def plan_seat_of(seat: Seat) -> PlanSeat:
    return PlanSeat(
        seat.label, seat.section, seat.row, seat.row_order, seat.number, seat.position, seat.category, tuple(seat.features)
    )  # fmt: skip


def plan_of_event(event: Event, seats: Sequence[PlanSeat]) -> str:
    """The event's seats and prices as text: as it was typed, where that still says the same. "" where no text can."""
    prices = categories_of_event(event)
    if event.plan:
        typed = read_plan(event.plan)
        same = set(typed.seats) == set(seats) and typed.price_table == event.categories
        if not typed.faults and same and typed.facilities == facilities_of(event):
            return event.plan
    written = write_plan(seats, prices)
    return "\n".join([written, *write_facilities(facilities_of(event))]) if written else ""


def categories_of_event(event: Event) -> dict[str, PlanCategory]:
    return {
        code: PlanCategory(str(each["name"]), Decimal(str(each["price"]))) for code, each in event.categories.items()
    }
