"""Authentication of sockets: by a token or one-use ticket, or for a browser on our own pages by its cookie."""

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
    """The handshake is refused; the message is for the client."""


@dataclass(frozen=True)
class Credentials:
    """The credentials of a handshake; empty strings for those that are not there."""

    token: str = ""
    ticket: str = ""
    login: str = ""

    @classmethod
    def from_request(cls, environ: Mapping[str, object], auth: object = None) -> Credentials:
        """From `auth` (Socket.IO's), the Authorization header, the address, or the cookie: the first that is there."""
        given = auth.get("token") if isinstance(auth, dict) else None
        query = parse_qs(str(environ.get("QUERY_STRING", "")))
        header = _bearer(str(environ.get("HTTP_AUTHORIZATION", "")))
        # Whatever stands in place of a token is a wrong token, not none.
        token = "" if given is None or given == "" else _bearer(str(given)) or str(given)
        return cls(
            token or header or query.get("token", [""])[0], query.get("ticket", [""])[0], str(environ.get(LOGIN, ""))
        )


def viewer_of(tokens: Tokens, credentials: Credentials) -> Viewer:
    """The person behind the token, the ticket or the cookie, with the log-in that it belongs to. Raises HandshakeRefused."""
    try:
        if credentials.token:
            return tokens.authenticate(credentials.token)
        if credentials.ticket:
            return tokens.redeem(credentials.ticket)
    except NotSignedIn as refusal:
        raise HandshakeRefused(INVALID) from refusal
    if credentials.login:
        with tokens.desk.database.read() as session:
            viewer = read_viewer(session, credentials.login)
        if viewer is not None:
            return viewer
    raise HandshakeRefused(REQUIRED)


def _bearer(header: str) -> str:
    return header[7:].strip() if header[:7].lower() == "bearer " else ""
