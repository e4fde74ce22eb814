"""Group commit: what is published and sent in one turn of the loop leaves in one write for each connection.

Owns when things are written; `turn` knows what goes to whom, `sockets` how. A turn is planned whole and written to
its end before the next one is planned. So it may pause for requests in between, and connections may come, go and
change rooms meanwhile, without anybody getting a frame out of order, twice, or from before it came.
"""

from __future__ import annotations

import logging
from collections.abc import Hashable, Iterator, Mapping

import gevent

from bookings.sockets.batch import PublishQueue
from bookings.sockets.connection import Connection
from bookings.sockets.cooperate import LAST
from bookings.sockets.frames import Frame
from bookings.sockets.people import People
from bookings.sockets.rooms import Rooms
from bookings.sockets.stats import Totals
from bookings.sockets.transport import Sockets

log = logging.getLogger(__name__)

WRITES_AT_A_TIME = 250  # between one and two milliseconds; then requests get their turn


class FanOut:
    def __init__(self, sockets: Sockets, rooms: Rooms, people: People, totals: Totals) -> None:
        self._sockets, self._rooms, self._people, self._totals = sockets, rooms, people, totals
        self._turn = PublishQueue()
        self._writing: Iterator[None] | None = None
        self._loop = gevent.get_hub().loop
        # Not loop.run_callback, which runs fifty callbacks before the loop looks at a socket again; and after those.
        self._pause = self._loop.timer(0, ref=False, priority=LAST)

    def publish(self, room: Hashable, frame: Frame, instead: Mapping[str, Frame]) -> None:
        self._turn.publish(room, frame, instead)
        self._soon()

    def send(self, connection: Connection, frame: Frame) -> None:
        self._turn.send(connection, frame)
        self._soon()

    def entered(self, connection: Connection, room: Hashable) -> None:
        self._turn.entered(connection, room)

    def _soon(self) -> None:
        if self._writing is None:
            self._writing = self._write_out()
            self._loop.run_callback(self._go_on)

    def _go_on(self) -> None:
        assert self._writing is not None
        try:
            next(self._writing)
        except StopIteration:
            self._writing = None
        except Exception:
            log.exception("A fan-out failed")
            self._writing = None
        if self._writing is not None:
            self._pause.start(self._go_on)
        elif self._turn:
            self._soon()

    def _write_out(self) -> Iterator[None]:
        """Write everything there is; yields whenever it is time for a pause."""
        done = 0
        while self._turn:
            turn, self._turn = self._turn, PublishQueue()
            for connection, batch in turn.plan(self._rooms, self._people).items():
                try:
                    self._sockets.write(connection, batch)
                except Exception:  # better to lose a connection, which comes back for what it missed, than a frame
                    log.exception("Writing to a live connection failed")
                    self._sockets.drop(connection)
                done += 1
                if done % WRITES_AT_A_TIME == 0:
                    self._totals.written += WRITES_AT_A_TIME
                    yield
        self._totals.written += done % WRITES_AT_A_TIME
