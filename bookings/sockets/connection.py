"""One follower: a socket that has left the WSGI server, and what is known of who reads it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookings.sockets.backlog import Backlog
    from bookings.sockets.parser import Parser

GONE = -1


@dataclass(frozen=True, slots=True)
class Listener:
    """What becomes of what a talking connection sends. Its messages are handed over one at a time and in order, in a
    greenlet that may wait; `on_excess` (messages come too fast and are being ignored) and `on_gone` (its end begins) run
    in the loop and may not."""

    on_text: Callable[[Connection, str], None]
    on_excess: Callable[[Connection], None] | None = None
    on_binary: Callable[[Connection, bytes], None] | None = None
    on_gone: Callable[[Connection], None] | None = None


class Connection:
    """There may be twenty thousand of these: slots only, and nothing made before it is needed.

    `open` falls when its end begins, from either side; from then on it is in no room. `fd` is GONE once the socket
    is closed, so that a number which the system gives out again is never mistaken for it.
    """

    __slots__ = (
        "address",
        "backlog",
        "fd",
        "inbound",
        "listener",
        "login",
        "open",
        "person",
        "rooms",
        "unanswered",
    )

    def __init__(
        self, fd: int, *, person: str | None, login: str | None, address: str, listener: Listener | None
    ) -> None:
        self.fd = fd
        self.person = person
        self.login = login
        self.address = address
        self.listener = listener
        self.open = True
        self.rooms: tuple[Hashable, ...] = ()
        self.backlog: Backlog | None = None
        self.inbound: Parser | None = None
        self.unanswered = 0  # pings since it was last heard

    @property
    def kind(self) -> str:
        """A page only listens; a raw connection talks too."""
        return "page" if self.listener is None else "raw"
