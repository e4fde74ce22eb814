"""The receiver: answers pings, hands messages to their listener, and closes connections that break the rules."""

from __future__ import annotations

import logging
from collections.abc import Callable

import gevent

from bookings.sockets.connection import Connection
from bookings.sockets.frames.close_codes import INTERNAL, POLICY_VIOLATION, UNSUPPORTED
from bookings.sockets.frames.incoming import Binary, Incoming, Limits, Parser, PeerClose, Ping, Text, Violation
from bookings.sockets.frames.outgoing import Frame, pong_frame

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

    def receive(self, connection: Connection, data: bytes) -> None:
        """`connection` is open and sent `data`. Runs in the loop, so it never waits for a listener."""
        connection.unanswered = 0
        parser = connection.parser
        if parser is None:
            if len(data) == _PONG_SIZE and data.startswith(_PONG_HEAD):
                return
            parser = connection.parser = Parser(self._limits)
        if parser.over:
            return
        for incoming in parser.feed(data):
            self._handle(connection, parser, incoming)
            if not connection.open:
                return

    def _handle(self, connection: Connection, parser: Parser, incoming: Incoming) -> None:
        match incoming:
            case Ping(payload):
                if self._within_rate(connection, parser):
                    self._answer(connection, Frame.ready(pong_frame(payload)))
            case Text() if connection.listener is None or connection.listener.on_text is None:
                self._close(connection, POLICY_VIOLATION, "This socket only listens")
            case Binary() if connection.listener is None or connection.listener.on_binary is None:
                self._close(connection, UNSUPPORTED, "Text only")
            case Text() | Binary():
                if self._within_rate(connection, parser):
                    self._queue(connection, parser, incoming)
            case PeerClose() | Violation():
                self._queue(connection, parser, incoming)

    def _within_rate(self, connection: Connection, parser: Parser) -> bool:
        if parser.limiter.allow(len(parser.waiting)):
            return True
        if parser.limiter.exhausted:
            self._close(connection, POLICY_VIOLATION, "Too many messages")
        elif parser.limiter.refused == 1 and connection.listener and connection.listener.on_excess:
            self._guarded(connection, connection.listener.on_excess, connection)
        return False

    def _queue(self, connection: Connection, parser: Parser, incoming: Incoming) -> None:
        """Messages are handled one after another, and a close after all of them."""
        if parser.handling or isinstance(incoming, Text | Binary):
            parser.waiting.append(incoming)
            if not parser.handling:
                parser.handling = True
                gevent.spawn(self._handle_all, connection, parser)
        else:
            self._end(connection, incoming)

    def _handle_all(self, connection: Connection, parser: Parser) -> None:
        """The greenlet of a connection with messages to handle, so that a listener may wait for a database while the
        loop goes on."""
        listener = connection.listener
        while parser.waiting and connection.open and listener:
            match parser.waiting.popleft():
                case Text(text) if listener.on_text:
                    self._guarded(connection, listener.on_text, connection, text)
                case Binary(data) if listener.on_binary:
                    self._guarded(connection, listener.on_binary, connection, data)
                case incoming:
                    self._end(connection, incoming)
        parser.handling = False

    def _end(self, connection: Connection, incoming: Incoming) -> None:
        match incoming:
            case PeerClose(code):
                self._close(connection, code, "")
            case Violation(code, reason):
                log.debug("%s broke the protocol: %s", connection.address, reason)
                self._close(connection, code, reason)

    def _guarded(self, connection: Connection, callback: Callable[..., None], *arguments: object) -> None:
        try:
            callback(*arguments)
        except Exception:
            log.exception("A listener failed")
            self._close(connection, INTERNAL, "Internal error")
