"""The address to be printed for whoever opens the program in a browser."""

from __future__ import annotations

import socket

ALL_OF_THEM = ("", "0.0.0.0", "::")  # noqa: S104 (compared with)
SOMEWHERE = ("192.0.2.1", 9)
"""An address that nobody has (RFC 5737): asked for the way there, the system says by which of its own one would go. Nothing is sent."""


def address_of(host: str, port: int) -> str:
    """Where a server that listens on `host` is found, from other machines too when it listens on all addresses."""
    name = own_address() if host in ALL_OF_THEM else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def own_address() -> str:
    """This machine's in its network; the loopback one without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)
        except OSError:
            return "127.0.0.1"
        name: str = probe.getsockname()[0]
    return name
