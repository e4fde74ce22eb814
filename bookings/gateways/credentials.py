"""Who a program is, when it comes to a socket, and whether a browser's page may bring it here.

By token or one-use ticket from what it says, the header or the address; a browser of our own pages also by its cookie.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from bookings.accounts.tokens import INVALID, REQUIRED, Tokens
from bookings.errors import NotSignedIn
from bookings.models import Viewer
from bookings.reading.people.viewers import read_viewer

LOGIN = "ringside.login"
"""Where the log-in of a browser's cookie stands in a WSGI environment, when the cookie counts."""


class HandshakeRefused(Exception):
    """Nobody may come in with that; the message is what the client is told."""


@dataclass(frozen=True)
class Credentials:
    """What a client showed; empty strings where it showed nothing."""

    token: str = ""
    ticket: str = ""
    login: str = ""

    @classmethod
    def from_request(cls, environ: Mapping[str, object], said: object = None) -> Credentials:
        """From `said` (Socket.IO's auth), the Authorization header, the address, or the cookie: the first that is there."""
        shown = said.get("token") if isinstance(said, dict) else None
        query = parse_qs(str(environ.get("QUERY_STRING", "")))
        header = _bearer(str(environ.get("HTTP_AUTHORIZATION", "")))
        # Whatever is said in place of a token is a wrong token, not none.
        token = "" if shown is None or shown == "" else _bearer(str(shown)) or str(shown)
        return cls(
            token or header or query.get("token", [""])[0], query.get("ticket", [""])[0], str(environ.get(LOGIN, ""))
        )


def viewer_of(tokens: Tokens, shown: Credentials) -> Viewer:
    """The person behind the token, the ticket or the cookie, with the log-in that it belongs to. Raises Refused."""
    try:
        if shown.token:
            return tokens.bearer(shown.token)
        if shown.ticket:
            return tokens.redeem(shown.ticket)
    except NotSignedIn as refusal:
        raise HandshakeRefused(INVALID) from refusal
    if shown.login:
        with tokens.desk.database.read() as session:
            viewer = read_viewer(session, shown.login)
        if viewer is not None:
            return viewer
    raise HandshakeRefused(REQUIRED)


def _bearer(header: str) -> str:
    return header[7:].strip() if header[:7].lower() == "bearer " else ""
