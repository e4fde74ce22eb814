"""The bytes of all connections: one private epoll that gevent's loop watches, non-blocking writes, backlogs, ends.

An idle connection is a descriptor in the epoll and a small object: no thread, no greenlet, no watcher of its own.
Events are taken as hints; only what a read or a write returns decides. Knows no rooms and no messages.
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import select
import socket
import struct
import time
from collections.abc import Callable, Iterator

import gevent
from gevent.monkey import get_original

from bookings.sockets.backlog import ENDED, Backlog
from bookings.sockets.connection import CLOSED, Connection
from bookings.sockets.frames.outgoing import Batch

log = logging.getLogger(__name__)

EVENTS_AT_ONCE = 256  # so that thousands who talk at once leave gaps for requests
READ = 16 * 1024
RESERVED = 256  # descriptors for requests, files, the database, and connections that are being refused
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER that makes close() forget what is unsent

_epoll: type[select.epoll] = get_original("select", "epoll")  # gevent hides it from select
_Socket: type[socket.socket] = get_original("socket", "socket")  # gevent's would come with watchers of its own


class Transport:
    """Reads and writes the sockets. `on_bytes` gets what a connection sent; `on_end` is called once when a socket is closed,
    `on_full` when a backlog has outgrown its limit (in bytes). None of the three may block: they run in the loop."""

    def __init__(
        self,
        backlog_limit: int,
        on_bytes: Callable[[Connection, bytes], None],
        on_full: Callable[[Connection], None],
        on_end: Callable[[Connection], None],
    ) -> None:
        self._limit = backlog_limit
        self._on_bytes, self._on_full, self._on_end = on_bytes, on_full, on_end
        self.by_fd: dict[int, Connection] = {}
        self.slow: set[Connection] = set()  # those with something in their backlog
        # Made here and not at import: they belong to the process and the thread that serves.
        self._epoll = _epoll()
        self._watcher = gevent.get_hub().loop.io(self._epoll.fileno(), 1, ref=False)
        self._watcher.start(self._ready)

    def add(self, connection: Connection) -> None:
        self.by_fd[connection.fd] = connection
        self._epoll.register(connection.fd, select.EPOLLIN)

    def write(self, connection: Connection, batch: Batch) -> None:
        """Write what the socket accepts; the rest waits in the connection's backlog."""
        backlog = connection.backlog
        if backlog is not None:
            backlog.add(batch.frames)
            if backlog.size > self._limit:
                self._on_full(connection)
            return
        try:
            sent = os.write(connection.fd, batch.data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.drop(connection)
            return
        if sent < len(batch.data):
            connection.backlog = Backlog(time.monotonic())
            connection.backlog.add(batch.frames, sent)
            self.slow.add(connection)
            self._epoll.modify(connection.fd, select.EPOLLIN | select.EPOLLOUT)
        elif batch.last:
            self._hang_up(connection)

    def drop(self, connection: Connection, *, reset: bool = False) -> None:
        """Close the socket at once; with `reset` the kernel forgets what it has not sent to a peer that is dead."""
        descriptor, connection.fd = connection.fd, CLOSED
        if descriptor == CLOSED:
            return
        del self.by_fd[descriptor]
        self.slow.discard(connection)
        connection.backlog = ENDED
        with contextlib.suppress(OSError):
            self._epoll.unregister(descriptor)
            if reset:
                with borrowed(descriptor) as sock:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        os.close(descriptor)
        self._on_end(connection)

    def _ready(self) -> None:
        """Nothing is added to the epoll while one batch of events is worked off, so a number in it that has been
        closed meanwhile is not yet in use again."""
        for descriptor, events in self._epoll.poll(0, EVENTS_AT_ONCE):
            connection = self.by_fd.get(descriptor)
            if connection is None:
                continue
            try:
                if events & select.EPOLLOUT:
                    self._resume(connection)
                if events & ~select.EPOLLOUT and connection.fd != CLOSED:
                    self._read(connection)
            except Exception:  # a fault of ours with one connection must not end the watching of all
                log.exception("A live connection failed")
                self.drop(connection)

    def _read(self, connection: Connection) -> None:
        try:
            data = os.read(connection.fd, READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.drop(connection)
        elif connection.open:  # what comes after the close frame is only read, since closing with it unread is a reset
            self._on_bytes(connection, data)

    def _resume(self, connection: Connection) -> None:
        """The socket accepts bytes again: go on with the backlog."""
        backlog = connection.backlog
        if not backlog:
            return
        try:
            backlog.sent(os.write(connection.fd, backlog.chunk()), time.monotonic())
        except BlockingIOError:
            return
        except OSError:
            self.drop(connection)
            return
        if not backlog:
            self.slow.discard(connection)
            self._epoll.modify(connection.fd, select.EPOLLIN)
            connection.backlog = None
            if backlog.ended:
                self._hang_up(connection)

    def _hang_up(self, connection: Connection) -> None:
        """The close frame is out: end our half of the stream, and let the peer end its own.

        Closing at once could make the kernel answer unread input with a reset, which may overtake the close frame.
        """
        connection.backlog = ENDED
        with contextlib.suppress(OSError), borrowed(connection.fd) as sock:
            sock.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def borrowed(descriptor: int) -> Iterator[socket.socket]:
    """The descriptor as a socket, for a call that `os` does not have; it stays open."""
    sock = _Socket(socket.AF_INET, socket.SOCK_STREAM, 0, descriptor)
    try:
        yield sock
    finally:
        sock.detach()


def most_connections(wanted: int) -> int:
    """`wanted`, or as many as the limit on open files allows; the soft limit is raised for them if need be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + RESERVED
    unlimited = resource.RLIM_INFINITY
    if soft != unlimited and soft < needed:
        soft = needed if hard == unlimited else min(needed, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if soft == unlimited else max(0, min(wanted, soft - RESERVED))
