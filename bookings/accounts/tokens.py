"""The tokens by which programs authenticate: access tokens (JWT, RFC 7519), and how they are had, renewed and read.

A token names its log-in (`sid`), and the log-in's row decides: ending it ends every token, cookie and socket at once.
Neither a token nor a ticket is ever put into a message, a log or an exception.
"""

from __future__ import annotations

import hashlib
import math
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import jwt

from bookings.accounts.refresh import Renewal, issue_refresh, spend_refresh, successor
from bookings.accounts.secrets import LONGEST as LONGEST_SECRET
from bookings.accounts.tickets import issue_ticket, use_ticket
from bookings.desk.transaction import Desk
from bookings.errors import NotSignedIn
from bookings.models import Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.people.viewers import read_viewer

ALGORITHM = "HS256"
ISSUER = AUDIENCE = "ringside"
ACCESS = "access"
GOOD_FOR = timedelta(minutes=15)
CLAIMS = ("sub", "role", "jti", "iat", "exp", "iss", "aud", "typ", "sid")
CLOCKS_DIFFER_BY = timedelta(seconds=5)
LONGEST = 4096

INVALID = "Invalid token"
REQUIRED = "Authentication required"


@dataclass(frozen=True)
class IssuedTokens:
    """`access` is good for `seconds`, `refresh` for one more pair."""

    viewer: Viewer
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    seconds: int


@dataclass(frozen=True)
class Tokens:
    """Cheap to make. `secret` signs; what was signed with one of the `older` ones is good as well, for as long as keys
    are being changed."""

    desk: Desk
    secret: str = field(repr=False)
    older: tuple[str, ...] = field(default=(), repr=False)

    def begin(self, login_id: str) -> IssuedTokens:
        """The first pair of a log-in."""
        return self._pair(self.desk.do(RINGSIDE, issue_refresh, login_id, datetime.now(UTC)))

    def renew(self, refresh_token: str) -> IssuedTokens:
        """A new pair; the old refresh token is spent. Within seconds it gives the same pair again. Raises NotSignedIn, and
        ends the log-in of one that was spent before."""
        if not _plausible(refresh_token):
            raise invalid()
        successors = [successor(refresh_token, key) for key in (self.secret, *self.older)]
        found = self.desk.do(RINGSIDE, spend_refresh, refresh_token, datetime.now(UTC), successors)
        if found is None:
            raise invalid()
        return self._pair(found)

    def authenticate(self, token: str | None) -> Viewer:
        """Who shows this access token, with their role and venues as they are now. Raises NotSignedIn.

        Every gateway asks here, so none accepts what another refuses.
        """
        if not token:
            raise NotSignedIn(REQUIRED, code="authentication_required")
        claims = self._valid_claims(token)
        viewer = self._viewer(str(claims["sid"]))
        if viewer.id != claims["sub"]:
            raise invalid()
        return replace(viewer, until=datetime.fromtimestamp(float(str(claims["exp"])), UTC))

    def fresh(self, token: str, before: Viewer) -> Viewer:
        """Who shows this token on a connection that `before` opened: the same person, with another log-in perhaps.
        Raises NotSignedIn."""
        viewer = self.authenticate(token)
        if viewer.id != before.id:
            raise NotSignedIn("This token is another person's", code="invalid_token")
        return viewer

    def ticket(self, viewer: Viewer) -> str:
        """A ticket for one socket, good for thirty seconds."""
        return self.desk.do(RINGSIDE, issue_ticket, viewer.login_id or "", viewer.until)

    def redeem(self, ticket: str) -> Viewer:
        """Who shows this ticket; it is used up. Raises NotSignedIn."""
        found = self.desk.do(RINGSIDE, use_ticket, ticket) if _plausible(ticket) else None
        if found is None:
            raise invalid()
        login_id, until = found
        return replace(self._viewer(login_id), until=until)

    def _pair(self, renewal: Renewal) -> IssuedTokens:
        viewer, left = self._viewer(renewal.login_id), renewal.signed_at + GOOD_FOR - datetime.now(UTC)
        return IssuedTokens(viewer, self._sign(viewer, renewal), renewal.token, math.ceil(left.total_seconds()))

    def _sign(self, viewer: Viewer, renewal: Renewal) -> str:
        """The access token beside this refresh token: byte for byte the same each time."""
        named = hashlib.sha256(b"jti " + renewal.token.encode()).digest()[:16]
        claims = {
            "sub": viewer.id, "role": viewer.role, "sid": viewer.login_id, "jti": str(uuid.UUID(bytes=named, version=4)),
            "iat": renewal.signed_at, "exp": renewal.signed_at + GOOD_FOR, "iss": ISSUER, "aud": AUDIENCE, "typ": ACCESS,
        }  # fmt: skip
        return jwt.encode(claims, self.secret, algorithm=ALGORITHM)

    def _valid_claims(self, token: str) -> dict[str, object]:
        """The claims of a token that we signed and that is still good. What its header says is not asked."""
        claims = None
        for secret in (self.secret, *self.older) if len(token) <= LONGEST else ():
            claims = claims or _claims(token, secret)
        if claims is None or claims["typ"] != ACCESS:
            raise invalid()  # without a cause, which may quote the token
        return claims

    def _viewer(self, login_id: str) -> Viewer:
        with self.desk.database.read() as session:
            viewer = read_viewer(session, login_id)
        if viewer is None:
            raise invalid()
        return viewer


def _claims(token: str, secret: str) -> dict[str, object] | None:
    try:
        claims: dict[str, object] = jwt.decode(
            token, secret, algorithms=[ALGORITHM], issuer=ISSUER, audience=AUDIENCE, leeway=CLOCKS_DIFFER_BY,
            options={"require": list(CLAIMS)},
        )  # fmt: skip
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        return None
    return claims


def invalid() -> NotSignedIn:
    return NotSignedIn(INVALID, code="invalid_token")


def _plausible(secret: str) -> bool:
    return 0 < len(secret) <= LONGEST_SECRET
