"""What is said in Socket.IO's protocol, both ways: our JSON for the library, and messages that are encoded once for all."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import EVENT, Packet

from bookings.gateways.strict import read_json
from bookings.sockets.frames import Frame
from bookings.wire.booking_events import Told
from bookings.wire.encode import encode


class Json:
    """In place of Python's json module: money is never a float, and nothing unbounded is read."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return encode(value)

    @staticmethod
    def loads(text: str) -> Any:
        return read_json(text)


class Shared(EnginePacket):  # type: ignore[misc]
    """An event on its way to many: the same bytes for everybody."""

    @classmethod
    def of(cls, told: Told) -> Shared:
        # `binary` is said, else the library looks through the whole message for bytes.
        return cls(MESSAGE, Packet(EVENT, [told.name, told.body], binary=False).encode())

    @cached_property
    def frame(self) -> Frame:
        return Frame.message(self.encode())


def frame_of(packet: EnginePacket) -> Frame:
    return packet.frame if isinstance(packet, Shared) else Frame.message(packet.encode())
