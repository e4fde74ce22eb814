"""File descriptors: how many this process may have, and the use of one as a socket."""

from __future__ import annotations

import contextlib
import resource
import socket
from collections.abc import Iterator

from gevent.monkey import get_original

RESERVED = 256  # for requests, files, the database, and connections that are being refused

_Socket: type[socket.socket] = get_original("socket", "socket")  # gevent's would come with watchers of its own


@contextlib.contextmanager
def borrowed(descriptor: int) -> Iterator[socket.socket]:
    """The socket behind a descriptor, for a call that `os` does not have; it stays open."""
    sock = _Socket(socket.AF_INET, socket.SOCK_STREAM, 0, descriptor)
    try:
        yield sock
    finally:
        sock.detach()


def most_connections(wanted: int) -> int:
    """`wanted`, or as many as the system lets this process have; its soft limit is raised for them if need be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + RESERVED
    unlimited = resource.RLIM_INFINITY
    if soft != unlimited and soft < needed:
        soft = needed if hard == unlimited else min(needed, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if soft == unlimited else max(0, min(wanted, soft - RESERVED))
