"""Real parts for the tests and measurements: a throw-away PostgreSQL and Redis, Chromium, Node clients.

Each module finds its part (named in the environment, on the system, else brought along by tests/requirements.txt), and
knows nothing of bookings. A part that cannot be had is an error, never a skipped test.
"""

import socket


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
