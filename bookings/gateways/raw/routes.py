"""The addresses of the raw WebSocket. A handshake is always accepted; a refused one is closed at once with the reason."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, current_app, request
from flask_sock import Sock

from bookings import audit
from bookings.accounts.tokens import INVALID
from bookings.audit import Act
from bookings.database import faults
from bookings.gateways.credentials import Credentials, HandshakeRefused, viewer_of
from bookings.live.logins import LoginEnded
from bookings.models import Viewer
from bookings.program import Live, Ringside
from bookings.sockets import handover
from bookings.sockets.frames.close_codes import OVERLOADED, POLICY_VIOLATION

LARGEST_EVENT = 2**53

bp = Blueprint("raw_sockets", __name__)
sock = Sock()


def install(app: Flask) -> None:
    app.register_blueprint(bp)


@sock.route("/ws", bp=bp)  # type: ignore[untyped-decorator]
@handover.close_on_error(faults.is_away)
def follow_any(ws: Any) -> None:
    _open(ws, None)


@sock.route("/ws/events/<event>", bp=bp)  # type: ignore[untyped-decorator]
@handover.close_on_error(faults.is_away)
def follow_one(ws: Any, event: str) -> None:
    # A number that cannot be an event's is an unknown event, not a wrong address: the client shall be sent the reason.
    _open(ws, int(event) if event.isascii() and event.isdecimal() and int(event[:17]) < LARGEST_EVENT else 0)


def _open(ws: Any, event_id: int | None) -> None:
    ringside: Ringside = current_app.extensions["ringside"]
    live = ringside.live
    if live is None:
        handover.close(ws, OVERLOADED, "Live updates are off")
        return
    try:
        if not ringside.origins.may_connect(request.headers.get("Origin"), request.host):
            audit.record(Act.ORIGIN_REFUSED, endpoint=request.endpoint, origin=request.headers.get("Origin"))
            raise HandshakeRefused("Origin not allowed")
        viewer = viewer_of(ringside.tokens, Credentials.from_request(request.environ))
        if event_id is not None and not live.raw.exists(event_id):
            raise HandshakeRefused("Event not found")
    except HandshakeRefused as refused:
        audit.record(Act.SOCKET_REFUSED, kind="raw", why=str(refused))
        live.hub.refuse(ws, POLICY_VIOLATION, str(refused))
        return
    if live.is_full("raw", viewer.id, request.remote_addr or ""):
        audit.record(Act.SOCKET_REFUSED, kind="raw", why="Too many connections", person=viewer.id)
        live.hub.refuse(ws, OVERLOADED, "Too many connections")
        return
    _follow(ws, live, viewer, event_id)


def _follow(ws: Any, live: Live, viewer: Viewer, event_id: int | None) -> None:
    connection = live.hub.adopt(
        ws,
        kind="raw",
        person=viewer.id,
        login=viewer.login_id,
        until=viewer.until,
        address=request.remote_addr or "",
        listener=live.raw.listener,
    )
    # Before all that waits for the database, so that nothing is sent or answered before the client has its id.
    live.raw.on_connect(connection, viewer, event_id)
    try:
        live.logins.watch(connection, viewer)
        if event_id is not None:
            live.raw.follow(connection, event_id, _since(request.args.get("since")))
    except LoginEnded:
        live.hub.close(connection, POLICY_VIOLATION, INVALID)
    except Exception:
        live.hub.close(connection, OVERLOADED, "Please reconnect")
        raise


def _since(text: str | None) -> int | None:
    """The version in the address; one that cannot be read becomes one that is too old, and is answered by a resync."""
    if text is None:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else -1
