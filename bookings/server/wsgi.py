"""The embedded server: gevent.pywsgi with timeouts and limits on connections.

Slow and silent clients are given up (see `handler`), an address may have only so many connections, and when there are as
many as there are descriptors for, the one that has been idle longest is closed for a new one.
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

SPARE_DESCRIPTORS = 64  # descriptors for the database, files, and connections that are being refused
PAUSE_SECONDS = 0.1  # without accepting, when there is no idle connection to close
WARN_AGAIN_SECONDS = 60.0  # between two warnings in the log
_EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}

log = logging.getLogger(__name__)


class Server(WSGIServer):
    """An address may have `per_address` connections, loopback and proxies any number. Sockets that the hub has adopted are not
    among them; `adopted` counts those."""

    max_accept = SPARE_DESCRIPTORS // 2

    def __init__(
        self, listener: socket.socket, application: Any, *, per_address: int | None, adopted: Callable[[], int]
    ) -> None:
        errors = LoggingLogAdapter(log, logging.DEBUG)  # what is wrong with a stranger's request is no error of ours
        super().__init__(listener, application, log=None, error_log=errors, handler_class=Handler)
        self._per_address, self._adopted = per_address, adopted
        self._connections: Counter[str] = Counter()
        self._idle: dict[Handler, None] = {}  # in the order in which they became so
        self._running: set[Handler] = set()
        self._warned_at = -WARN_AGAIN_SECONDS

    # -- called by handlers -----------------------------------------------------------------------------------------

    def on_idle(self, handler: Handler) -> None:
        """The handler waits for a request."""
        self._running.discard(handler)
        self._idle[handler] = None

    def on_busy(self, handler: Handler) -> None:
        """The handler has a whole head, and answers it."""
        self._idle.pop(handler, None)
        self._running.add(handler)

    def on_end(self, handler: Handler) -> None:
        self._idle.pop(handler, None)
        self._running.discard(handler)

    # -- accepting -------------------------------------------------------------------------------------------------

    def do_read(self) -> Any:
        """Accept a connection; None when there is none, or no descriptor for it, which costs a pause, not a traceback."""
        if self._full() and not self._close_idlest():
            self._pause("all connections are busy")
            return None
        try:
            return super().do_read()
        except OSError as error:
            if error.errno not in _EXHAUSTED:
                raise
            self._close_idlest()
            self._pause(error.strerror or "no descriptors")
            return None

    def handle(self, sock: Any, address: Any) -> None:
        """Serve a connection until its end."""
        host = str(address[0]) if isinstance(address, tuple) else ""
        if self._is_too_many(host):
            return
        self._connections[host] += 1
        try:
            super().handle(sock, address)
        finally:
            self._connections[host] -= 1
            if not self._connections[host]:
                del self._connections[host]

    def finish(self, seconds: float) -> None:
        """Accept no more connections, and wait until running requests are done, at most so many seconds."""
        self.stop_accepting()
        until = time.monotonic() + seconds
        while self._running and time.monotonic() < until:
            gevent.sleep(0.01)

    def _full(self) -> bool:
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft == resource.RLIM_INFINITY:
            return False
        return self._connections.total() + self._adopted() >= soft - SPARE_DESCRIPTORS

    def _close_idlest(self, address: str | None = None) -> bool:
        """End the connection that has been idle longest (of this address); False when all are at work."""
        for handler in self._idle:
            if address is None or handler.address == address:
                del self._idle[handler]
                handler.disconnect()
                return True
        return False

    def _is_too_many(self, address: str) -> bool:
        if self._per_address is None or self._connections[address] < self._per_address or _is_loopback(address):
            return False
        return not self._close_idlest(address)

    def _pause(self, why: str) -> None:
        self.stop_accepting()
        gevent.spawn_later(PAUSE_SECONDS, self._go_on)
        if time.monotonic() - self._warned_at >= WARN_AGAIN_SECONDS:
            self._warned_at = time.monotonic()
            log.warning("new connections wait: %s (%d connections, %d sockets)", why, self._connections.total(), self._adopted())

    def _go_on(self) -> None:
        if self.started and not self.closed:
            self.start_accepting()


def _is_loopback(address: str) -> bool:
    try:
        return not address or ip_address(address).is_loopback
    except ValueError:
        return True  # a Unix socket's
