"""What waits for a client that fetches by polls: in order, and not without an end."""

from __future__ import annotations

from queue import Empty, SimpleQueue

from engineio.exceptions import EngineIOError, QueueEmpty
from engineio.packet import Packet

MOST_WAITING, MOST_WAITING_BYTES = 1000, 1024 * 1024


class Waiting:
    def __init__(self) -> None:
        self._queue: SimpleQueue[Packet | None] = SimpleQueue()
        self._size = 0
        self._fetching = False

    def put(self, packet: Packet) -> bool:
        """False when so much waits by now that the client is not worth waiting for."""
        self._size += len(packet.encode())
        self._queue.put(packet)
        return self._queue.qsize() <= MOST_WAITING and self._size <= MOST_WAITING_BYTES

    def end(self, last: Packet | None) -> None:
        """Nothing comes after `last`; a poll that waits returns."""
        if last is not None:
            self._queue.put(last)
        self._queue.put(None)

    def fetch(self, seconds: float) -> list[Packet]:
        """All that is there, after waiting for something. Raises QueueEmpty, and EngineIOError for a second poll at the same time."""
        if self._fetching:
            raise EngineIOError("one poll at a time")
        self._fetching = True
        try:
            first = self._queue.get(timeout=seconds)
        except Empty:
            raise QueueEmpty from None
        finally:
            self._fetching = False
        return [*([first] if first is not None else []), *self.take()]

    def take(self) -> list[Packet]:
        """All that is there now."""
        packets = []
        while not self._queue.empty():
            packets.append(self._queue.get_nowait())
        self._size = 0
        return [packet for packet in packets if packet is not None]
