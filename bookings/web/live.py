"""The page's live address: a socket that only sends, and the same catch-up by polling."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, abort, request
from flask_login import current_user
from flask_sock import Sock

from bookings import audit
from bookings.audit import Act
from bookings.database import faults
from bookings.database.base import new_id
from bookings.http.current import current_ringside, onlooker, viewer
from bookings.http.require_sign_in import public
from bookings.live.catch_up import Subscription, parse_subscriptions
from bookings.live.logins import LoginEnded
from bookings.live.render import as_of
from bookings.live.subscriptions import SubscriptionDenied
from bookings.sockets import handover
from bookings.sockets.frames.close_codes import OVERLOADED, POLICY_VIOLATION

bp = Blueprint("live", __name__)
sock = Sock()


def install(app: Flask) -> None:
    handover.prepare(app)
    sock.init_app(app)

    @app.before_request
    def only_our_pages() -> None:
        # Browsers put no CORS on sockets: a cookie alone would let any site listen in. So before the upgrade, and 403.
        if request.path == "/live" and not _our_origin(request.headers.get("Origin")):
            audit.record(Act.ORIGIN_REFUSED, endpoint=request.endpoint, origin=request.headers.get("Origin"))
            abort(403, "This address is only for pages of this site.")


@sock.route("/live")  # type: ignore[untyped-decorator]
@handover.close_on_error(faults.is_away)
@public  # a handshake is accepted, then closed with the reason
def follow(ws: Any) -> None:
    """The socket leaves the server here; the view returns and the hub goes on."""
    live, follows = current_ringside().live, _follows()
    if live is None:
        handover.close(ws, OVERLOADED, "Live updates are off")
    elif not current_user.is_authenticated and not _looks_in():
        audit.record(Act.SOCKET_REFUSED, kind="page", why="Please sign in")
        live.hub.refuse(ws, POLICY_VIOLATION, "Please sign in")
    elif not follows:
        live.hub.refuse(ws, POLICY_VIOLATION, "Nothing to follow")
    elif live.is_full("page", onlooker().id, request.remote_addr or ""):
        audit.record(Act.SOCKET_REFUSED, kind="page", why="Too many connections", person=onlooker().id)
        live.hub.refuse(ws, OVERLOADED, "Too many connections")
    else:
        who = onlooker()
        address, name = request.remote_addr or "", who.id or f"stranger {new_id()}"
        listener = live.page_presence.listener_for(who, follows)
        connection = live.hub.adopt(ws, kind="page", person=name, login=who.login_id, address=address, listener=listener)
        try:
            if who.is_stranger:
                live.strangers.watch(name, follows)
            else:
                live.logins.watch(connection, who)
            live.page_presence.enter(connection, who, live.pages.join(connection, who, follows))
        except (LoginEnded, SubscriptionDenied) as refused:
            audit.record(Act.SOCKET_REFUSED, kind="page", why=str(refused), person=who.id)
            live.hub.close(connection, POLICY_VIOLATION, str(refused))
        except Exception:
            # Whatever it was, the browser has to come back and ask again: a page must not be left dead.
            live.hub.close(connection, OVERLOADED, "Please reconnect")
            raise


@bp.get("/live/poll")
@public
def poll() -> Response:
    """What the page has missed, as the fragments that the socket would have sent, with the time."""
    who = onlooker() if _looks_in() else viewer()
    follows = _follows()
    if not follows:
        abort(400, "Nothing to follow.")
    fragments = current_ringside().catch_up.poll(who, follows)
    if fragments is None:
        viewer()  # a stranger is asked to sign in
        abort(404)
    with current_ringside().database.read() as session:
        zone = current_ringside().catch_up.views[follows[0].topic.kind].zone(session, follows[0].topic)
        now = current_ringside().database.now(session)
    return Response("".join([*fragments.values(), as_of(now, zone)]), mimetype="text/html")


def _follows() -> list[Subscription]:
    """What the page asks for; nothing when any part of it cannot be read."""
    return parse_subscriptions(request.args.getlist("follow"), request.args.get("as-of"))


def _looks_in() -> bool:
    """Whether the page was drawn for a stranger: that of somebody whose log-in has ended is not, and asks to sign in."""
    return request.args.get("look") == "in"


def _our_origin(origin: str | None) -> bool:
    return bool(origin) and current_ringside().origins.cookie_is_trusted(origin, request.host)
