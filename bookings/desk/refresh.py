"""Refresh tokens: each is good for one new pair. One that comes back after it was spent has been copied: its log-in ends."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from bookings.desk.digests import digest_of, new_secret
from bookings.desk.transaction import Transaction
from bookings.models import ChangeKind, Login, RefreshToken
from bookings.rules import topics

GOOD_FOR = timedelta(days=30)


def issue_refresh(tx: Transaction, login_id: str) -> str:
    """A new token for this log-in. What has expired is cleared away on the occasion."""
    tx.session.execute(delete(RefreshToken).where(RefreshToken.expires_at <= tx.now))
    token = new_secret()
    tx.session.add(RefreshToken(digest=digest_of(token), login_id=login_id, expires_at=tx.now + GOOD_FOR))
    return token


def spend_refresh(tx: Transaction, token: str) -> tuple[str, str] | None:
    """(log-in's id, the next refresh token), or None for one that is unknown, expired, spent or of an ended log-in.

    It does not raise, because the end of a log-in whose token was copied has to be committed.
    """
    row = tx.session.get(RefreshToken, digest_of(token), with_for_update=True)
    if row is None or row.expires_at <= tx.now:
        return None
    login = tx.session.get_one(Login, row.login_id, with_for_update=True)
    if login.ended_at is not None:
        return None
    if row.spent_at is not None:
        login.ended_at = tx.now
        tx.record(ChangeKind.SIGNED_OUT, [topics.user(login.person_id)], logins=[login.id])
        return None
    row.spent_at = tx.now
    return login.id, issue_refresh(tx, login.id)
