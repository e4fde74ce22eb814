"""The handover of a socket from the WSGI server to the hub, after flask-sock has done routing, session and handshake.

Owns what is peculiar to gevent.pywsgi, to gunicorn's gevent worker and to simple-websocket.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import socket
from collections.abc import Callable, Iterable
from typing import Any

import flask_sock
import gevent.socket
import simple_websocket
from flask import Flask
from werkzeug.exceptions import BadRequest
from wsproto.utilities import ProtocolError

from bookings.sockets.frames.close_codes import OVERLOADED
from bookings.sockets.transport import borrowed

log = logging.getLogger(__name__)

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


# With this much unsent in the kernel a socket counts as full. What waits longer waits in our backlog, where a newer
# state still replaces an older one. Unlike a small send buffer it costs a distant reader no speed.
UNSENT = 64 * 1024

# The end of a pair whose other end is closed: it reads as at its end, and writing to it fails quietly.
_dead, _peer = socket.socketpair()
_peer.close()


def prepare(app: Flask) -> None:
    """Prepare `app` so that a hub can adopt the sockets of its flask-sock routes."""
    app.config["SOCK_SERVER_OPTIONS"] = SERVER_OPTIONS
    app.wsgi_app = without_compression(app.wsgi_app)  # type: ignore[method-assign, assignment]
    flask_sock.Server = _Server


def close_on_error(is_temporary: Callable[[Exception], bool]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A decorator for views of flask-sock: an error in one closes its socket with 1013, which clients come back for. The
    handshake is answered by then, so Flask's error page would be written into the middle of the frames.

    An error that `is_temporary` gets a line in the log, any other a traceback.
    """

    def decorate(view: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(view)
        def guarded(ws: Any, **arguments: Any) -> None:
            try:
                view(ws, **arguments)
            except simple_websocket.ConnectionClosed:
                raise
            except Exception as error:
                if is_temporary(error):
                    log.warning("a socket could not be opened: %s", error)
                else:
                    log.exception("a socket could not be opened")
                close(ws, OVERLOADED, "Please reconnect")

        return guarded

    return decorate


def close(ws: Any, code: int, reason: str) -> None:
    """Close a socket that no hub has adopted; does nothing to one that a hub has."""
    # RuntimeError: a server from which sockets cannot be taken, and which closes them itself.
    with contextlib.suppress(simple_websocket.ConnectionClosed, OSError, RuntimeError):
        ws.close(code, reason)
        # The server would read on, and take frames for requests.
        descriptor = detach(ws)
        with contextlib.suppress(OSError), borrowed(descriptor) as sock:
            sock.shutdown(socket.SHUT_WR)
        os.close(descriptor)


class _NoReader:
    """simple-websocket starts a thread for each connection that reads from it; the hub reads for itself."""

    name = ""

    def __init__(self, target: Callable[[], None] | None = None) -> None:
        pass

    def start(self) -> None:
        pass


SERVER_OPTIONS: dict[str, Any] = {"thread_class": _NoReader}


class _Server(simple_websocket.Server):  # type: ignore[misc]
    """Works on the server's own socket, not on a copy, which would stay open as long as the traceback of a view that
    fails. A client that is gone before the handshake, or never meant one, is not worth a traceback in the log."""

    sock: Any
    connected: bool

    def handshake(self) -> None:
        held = _held_by_server(self)
        if held is not self.sock:
            self.sock.close()
            self.sock = held
        try:
            super().handshake()
        except OSError:
            self.connected = True  # go on as with all others: the hub finds out at once, and cleans up
        except ProtocolError as error:
            raise BadRequest(str(error)) from None


def without_compression(wsgi: Wsgi) -> Wsgi:
    """Refuse permessage-deflate, which simple-websocket would accept whenever it is offered.

    It costs 92 KB a connection and four times the encoding, and a frame could no longer be shared.
    """

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return wsgi(environ, start_response)

    return application


def detach(ws: Any) -> int:
    """The descriptor of the connection behind flask-sock's `ws`, non-blocking, ours alone to read, write and close.

    A dead socket takes the place of the one that the server holds: what the server still reads, writes, shuts down
    or closes when the view has returned has no effect. Raises RuntimeError where this cannot be done.
    """
    held = _held_by_server(ws)
    if not isinstance(ws.sock, gevent.socket.socket) or hasattr(held, "getpeercert"):
        raise RuntimeError("Live sockets need gevent.pywsgi or gunicorn -k gevent, with TLS ended by a proxy.")
    descriptor = os.dup(ws.sock.fileno())
    os.dup2(_dead.fileno(), held.fileno(), inheritable=False)
    if held is not ws.sock:
        ws.sock.close()
    ws.connected = False
    os.set_blocking(descriptor, False)
    # Not on a Unix socket, nor on one whose peer has gone already; neither is a reason to fail.
    with contextlib.suppress(OSError), borrowed(descriptor) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
    return descriptor


def _held_by_server(ws: Any) -> Any:
    """simple-websocket by itself works on a copy of pywsgi's socket, and on gunicorn's own."""
    if ws.mode != "gevent":
        return ws.sock
    stream = ws.environ["wsgi.input"]
    return (stream if hasattr(stream, "raw") else stream.rfile).raw._sock
