"""The addresses of the raw WebSocket. The handshake is accepted and then, if need be, closed with 1008 and the reason."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, request
from flask_sock import Sock

from bookings.desk.tokens import Tokens
from bookings.gateways.door import Credentials, Refused, viewer_of
from bookings.live.logins import LoginEnded
from bookings.program import Ringside

REFUSED, OVERLOADED = 1008, 1013
LARGEST_EVENT = 2**53

sock = Sock()


def install(app: Flask) -> None:
    sock.init_app(app)


@sock.route("/ws")  # type: ignore[untyped-decorator]
def follow_any(ws: Any) -> None:
    _take(ws, None)


@sock.route("/ws/events/<event>")  # type: ignore[untyped-decorator]
def follow_one(ws: Any, event: str) -> None:
    # A number that cannot be an event's is an unknown event, not a wrong address: the client shall hear why.
    _take(ws, int(event) if event.isascii() and event.isdecimal() and int(event[:17]) < LARGEST_EVENT else 0)


def _take(ws: Any, event_id: int | None) -> None:
    ringside: Ringside = current_app.extensions["ringside"]
    live = ringside.live
    if live is None:
        ws.close(OVERLOADED, "Live updates are off")
        return
    try:
        viewer = viewer_of(Tokens(ringside.desk, ringside.settings.jwt_secret), Credentials.of(request.environ))
    except Refused as refused:
        live.hub.refuse(ws, REFUSED, str(refused))
        return
    connection = live.hub.adopt(
        ws,
        person=viewer.id,
        login=viewer.login_id,
        address=request.remote_addr or "",
        on_text=live.raw.hear,
        on_excess=live.raw.too_fast,
    )
    try:
        live.logins.watch(connection, viewer)
        live.raw.greet(connection, viewer, event_id, request.args.get("since", type=int))
    except LoginEnded:
        live.hub.close(connection, REFUSED, "Invalid token")
    except Exception:
        live.hub.close(connection, OVERLOADED, "Please reconnect")
        raise
