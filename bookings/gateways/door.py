"""Who a program is, when it comes to a socket: by token or one-use ticket from the address, the header, or what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from bookings.desk.tokens import Tokens
from bookings.errors import NotSignedIn
from bookings.models import Viewer

REQUIRED, INVALID = "Authentication required", "Invalid token"


class Refused(Exception):
    """Nobody may come in with that; the message is what the client is told."""


@dataclass(frozen=True)
class Credentials:
    """What a client showed; empty strings where it showed nothing."""

    token: str = ""
    ticket: str = ""

    @classmethod
    def of(cls, environ: Mapping[str, object], said: object = None) -> Credentials:
        """From `said` (Socket.IO's auth), the Authorization header, or the address, in this order."""
        token = said.get("token") if isinstance(said, dict) else None
        header = str(environ.get("HTTP_AUTHORIZATION", ""))
        query = parse_qs(str(environ.get("QUERY_STRING", "")))
        bearer = header[7:].strip() if header[:7].lower() == "bearer " else ""
        shown = token if isinstance(token, str) else ""
        return cls(shown or bearer or query.get("token", [""])[0], query.get("ticket", [""])[0])


def viewer_of(tokens: Tokens, shown: Credentials) -> Viewer:
    """The person behind the token or the ticket, with the log-in that it belongs to. Raises Refused."""
    try:
        if shown.token:
            return tokens.bearer(shown.token)
        if shown.ticket:
            return tokens.redeem(shown.ticket)
    except NotSignedIn as refusal:
        raise Refused(INVALID) from refusal
    raise Refused(REQUIRED)
