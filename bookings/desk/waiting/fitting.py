"""Which free seats would fit a wish."""

from __future__ import annotations

from collections.abc import Sequence

from bookings.desk.events.cabins import searched
from bookings.desk.transaction import Transaction
from bookings.models import Event
from bookings.reading.seats.plans import seat_plan, seats_taken
from bookings.rules.seats import PlacedSeat


def fitting_seats(tx: Transaction, event: Event, party: int, categories: Sequence[str]) -> list[PlacedSeat] | None:
    """The best so many that are free, together where that can be had: in any of these categories, on a flight all in one cabin.

    None when there are not so many. Asked under the lock of the event's choice.
    """
    plan, taken = seat_plan(tx.session, event.id), seats_taken(tx.session, event.id, tx.now)
    wanted: Sequence[str | None] = categories or [None]
    for among in [category for each in wanted for category in searched(event, each)]:
        best = plan.best(taken, party, among)
        if best is not None:
            return best
    return None
