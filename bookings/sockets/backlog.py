"""The backlog of a connection that reads too slowly: of each key only the newest state waits.

Owns the order and the framing of these bytes; knows nothing of sockets.
"""

from __future__ import annotations

from collections.abc import Iterable

from bookings.sockets.frames.outgoing import Frame

AT_ONCE = 64 * 1024  # bytes offered to one write
OVERHEAD = 100  # bytes charged for each waiting frame besides its own, so that many tiny ones do not come cheap


class Backlog:
    """Frames that wait. Empty is false; `size` is in bytes; `moved` is when the socket last accepted any.

    A frame that comes in takes the keys that it shows out of the frames that wait, and goes to the end. So what
    arrives is in the order of the newest states, and a part that speaks for others ("all of this is at version 7")
    is never ahead of them. A frame of which the first bytes are out is finished before anything else.
    """

    __slots__ = ("_begun", "_holders", "_number", "_waiting", "ended", "moved", "size")

    def __init__(self, now: float) -> None:
        self._begun = b""
        self._waiting: dict[int, Frame] = {}
        self._holders: dict[str, int] = {}  # key -> the number of the frame in waiting that shows it
        self._number = 0
        self.ended = False
        self.moved = now
        self.size = 0

    def __bool__(self) -> bool:
        return bool(self._begun or self._waiting)

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, frames: Iterable[Frame], sent: int = 0) -> None:
        """Let `frames` wait, of which the first `sent` bytes are already out."""
        for frame in frames:
            if self.ended:
                return
            if sent >= len(frame.encoded):
                sent -= len(frame.encoded)
            elif sent:
                self._begin(frame, sent)
                sent = 0
            else:
                self._wait(frame)
            self.ended = frame.last

    def clear(self) -> None:
        """Forget what waits, except the rest of a frame that is partly out."""
        self._waiting.clear()
        self._holders.clear()
        self.size = len(self._begun)

    def chunk(self) -> bytes:
        """What to write next."""
        chunks, size = [self._begun], len(self._begun)
        for frame in self._waiting.values():
            if size >= AT_ONCE:
                break
            chunks.append(frame.encoded)
            size += len(frame.encoded)
        return b"".join(chunks)

    def sent(self, count: int, now: float) -> None:
        """The socket accepted the first `count` bytes of the last chunk."""
        self.moved = now
        begun = len(self._begun)
        if count < begun:
            self._begun = self._begun[count:]
            self.size -= count
            return
        self._begun = b""
        self.size -= begun
        count -= begun
        for number in list(self._waiting):
            if not count:
                return
            frame = self._take(number)
            if count < len(frame.encoded):
                self._begin(frame, count)
                return
            count -= len(frame.encoded)

    def _begin(self, frame: Frame, sent: int) -> None:
        self._begun = frame.encoded[sent:]
        self.size += len(self._begun)

    def _wait(self, frame: Frame) -> None:
        self._number += 1
        stale: dict[int, set[str]] = {}
        for key in frame.parts:
            holder = self._holders.get(key)
            if holder is not None:
                stale.setdefault(holder, set()).add(key)
        for holder, keys in stale.items():
            self._trim(holder, keys)
        for key in frame.parts:
            self._holders[key] = self._number
        self._waiting[self._number] = frame
        self.size += OVERHEAD + len(frame.encoded)

    def _trim(self, number: int, keys: set[str]) -> None:
        """The frame of this number gives up `keys` to a newer one, and its place when nothing is left of it."""
        frame = self._waiting[number]
        rest = frame.without(keys)
        if rest:
            self._waiting[number] = rest
            self.size += len(rest.encoded) - len(frame.encoded)
        else:
            del self._waiting[number]
            self.size -= OVERHEAD + len(frame.encoded)

    def _take(self, number: int) -> Frame:
        frame = self._waiting.pop(number)
        self.size -= OVERHEAD + len(frame.encoded)
        for key in frame.parts:
            del self._holders[key]
        return frame


def _ended() -> Backlog:
    backlog = Backlog(0.0)
    backlog.ended = True
    return backlog


# Of every connection whose last frame is out: it takes nothing any more.
ENDED = _ended()
