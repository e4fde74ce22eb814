"""Counting tries to sign in, so that guessing takes longer and longer and its owner is never locked out.

Counted per account and per network address. A person who has signed in from an address before is counted apart there:
strangers who guess elsewhere do not hold them up. Waiting ends by itself, after a minute at the longest.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import bindparam, select, text

from bookings.database.base import Instant
from bookings.desk.transaction import Transaction
from bookings.errors import TooMany
from bookings.models import LoginAttempts

FREE_PER_ACCOUNT, FREE_PER_ADDRESS = 10, 50
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=1), timedelta(minutes=1)
FORGET_AFTER = timedelta(hours=1)
KNOWN_FOR = timedelta(days=30)
_MOST_DOUBLINGS = 10

_PRESENT = text(
    "INSERT INTO login_attempts (subject, count, last_at, wait_until) VALUES (:subject, 0, :now, :now) ON CONFLICT (subject) DO NOTHING"
).bindparams(bindparam("now", type_=Instant))


class LoginThrottled(TooMany):
    """`seconds` until the next try is checked."""

    def __init__(self, seconds: int, wrong: str = "password") -> None:
        super().__init__(
            f"Too many tries with a wrong {wrong}. Wait {seconds} seconds, then try again.", code="too_many_tries"
        )
        self.seconds = seconds


def begin_try(tx: Transaction, account: str, address: str) -> list[str]:
    """Count a try before it is checked, so that a hundred at once gain nothing. Returns what it was counted for; raises Wait."""
    known = _subject("known", account, address)
    by_account = known if _row(tx, known) else _subject("account", account)
    limits = {by_account: FREE_PER_ACCOUNT, _subject("address", address): FREE_PER_ADDRESS}
    rows = _rows(tx, limits)
    wait = max(row.wait_until for row in rows) - tx.now
    if wait > timedelta(0):
        raise LoginThrottled(math.ceil(wait.total_seconds()))
    for row in rows:
        row.count = row.count + 1 if row.last_at > tx.now - FORGET_AFTER else 1
        row.last_at = tx.now
        over = row.count - limits[row.subject]
        if over >= 0:
            row.wait_until = tx.now + min(FIRST_WAIT * 2 ** min(over, _MOST_DOUBLINGS), LONGEST_WAIT)
    return sorted(limits)


def forgive_try(tx: Transaction, account: str, address: str, counted: Collection[str]) -> None:
    """It was the owner: their count starts anew, the address gets its try back, and from now on they are known there."""
    own = _subject("address", address)
    for row in _rows(tx, [*counted, _subject("known", account, address)]):
        row.count = max(0, row.count - 1) if row.subject == own else 0
        row.last_at = row.wait_until = tx.now


def _rows(tx: Transaction, subjects: Collection[str]) -> list[LoginAttempts]:
    """Their rows, locked in one order, made where there are none yet."""
    for subject in sorted(subjects):
        if _row(tx, subject) is None:
            tx.session.execute(_PRESENT, {"subject": subject, "now": tx.now})
    found = select(LoginAttempts).where(LoginAttempts.subject.in_(subjects)).order_by(LoginAttempts.subject).with_for_update()
    return list(tx.session.scalars(found.execution_options(populate_existing=True)))


def _row(tx: Transaction, subject: str) -> LoginAttempts | None:
    return tx.session.get(LoginAttempts, subject)


def _subject(*words: str) -> str:
    """Nobody's e-mail or address is kept for this."""
    return hashlib.sha256("\0".join(words).encode(errors="replace")).hexdigest()
