"""The embedded server: gevent.pywsgi with an end to everybody's patience.

Whoever is slow or silent is given up (see `handler`), no address may have any number of connections, and when there are
as many as there are descriptors for, the one that has been idle longest makes room for the newcomer.
"""

from __future__ import annotations

import errno
import logging
import resource
import socket
import time
from collections import Counter
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import gevent
from gevent.pywsgi import LoggingLogAdapter, WSGIServer

from bookings.server.handler import Handler

SPARE = 64  # descriptors for the database, files, and those who are being turned away
PAUSE_SECONDS = 0.1  # without accepting, when there is nobody to make room
SILENT_SECONDS = 60.0  # between two lines in the log that say so
_OUT = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}

log = logging.getLogger(__name__)


class Server(WSGIServer):
    """`per_address` connections may an address have here, loopback and proxies any number; sockets that were taken over
    are not among them, `elsewhere` says how many those are."""

    max_accept = SPARE // 2

    def __init__(
        self, listener: socket.socket, application: Any, *, per_address: int | None, elsewhere: Callable[[], int]
    ) -> None:
        said = LoggingLogAdapter(log, logging.DEBUG)  # what is wrong with a stranger's request is no error of ours
        super().__init__(listener, application, log=None, error_log=said, handler_class=Handler)
        self._per_address, self._elsewhere = per_address, elsewhere
        self._here: Counter[str] = Counter()
        self._idle: dict[Handler, None] = {}  # in the order in which they became so
        self._running: set[Handler] = set()
        self._complained = -SILENT_SECONDS

    # -- told by its handlers --------------------------------------------------------------------------------------

    def waits(self, handler: Handler) -> None:
        """It has to read a request first."""
        self._running.discard(handler)
        self._idle[handler] = None

    def works(self, handler: Handler) -> None:
        """It has a whole head, and answers."""
        self._idle.pop(handler, None)
        self._running.add(handler)

    def ended(self, handler: Handler) -> None:
        self._idle.pop(handler, None)
        self._running.discard(handler)

    # -- accepting -------------------------------------------------------------------------------------------------

    def do_read(self) -> Any:
        """Accept one; None when there is nobody, or no room. A refused accept costs a pause, not a traceback."""
        if self._full() and not self._make_room():
            self._pause("all connections are busy")
            return None
        try:
            return super().do_read()
        except OSError as error:
            if error.errno not in _OUT:
                raise
            self._make_room()
            self._pause(error.strerror or "no descriptors")
            return None

    def handle(self, sock: Any, address: Any) -> None:
        """A connection's whole life."""
        who = str(address[0]) if isinstance(address, tuple) else ""
        if self._is_too_many(who):
            return
        self._here[who] += 1
        try:
            super().handle(sock, address)
        finally:
            self._here[who] -= 1
            if not self._here[who]:
                del self._here[who]

    def finish(self, seconds: float) -> None:
        """Accept nobody any more, and wait until what runs is done, at most so long."""
        self.stop_accepting()
        until = time.monotonic() + seconds
        while self._running and time.monotonic() < until:
            gevent.sleep(0.01)

    def _full(self) -> bool:
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft == resource.RLIM_INFINITY:
            return False
        return self._here.total() + self._elsewhere() >= soft - SPARE

    def _make_room(self, address: str | None = None) -> bool:
        """End the connection that has been idle longest (of this address); False when all are at work."""
        for handler in self._idle:
            if address is None or handler.address == address:
                del self._idle[handler]
                handler.hang_up()
                return True
        return False

    def _is_too_many(self, address: str) -> bool:
        if self._per_address is None or self._here[address] < self._per_address or _is_loopback(address):
            return False
        return not self._make_room(address)

    def _pause(self, why: str) -> None:
        self.stop_accepting()
        gevent.spawn_later(PAUSE_SECONDS, self._go_on)
        if time.monotonic() - self._complained >= SILENT_SECONDS:
            self._complained = time.monotonic()
            log.warning("newcomers wait: %s (%d connections, %d sockets)", why, self._here.total(), self._elsewhere())

    def _go_on(self) -> None:
        if self.started and not self.closed:
            self.start_accepting()


def _is_loopback(address: str) -> bool:
    try:
        return not address or ip_address(address).is_loopback
    except ValueError:
        return True  # a Unix socket's
