"""The calls for authentication: tokens for a password, their renewal and end, and tickets for sockets."""

from __future__ import annotations

from typing import Annotated

from flask import request
from pydantic import StringConstraints
from typing_extensions import TypedDict

from bookings.accounts import accounts, tickets
from bookings.accounts.sign_in import sign_in
from bookings.accounts.tokens import IssuedTokens
from bookings.api.framework.bearer import tokens
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import Secret
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Role, Viewer
from bookings.wire.encode import one_of

CALLS: list[Call] = []
call = declare(CALLS, "Accounts")


class LogIn(Body):
    email: Annotated[str, StringConstraints(max_length=1024)]
    password: Secret


class Refresh(Body):
    refresh_token: Secret


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
    returns={200: SignedIn},
    errors={401: "No such account, or another password: the two are not told apart.", 429: "Too many tries."},
    public=True,
)
def log_in(body: LogIn, desk: Desk) -> SignedIn:
    """Sign in with e-mail and password."""
    address, counted = request.remote_addr or "", current_ringside().settings.limits_rates
    _, login_id = sign_in(desk, email=body.email, password=body.password, address=address, counted=counted)
    return signed_in(tokens().begin(login_id))


@call(
    "POST",
    "/api/v1/auth/refresh",
    returns={200: SignedIn},
    errors={401: "The token is unknown, expired or was used before. One that comes again later ends its log-in."},
    public=True,
    allowed="anyone with a refresh token",
)
def refresh(body: Refresh) -> SignedIn:
    """Get a new pair of tokens. The refresh token that was sent is spent; for a few seconds it gives the same pair again."""
    return signed_in(tokens().renew(body.refresh_token))


@call("POST", "/api/v1/auth/logout", returns={204: None})
def log_out(viewer: Viewer, desk: Desk) -> None:
    """End this log-in: its tokens are void at once, and its sockets are closed."""
    desk.do(viewer, accounts.sign_out, viewer.login_id or "")


@call("POST", "/api/v1/auth/ws-ticket", returns={200: SocketTicket})
def ws_ticket(viewer: Viewer) -> SocketTicket:
    """Get a ticket for one socket, so that no token has to stand in an address."""
    return {"ticket": tokens().ticket(viewer), "expiresIn": int(tickets.GOOD_FOR.total_seconds())}


def signed_in(pair: IssuedTokens) -> SignedIn:
    """A pair of tokens as it is answered."""
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
