"""The call of programs that check for live updates before they connect."""

from __future__ import annotations

from typing_extensions import TypedDict

from bookings.api.framework.calls import Call, declare
from bookings.http.current import current_ringside

CALLS: list[Call] = []
call = declare(CALLS, "Is it live")


class Socket(TypedDict):
    """`connections` on this process: pages, raw sockets and Socket.IO clients together."""

    success: bool
    live: bool
    path: str
    connections: int


@call("GET", "/api/socket", returns={200: Socket}, public=True)
def socket() -> Socket:
    """Whether live updates are on, and how many are connected."""
    live = current_ringside().live
    connections = live.connections if live is not None else 0
    return {"success": True, "live": live is not None, "path": "/socket.io/", "connections": connections}
