"""One WebSocket connection after it has left the WSGI server: its descriptor, its rooms, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookings.sockets.backlog import Backlog
    from bookings.sockets.frames.incoming import Parser

CLOSED = -1


@dataclass(frozen=True, slots=True)
class Listener:
    """The callbacks for what a connection sends. `on_text` and `on_binary` get its messages one at a time and in order, in
    a greenlet that may wait; `on_excess` (messages come too fast and are being ignored) and `on_close` (its end begins)
    run in the loop and may not."""

    on_text: Callable[[Connection, str], None] | None = None
    on_excess: Callable[[Connection], None] | None = None
    on_binary: Callable[[Connection, bytes], None] | None = None
    on_close: Callable[[Connection], None] | None = None


class Connection:
    """There may be twenty thousand of these: slots only, and nothing made before it is needed.

    `kind` is any word under which the application counts it. `open` becomes false when its end begins, from either side;
    from then on it is in no room. `fd` is CLOSED once the socket is closed, so that a number which the system gives out
    again is never mistaken for it.
    """

    __slots__ = (
        "address",
        "backlog",
        "fd",
        "kind",
        "listener",
        "login",
        "open",
        "parser",
        "person",
        "rooms",
        "unanswered",
    )

    def __init__(
        self,
        fd: int,
        *,
        kind: str = "",
        person: str | None = None,
        login: str | None = None,
        address: str = "",
        listener: Listener | None = None,
    ) -> None:
        self.fd = fd
        self.kind = kind
        self.person = person
        self.login = login
        self.address = address
        self.listener = listener
        self.open = True
        self.rooms: tuple[Hashable, ...] = ()
        self.backlog: Backlog | None = None
        self.parser: Parser | None = None
        self.unanswered = 0  # pings since anything came from it
