"""Seats that are not for sale: closed by a list of labels, rows and parts, for a reason; opened again by the desk's own verb."""

from __future__ import annotations

from sqlalchemy import select

from bookings.administration.events.subjects import check_open, managed_event
from bookings.desk.blocks import close_seats
from bookings.desk.events.seats_in_use import end_what_ran_out
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid
from bookings.models import Seat
from bookings.reading.seats.in_use import SOLD_BEFORE, read_seats_in_use
from bookings.reading.seats.plan_texts import seats_of_event
from bookings.rules.seats.picked import picked

MOST_NAMED = 6


def close_listed(tx: Transaction, event_id: int, seats: str, reason: str) -> str:
    """Take the seats that this list names off sale. Returns the block's id. Raises RuleViolation, Invalid for a seat in use."""
    event, _ = managed_event(tx, event_id)
    check_open(tx, event)
    if event.starts_at <= tx.now:
        raise Conflict("This has already begun, so its seats stay as they are.", code="past")
    labels = picked(seats, seats_of_event(tx.session, event_id))
    end_what_ran_out(tx, event_id)
    in_use = read_seats_in_use(tx.session, event_id)
    taken = [label for label in labels if in_use.get(label, SOLD_BEFORE) != SOLD_BEFORE]
    if taken:
        named = ", ".join(f"{label} is {in_use[label]}" for label in taken[:MOST_NAMED])
        more = f" and {len(taken) - MOST_NAMED} more" if len(taken) > MOST_NAMED else ""
        raise Invalid(
            f"{named}{more}. Leave them out.", code="seats_in_use", fields={"seats": f"{named}{more}. Leave them out."}
        )
    rows = tx.session.scalars(select(Seat).where(Seat.event_id == event_id, Seat.label.in_(labels)).order_by(Seat.id))
    return close_seats(tx, event, list(rows), reason)
