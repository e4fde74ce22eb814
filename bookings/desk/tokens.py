"""What a program shows at every door: access tokens (JWT, RFC 7519), and how they are had, renewed and read.

A token names its log-in (`sid`), and the log-in's row decides: ending it ends every token, cookie and socket at once.
Neither a token nor a ticket is ever put into a message, a log or an exception.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import jwt

from bookings.desk.digests import LONGEST as LONGEST_SECRET
from bookings.desk.refresh import issue_refresh, spend_refresh
from bookings.desk.tickets import issue_ticket, use_ticket
from bookings.desk.transaction import Desk
from bookings.errors import NotSignedIn
from bookings.models import Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.people import read_viewer

ALGORITHM = "HS256"
ISSUER = "ringside"
ACCESS = "access"
GOOD_FOR = timedelta(minutes=15)
CLAIMS = ("sub", "role", "jti", "iat", "exp", "iss", "typ", "sid")
CLOCKS_DIFFER_BY = timedelta(seconds=5)
LONGEST = 4096

INVALID = "Invalid token"
REQUIRED = "Authentication required"


@dataclass(frozen=True)
class Pair:
    """`access` is good for `seconds`, `refresh` for one more pair."""

    viewer: Viewer
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    seconds: int = int(GOOD_FOR.total_seconds())


@dataclass(frozen=True)
class Tokens:
    """Cheap to make: `Tokens(ringside.desk, ringside.settings.jwt_secret)`."""

    desk: Desk
    secret: str = field(repr=False)

    def begin(self, login_id: str) -> Pair:
        """The first pair of a log-in."""
        return self._pair(login_id, self.desk.do(RINGSIDE, issue_refresh, login_id))

    def renew(self, refresh_token: str) -> Pair:
        """A new pair; the old refresh token is spent. Raises NotSignedIn, and ends the log-in of one that was spent before."""
        found = self.desk.do(RINGSIDE, spend_refresh, refresh_token) if _plausible(refresh_token) else None
        if found is None:
            raise invalid()
        return self._pair(*found)

    def bearer(self, token: str | None) -> Viewer:
        """Who shows this access token, with their role and venues as they are now. Raises NotSignedIn.

        Every gateway asks here, so none accepts what another refuses.
        """
        if not token:
            raise NotSignedIn(REQUIRED, code="authentication_required")
        claims = self._read(token)
        viewer = self._viewer(str(claims["sid"]))
        if viewer.id != claims["sub"]:
            raise invalid()
        return viewer

    def ticket(self, viewer: Viewer) -> str:
        """A ticket for one socket, good for thirty seconds."""
        return self.desk.do(RINGSIDE, issue_ticket, viewer.login_id or "")

    def redeem(self, ticket: str) -> Viewer:
        """Who shows this ticket; it is used up. Raises NotSignedIn."""
        login_id = self.desk.do(RINGSIDE, use_ticket, ticket) if _plausible(ticket) else None
        if login_id is None:
            raise invalid()
        return self._viewer(login_id)

    def _pair(self, login_id: str, refresh_token: str) -> Pair:
        viewer = self._viewer(login_id)
        return Pair(viewer, self._sign(viewer), refresh_token)

    def _sign(self, viewer: Viewer) -> str:
        now = datetime.now(UTC)
        claims = {
            "sub": viewer.id, "role": viewer.role, "sid": viewer.login_id, "jti": str(uuid.uuid4()),
            "iat": now, "exp": now + GOOD_FOR, "iss": ISSUER, "typ": ACCESS,
        }  # fmt: skip
        return jwt.encode(claims, self.secret, algorithm=ALGORITHM)

    def _read(self, token: str) -> dict[str, object]:
        """The claims of a token that we signed and that is still good. What its header says is not asked."""
        if len(token) > LONGEST:
            raise invalid()
        try:
            claims: dict[str, object] = jwt.decode(
                token, self.secret, algorithms=[ALGORITHM], issuer=ISSUER, leeway=CLOCKS_DIFFER_BY,
                options={"require": list(CLAIMS)},
            )  # fmt: skip
        except (jwt.InvalidTokenError, ValueError, RecursionError):
            raise invalid() from None  # the cause may quote the token
        if claims["typ"] != ACCESS:
            raise invalid()
        return claims

    def _viewer(self, login_id: str) -> Viewer:
        with self.desk.database.read() as session:
            viewer = read_viewer(session, login_id)
        if viewer is None:
            raise invalid()
        return viewer


def invalid() -> NotSignedIn:
    return NotSignedIn(INVALID, code="invalid_token")


def _plausible(secret: str) -> bool:
    return 0 < len(secret) <= LONGEST_SECRET
