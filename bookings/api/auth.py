"""Programs' accounts: signing in, renewing, signing out, and tickets for sockets."""

from __future__ import annotations

from typing import Annotated

from flask import request
from typing_extensions import TypedDict

from bookings.accounts import accounts, tickets
from bookings.accounts.sign_in import sign_in
from bookings.accounts.tokens import Pair
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.who import tokens
from bookings.api.schemas import LogIn, Refresh
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Role, Viewer
from bookings.wire.encode import one_of

CALLS: list[Call] = []
call = declare(CALLS, "Accounts")


class User(TypedDict):
    """`venues` are the ids of those where a member of staff works."""

    id: str
    name: str
    role: Annotated[str, one_of(Role)]
    venues: list[str]


class TokenPair(TypedDict):
    """The access token goes into `Authorization: Bearer …` for `expiresIn` seconds; the refresh token buys one new pair."""

    accessToken: str
    refreshToken: str
    tokenType: Annotated[str, one_of(("Bearer",))]
    expiresIn: int
    user: User


class SignedIn(TypedDict):
    success: bool
    data: TokenPair


class SocketTicket(TypedDict):
    """Good once, as `?ticket=` where a socket is opened, for `expiresIn` seconds."""

    ticket: str
    expiresIn: int


@call(
    "POST",
    "/api/v1/auth/login",
    gives={200: SignedIn},
    refuses={401: "No such account, or another password: the two are not told apart.", 429: "Too many tries."},
    who="anyone",
)
def log_in(body: LogIn, desk: Desk) -> SignedIn:
    """Sign in with e-mail and password."""
    address, counted = request.remote_addr or "", current_ringside().settings.limits_rates
    _, login_id = sign_in(desk, email=body.email, password=body.password, address=address, counted=counted)
    return _told(tokens().begin(login_id))


@call(
    "POST",
    "/api/v1/auth/refresh",
    gives={200: SignedIn},
    refuses={401: "The token is unknown, expired or was used before. One that comes again later ends its log-in."},
    who="anyone with a refresh token",
)
def refresh(body: Refresh) -> SignedIn:
    """Get a new pair of tokens. The refresh token that was sent is spent; for a few seconds it gives the same pair again."""
    return _told(tokens().renew(body.refresh_token))


@call("POST", "/api/v1/auth/logout", gives={204: None})
def log_out(who: Viewer, desk: Desk) -> None:
    """End this log-in: its tokens are void at once, and its sockets are closed."""
    desk.do(who, accounts.sign_out, who.login_id or "")


@call("POST", "/api/v1/auth/ws-ticket", gives={200: SocketTicket})
def ws_ticket(who: Viewer) -> SocketTicket:
    """Get a ticket for one socket, so that no token has to stand in an address."""
    return {"ticket": tokens().ticket(who), "expiresIn": int(tickets.GOOD_FOR.total_seconds())}


def _told(pair: Pair) -> SignedIn:
    viewer = pair.viewer
    user: User = {"id": viewer.id, "name": viewer.name, "role": viewer.role, "venues": sorted(viewer.venues)}
    data: TokenPair = {
        "accessToken": pair.access,
        "refreshToken": pair.refresh,
        "tokenType": "Bearer",
        "expiresIn": pair.seconds,
        "user": user,
    }
    return {"success": True, "data": data}
