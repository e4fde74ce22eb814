"""The queue of a client that polls: what it has to be sent, in order and bounded."""

from __future__ import annotations

from queue import Empty, SimpleQueue

from bookings.gateways.socketio.protocol.engineio import Packet, ProtocolError

MAX_PACKETS, MAX_CHARACTERS = 1000, 1024 * 1024


class PollQueue:
    def __init__(self) -> None:
        self._queue: SimpleQueue[Packet] = SimpleQueue()
        self._size = 0
        self._fetching = False

    def put(self, packet: Packet) -> bool:
        """False when so much waits by now that the client is not worth waiting for."""
        self._size += len(packet.text)
        self._queue.put(packet)
        return self._queue.qsize() <= MAX_PACKETS and self._size <= MAX_CHARACTERS

    def fetch(self, seconds: float) -> list[Packet]:
        """All that is there, after waiting for something. Raises ProtocolError when nothing comes for so many seconds,
        and for a second poll at the same time."""
        if self._fetching:
            raise ProtocolError("one poll at a time")
        self._fetching = True
        try:
            first = self._queue.get(timeout=seconds)
        except Empty:
            raise ProtocolError("nothing to send") from None
        finally:
            self._fetching = False
        return [first, *self.take()]

    def take(self) -> list[Packet]:
        """All that is there now."""
        packets = []
        while not self._queue.empty():
            packets.append(self._queue.get_nowait())
        self._size = 0
        return packets
