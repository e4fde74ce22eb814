"""JSON as Socket.IO clients get and send it: money is never a float, and nothing unbounded is read."""

from __future__ import annotations

from typing import Any

from bookings.gateways.socketio.protocol import packets
from bookings.gateways.socketio.protocol.engineio import Packet
from bookings.wire.booking_events import OutgoingEvent
from bookings.wire.decode import decode
from bookings.wire.encode import encode


class Json:
    @staticmethod
    def dumps(value: Any) -> str:
        return encode(value)

    @staticmethod
    def loads(text: str) -> Any:
        return decode(text)


def packet_of(event: OutgoingEvent) -> Packet:
    """Encoded once, whoever gets it."""
    return packets.event(event.name, encode(event.body))
