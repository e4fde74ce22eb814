"""The embedded server with short timeouts, before an application that reads what it is sent: for tests/test_server.py.

python -m tests.slow_server PORT SECONDS PER_ADDRESS
"""

from gevent import monkey

monkey.patch_all()

import socket  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable, Iterable  # noqa: E402
from typing import Any  # noqa: E402

from bookings.server import handler, wsgi  # noqa: E402


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """/ how long the body was · /unread without looking at it · /large 50 MB in one piece."""
    path = environ["PATH_INFO"]
    try:
        read = 0 if path == "/unread" else len(environ["wsgi.input"].read())
    except OSError as error:
        start_response("400 BAD REQUEST", [])
        return [str(error).encode()]
    start_response("200 OK", [])
    return [b"x" * 50_000_000] if path == "/large" else [b"%d" % read]


if __name__ == "__main__":
    port, seconds, per_address = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    handler.HEAD_SECONDS = handler.BODY_SECONDS = handler.RESPONSE_SECONDS = seconds
    if per_address:
        wsgi._is_loopback = lambda address: False  # there is no other address to come from in a test
    listener = socket.create_server(("127.0.0.1", port), backlog=1024)
    running = wsgi.Server(listener, application, per_address=per_address or None, adopted=lambda: 0)
    print("listening", flush=True)
    running.serve_forever()
