"""Seats as plain rows, and the parties that came and took them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bookings.models import Seat
from bookings.rules.seats.plan_text import PlanSeat

SIZES = (1, 2, 2, 2, 2, 3, 3, 4, 4)


def add_seats(session: Session, event_id: int, places: Iterable[PlanSeat]) -> None:
    """All of an event at once, in the order of the plan."""
    session.execute(insert(Seat), [{**place.values(), "event_id": event_id} for place in places])


def parties(places: Iterable[PlanSeat], count: int, chance: random.Random) -> list[list[str]]:
    """The labels of parties, each side by side, who take about `count` seats: more in front than at the back.

    Places with a feature are left to those who ask for them, but for exit rows.
    """
    blocks = [[run] for run in runs(places)]
    last = max(run[0].row_order for (run,) in blocks)
    weights = [len(run) * (1.5 - run[0].row_order / last) for (run,) in blocks]
    taken: list[list[str]] = []
    seats = 0
    while seats < count:
        # Of two the emptier, or chance alone would leave whole rows empty beside full ones.
        block = max(chance.choices(blocks, weights, k=2), key=lambda block: sum(map(len, block)))
        if not block:
            continue
        run = block.pop(chance.randrange(len(block)))
        size = min(chance.choice(SIZES), len(run))
        first = chance.randrange(len(run) - size + 1)
        taken.append([place.label for place in run[first : first + size]])
        seats += size
        block += [part for part in (run[:first], run[first + size :]) if part]
    return taken


def runs(places: Iterable[PlanSeat]) -> Iterator[list[PlanSeat]]:
    """Ordinary places side by side, each run as long as can be."""
    run: list[PlanSeat] = []
    for place in places:
        if place.features not in ((), ("exit",)):
            continue
        if run and (place.section, place.row, place.position) != (run[-1].section, run[-1].row, run[-1].position + 1):
            yield run
            run = []
        run.append(place)
    if run:
        yield run
