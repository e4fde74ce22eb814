"""The handler of one HTTP connection of the embedded server, with its timeouts.

A head that is not there after HEAD_SECONDS, counted from the accept or from the response before, ends the connection; so
does a body after BODY_SECONDS or larger than LARGEST_BODY, and a response that is not taken within RESPONSE_SECONDS.
"""

from __future__ import annotations

import contextlib
import socket
import time
from typing import Any, Protocol

import gevent
from gevent.pywsgi import WSGIHandler

HEAD_SECONDS = 20.0
BODY_SECONDS = 20.0
RESPONSE_SECONDS = 30.0
LARGEST_BODY = 1024 * 1024
"""In bytes as they come, chunk marks included; the application has a smaller limit of its own."""
REQUEST_TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class HandlerOwner(Protocol):
    """The server: it keeps account of which handlers are idle, and which have a request to answer."""

    def on_idle(self, handler: Handler) -> None: ...
    def on_busy(self, handler: Handler) -> None: ...
    def on_end(self, handler: Handler) -> None: ...


class Handler(WSGIHandler):
    # What a client does wrong with its connection is not worth a traceback; the last is the socket's own time-out.
    ignored_socket_errors = (*WSGIHandler.ignored_socket_errors, "timed out")  # type: ignore[arg-type]
    rfile: Any
    server: Any

    def __init__(self, sock: Any, address: Any, server: HandlerOwner) -> None:
        super().__init__(sock, address, server)  # type: ignore[arg-type]
        self.address = str(address[0]) if isinstance(address, tuple) else ""
        sock.settimeout(RESPONSE_SECONDS)
        self.rfile = _BoundedInput(self.rfile)
        self._head = gevent.Timeout()

    def handle(self) -> None:
        try:
            with contextlib.suppress(OSError):  # nobody is there to be sent what was wrong with the request
                super().handle()
        finally:
            self.server.on_end(self)

    def handle_one_request(self) -> Any:
        self.server.on_idle(self)
        self.rfile.begin_head()
        self._head = gevent.Timeout.start_new(HEAD_SECONDS)
        self.requestline = ""
        try:
            response = super().handle_one_request()
        except _Gone:
            return None
        except gevent.Timeout as timeout:
            if timeout is not self._head:
                raise
            return ("408", REQUEST_TIMEOUT) if self.requestline else None
        finally:
            self._head.close()
        # What is left of a body that was given up must not be taken for the next request.
        return None if self.rfile.broken else response

    def read_request(self, raw_requestline: str) -> Any:
        """Raises ValueError for what is no request: the response is 400."""
        read = super().read_request(raw_requestline)
        length = self.headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            raise ValueError("Content-Length")  # int() reads "+9" and "1_0" too
        return read

    def get_environ(self) -> dict[str, Any]:
        """Called once the head is read."""
        self._head.close()
        self.server.on_busy(self)
        self.rfile.begin_body(BODY_SECONDS, LARGEST_BODY)
        environ: dict[str, Any] = super().get_environ()
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_UPGRADE" not in environ:
            # gevent takes "Connection: upgrade" alone for a WebSocket, whose input has no end. Proxies send it with
            # every request, and a body would be waited for until the client is gone.
            environ["wsgi.input"], environ["wsgi.input_terminated"] = self.wsgi_input, True
        return environ

    def disconnect(self) -> None:
        """End the connection while it reads, from another greenlet."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)


class _Gone(BaseException):
    """The connection ended before there was a whole head: half a one must not be taken for a request."""


class _BoundedInput:
    """A connection's input, with a limit on the time and bytes of a request's body.

    A body that is too slow or too large ends as a broken connection does: with an OSError for whoever reads.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._left: int | None = None
        self._seconds = 0.0
        self.broken = False

    def begin_body(self, seconds: float, size: int) -> None:
        """From here on a body is read. Its time runs while somebody waits for it, not while the application works."""
        self._seconds, self._left = seconds, size

    def begin_head(self) -> None:
        self._left = None

    def read(self, size: int = -1) -> bytes:
        return self._take(self._stream.read, size)

    def readline(self, size: int = -1) -> bytes:
        return self._take(self._stream.readline, size)

    @property
    def closed(self) -> bool:
        return bool(self._stream.closed)

    @property
    def raw(self) -> Any:
        """The raw stream, for sockets/handover."""
        return self._stream.raw

    def _take(self, take: Any, size: int) -> bytes:
        if self._left is None:
            return self._head_line(take, size)
        began, timeout = time.monotonic(), gevent.Timeout(self._seconds)
        try:
            if self.broken or size < 0 or size > self._left:
                raise ConnectionAbortedError("a body that is too large")
            with timeout:
                found: bytes = take(size)
        except (OSError, gevent.Timeout) as error:
            if isinstance(error, gevent.Timeout) and error is not timeout:
                raise
            self.broken = True
            raise ConnectionAbortedError("a body that is not taken any further") from None
        self._seconds = max(0.001, self._seconds - (time.monotonic() - began))
        self._left -= len(found)
        return found

    def _head_line(self, take: Any, size: int) -> bytes:
        try:
            found: bytes = take(size)
        except OSError as error:
            raise _Gone from error
        if len(found) < size and not found.endswith(b"\n"):
            raise _Gone
        return found
