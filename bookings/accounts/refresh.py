"""Refresh tokens: each is good for one new pair. One that comes back later has been copied, and its log-in ends.

Within a few seconds it is the same client whose answer was lost, or its second tab: then the pair is given again. Only
digests are kept, so the next token is made from the spent one and a key of the server, and can be made once more.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bookings.accounts.ended_logins import end_logins
from bookings.accounts.secrets import digest_of, new_secret
from bookings.audit import Act
from bookings.desk.transaction import Transaction
from bookings.models import Login, RefreshToken

GOOD_FOR = timedelta(days=30)
AGAIN_WITHIN = timedelta(seconds=10)


@dataclass(frozen=True)
class Renewal:
    """A refresh token, and when the access token beside it was signed (by the signing process's own clock)."""

    login_id: str
    token: str = field(repr=False)
    signed_at: datetime


def successor(token: str, key: str) -> str:
    """The token that follows this one: the same each time, and nobody without the key can compute it."""
    made = hmac.new(key.encode(), b"after refresh token " + token.encode(errors="replace"), hashlib.sha256)
    return base64.urlsafe_b64encode(made.digest()).rstrip(b"=").decode()


def issue_refresh(tx: Transaction, login_id: str, signed_at: datetime, token: str = "") -> Renewal:
    """A token for this log-in: the named one, or else a random one."""
    token = token or new_secret()
    tx.session.add(
        RefreshToken(
            digest=digest_of(token), login_id=login_id, expires_at=tx.now + GOOD_FOR, access_signed_at=signed_at
        )
    )
    return Renewal(login_id, token, signed_at)


def spend_refresh(tx: Transaction, token: str, signed_at: datetime, successors: Sequence[str]) -> Renewal | None:
    """What follows `token`, None when it is unknown, expired, spent or of an ended log-in.

    `successors` are made with each key that is good, the present one first. It does not raise, because the end of a
    log-in whose token was copied has to be committed.
    """
    row = tx.session.get(RefreshToken, digest_of(token), with_for_update=True)
    if row is None or row.expires_at <= tx.now:
        return None
    login = tx.session.get_one(Login, row.login_id, with_for_update=True)
    if login.ended_at is not None:
        return None
    if row.spent_at is None:
        row.spent_at = login.last_used_at = tx.now
        return issue_refresh(tx, login.id, signed_at, successors[0])
    if tx.now - row.spent_at <= AGAIN_WITHIN:
        for candidate in successors:
            given = tx.session.get(RefreshToken, digest_of(candidate))
            if given is not None and given.access_signed_at is not None:
                return Renewal(login.id, candidate, given.access_signed_at)
    tx.note(Act.REFRESH_TOKEN_REUSED, person=login.person_id, login=login.id)
    end_logins(tx, login.person_id, [login], "refresh token used again")
    return None
