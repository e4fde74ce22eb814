"""Ghosts who play customers and staff, so that the boards move by themselves. They leave alone what visitors do."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable

from bookings.database import Database
from bookings.demo.ghosts.courts import CourtGhost
from bookings.demo.ghosts.seats import SeatGhost
from bookings.demo.ghosts.visits import VisitGhost
from bookings.desk import Desk

log = logging.getLogger(__name__)


class Ghosts:
    """One after the other they do one thing every few seconds, as people at a desk would.

    `every_seconds` are the shortest and the longest pause; `chance` decides everything else.
    """

    def __init__(
        self,
        desk: Desk,
        database: Database,
        every_seconds: tuple[float, float] = (2, 5),
        chance: random.Random | None = None,
    ) -> None:
        self._pause = every_seconds
        self._chance = chance or random.Random()  # noqa: S311 (a play, not a secret)
        self._stopped = threading.Event()
        courts = CourtGhost(desk, database, self._chance)
        visits = VisitGhost(desk, database, self._chance)
        seats = SeatGhost(desk, database, self._chance)
        # What is due is rarely to be done, so it may come first whenever it is.
        self.acts: dict[Callable[[], bool], float] = {
            visits.complete: 20,
            visits.check_in: 20,
            visits.confirm: 6,
            visits.take_money: 3,
            courts.book: 8,
            courts.cancel: 1,
            seats.hold: 8,
            seats.release: 3,
            seats.check_out: 2,
            seats.settle: 2,
            seats.give_back: 4,
        }

    def run(self) -> None:
        """Until `stop`. Nothing ends it before: a ghost that stumbles is written down, and the next one goes on."""
        while not self._stopped.wait(self._chance.uniform(*self._pause)):
            try:
                self.step()
            except Exception:
                log.warning("a ghost stumbled", exc_info=True)

    def stop(self) -> None:
        self._stopped.set()

    def step(self) -> str:
        """Let one thing happen and say which; "" when there is nothing to be done anywhere."""
        left = dict(self.acts)
        while left:
            (act,) = self._chance.choices(list(left), list(left.values()))
            if act():
                return act.__name__
            del left[act]
        return ""
