"""What becomes of what connections say: pings are answered, messages go to their listener, the rest is shown the door.

Decides; the parsing is `inbound`'s, the writing the hub's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import gevent

from bookings.sockets.connection import Connection
from bookings.sockets.frames import Frame, pong_frame
from bookings.sockets.parser import (
    INTERNAL,
    REFUSED,
    UNSUPPORTED,
    Binary,
    Broken,
    Leaves,
    Limits,
    Parser,
    Ping,
    Said,
    Text,
)

log = logging.getLogger(__name__)

# How a browser answers our ping, which is empty: FIN and PONG, masked and of no length, the mask.
_PONG_SIZE, _PONG_HEAD = 6, b"\x8a\x80"


class Receiver:
    def __init__(
        self,
        limits: Limits,
        answer: Callable[[Connection, Frame], None],
        close: Callable[[Connection, int | None, str], None],
    ) -> None:
        """`answer` writes at once, `close` only after what was published and sent before it."""
        self._limits = limits
        self._answer, self._close = answer, close

    def hear(self, connection: Connection, data: bytes) -> None:
        """`connection` is open and sent `data`. Runs in the loop, so it never waits for a listener."""
        connection.unanswered = 0
        inbound = connection.inbound
        if inbound is None:
            if len(data) == _PONG_SIZE and data.startswith(_PONG_HEAD):
                return
            inbound = connection.inbound = Parser(self._limits)
        if inbound.over:
            return
        for said in inbound.feed(data):
            self._take(connection, inbound, said)
            if not connection.open:
                return

    def _take(self, connection: Connection, inbound: Parser, said: Said) -> None:
        match said:
            case Ping(payload):
                if self._within_rate(connection, inbound):
                    self._answer(connection, Frame.ready(pong_frame(payload)))
            case Text() if connection.listener is None:
                self._close(connection, REFUSED, "This socket only listens")
            case Binary() if connection.listener is None or connection.listener.on_binary is None:
                self._close(connection, UNSUPPORTED, "Text only")
            case Text() | Binary():
                if self._within_rate(connection, inbound):
                    self._queue(connection, inbound, said)
            case Leaves() | Broken():
                self._queue(connection, inbound, said)

    def _within_rate(self, connection: Connection, inbound: Parser) -> bool:
        excess = inbound.excess()
        if excess >= self._limits.burst:
            self._close(connection, REFUSED, "Too many messages")
        elif excess == 1 and connection.listener and connection.listener.on_excess:
            self._guarded(connection, connection.listener.on_excess, connection)
        return excess == 0

    def _queue(self, connection: Connection, inbound: Parser, said: Said) -> None:
        """Messages are answered one after another, and the end of a conversation comes after all of them."""
        if inbound.answering or isinstance(said, Text | Binary):
            inbound.waiting.append(said)
            if not inbound.answering:
                inbound.answering = True
                gevent.spawn(self._answer_all, connection, inbound)
        else:
            self._end(connection, said)

    def _answer_all(self, connection: Connection, inbound: Parser) -> None:
        """A greenlet that lives until its connection has nothing more to say, so that a listener may wait for a
        database while the loop goes on."""
        listener = connection.listener
        while inbound.waiting and connection.open and listener:
            match inbound.waiting.popleft():
                case Text(text):
                    self._guarded(connection, listener.on_text, connection, text)
                case Binary(data) if listener.on_binary:
                    self._guarded(connection, listener.on_binary, connection, data)
                case said:
                    self._end(connection, said)
        inbound.answering = False

    def _end(self, connection: Connection, said: Said) -> None:
        match said:
            case Leaves(code):
                self._close(connection, code, "")
            case Broken(code, reason):
                log.debug("%s broke the protocol: %s", connection.address, reason)
                self._close(connection, code, reason)

    def _guarded(self, connection: Connection, listen: Callable[..., None], *what: object) -> None:
        try:
            listen(*what)
        except Exception:
            log.exception("A listener failed")
            self._close(connection, INTERNAL, "Internal error")
