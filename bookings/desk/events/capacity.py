"""How many seats an event has. More are put up in rows of their own behind the last; fewer means that unsold ones go, from the back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, func, insert, select

from bookings.desk.events.seats_in_use import end_what_ran_out, with_seats
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotAllowed, NotFound
from bookings.models import ChangeKind, Claim, Event, Seat
from bookings.reading.seats.in_use import booked_labels
from bookings.rules import topics
from bookings.rules.seats.seat import ADMISSION

MOST = 20_000


def change_capacity(tx: Transaction, event_id: int, capacity: int) -> int:
    """Give an event so many seats (1 to MOST) and return its id. For who manages the venue. Raises Conflict when too many are sold."""
    # The full lock: whoever is about to claim a seat of this event waits, or has been waited for.
    event = tx.session.scalar(select(Event).where(Event.id == event_id).with_for_update())
    if event is None:
        raise NotFound("There is no such event.")
    if not tx.by.manages(event.venue_id):
        raise NotAllowed("Only those who manage the venue change how many seats there are.")
    if event.cancelled_at is not None:
        raise Conflict("This is cancelled, so its seats stay as they are.", code="cancelled")
    if event.kind == "flight":
        raise Conflict("The seats of an aircraft stay as they are.", code="fixed_seats")
    if event.starts_at <= tx.now:
        raise Conflict("This has already begun, so its seats stay as they are.", code="past")
    before = tx.session.scalar(select(func.count()).select_from(Seat).where(Seat.event_id == event_id)) or 0
    if capacity == before:
        return event_id
    if capacity > before:
        _add(tx, event_id, capacity - before)
    else:
        _remove(tx, event_id, before - capacity)
    tx.record(
        ChangeKind.CAPACITY_CHANGED,
        [topics.event(event_id), topics.venue(event.venue_id)],
        event_id=event_id,
        venue_id=event.venue_id,
        people=with_seats(tx, event_id),
        previous=before,
        capacity=capacity,
    )
    return event_id


def _add(tx: Transaction, event_id: int, more: int) -> None:
    """Rows X1, X2, … each as wide as the last one and at its price; behind an area more places of it."""
    here = Seat.event_id == event_id
    last = tx.session.scalar(select(Seat).where(here).order_by(Seat.row_order.desc(), Seat.position.desc()).limit(1))
    if last is None:
        raise Conflict("This event has no seats to go by.", code="fixed_seats")
    if ADMISSION in last.features:
        tx.session.execute(insert(Seat), _more_places(last, more))
        return
    model = tx.session.scalars(
        select(Seat).where(here, Seat.row == last.row, Seat.section == last.section).order_by(Seat.position)
    ).all()
    rows, labels = (
        set(tx.session.scalars(select(Seat.row).where(here))),
        set(tx.session.scalars(select(Seat.label).where(here))),
    )
    added: list[dict[str, Any]] = []
    for order, row in enumerate(_extra_rows(rows), last.row_order + 1):
        # Columns, not objects: thousands of these are made while nobody else is served.
        places = [
            {
                "event_id": event_id, "label": f"{row}-{seat.number}", "section": seat.section, "row": row, "row_order": order,
                "number": seat.number, "position": seat.position, "category": seat.category, "features": [],
            }
            for seat in model
        ]  # fmt: skip
        added += [place for place in places if place["label"] not in labels][: more - len(added)]
        if len(added) == more:
            break
    tx.session.execute(insert(Seat), added)


def _more_places(last: Seat, more: int) -> list[dict[str, Any]]:
    """An area goes on counting: its places have no rows."""
    prefix = last.label.removesuffix(last.number)
    return [
        {
            "event_id": last.event_id, "label": f"{prefix}{place}", "section": last.section, "row": last.row,
            "row_order": last.row_order, "number": str(place), "position": place, "category": last.category,
            "features": [ADMISSION],
        }
        for place in range(last.position + 1, last.position + 1 + more)
    ]  # fmt: skip


def _remove(tx: Transaction, event_id: int, fewer: int) -> None:
    """From the last row forwards. A seat of any booking stays, also of a cancelled one: it may be restored."""
    end_what_ran_out(tx, event_id)
    claimed = select(Claim.seat_id).where(Claim.event_id == event_id)
    unclaimed = (
        select(Seat.id, Seat.label)
        .where(Seat.event_id == event_id, Seat.id.not_in(claimed))
        .order_by(Seat.row_order.desc(), Seat.position.desc())
    )
    booked = booked_labels(tx.session, event_id)
    free = [seat_id for seat_id, label in tx.session.execute(unclaimed) if label not in booked]
    if len(free) < fewer:
        raise Conflict(
            f"Only {len(free)} seats are neither sold nor held, so no more than that can be taken away.",
            code="seats_sold",
        )
    tx.session.execute(delete(Seat).where(Seat.id.in_(free[:fewer])), execution_options={"synchronize_session": False})


def _extra_rows(taken: set[str]) -> Iterator[str]:
    return (name for name in (f"X{number}" for number in range(1, MOST + len(taken) + 1)) if name not in taken)
