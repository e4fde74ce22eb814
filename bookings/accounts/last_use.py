"""Log-ins that nobody uses any more end by themselves, with their sockets; of calendar addresses it is known when they were read.

A page that is opened and a token that is renewed are uses; a page that only stays open is none. They are noted in memory
and stored together once a minute, each log-in at most every ten minutes, so that reading a page writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from sqlalchemy import and_, or_, select, update

from bookings.accounts.ended_logins import end_logins
from bookings.desk.transaction import Desk, Transaction
from bookings.models import CalendarFeed, Login
from bookings.models.person import RINGSIDE

STORED_EVERY = timedelta(minutes=10)
AT_ONCE = 200


class LastUse:
    """The log-ins that were used in this process since they were last stored, and the calendars that were read. Notes may come from
    anywhere."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._used: set[str] = set()
        self._read: set[str] = set()

    def note(self, login_id: str) -> None:
        self._used.add(login_id)

    def note_feed(self, feed_id: str) -> None:
        self._read.add(feed_id)

    def store(self) -> None:
        used, self._used = sorted(self._used), set()
        read, self._read = sorted(self._read), set()
        for verb, ids in ((store_use, used), (store_reading, read)):
            for first in range(0, len(ids), AT_ONCE):
                self._desk.do(RINGSIDE, verb, ids[first : first + AT_ONCE])


def store_use(tx: Transaction, login_ids: Sequence[str]) -> None:
    """These were used just now."""
    long_ago = or_(Login.last_used_at.is_(None), Login.last_used_at < tx.now - STORED_EVERY)
    tx.session.execute(
        update(Login).where(Login.id.in_(login_ids), Login.ended_at.is_(None), long_ago).values(last_used_at=tx.now)
    )


def store_reading(tx: Transaction, feed_ids: Sequence[str]) -> None:
    """Calendar programs read these just now."""
    long_ago = or_(CalendarFeed.last_read_at.is_(None), CalendarFeed.last_read_at < tx.now - STORED_EVERY)
    tx.session.execute(update(CalendarFeed).where(CalendarFeed.id.in_(feed_ids), long_ago).values(last_read_at=tx.now))


def end_idle(tx: Transaction, idle: timedelta) -> int:
    """End the log-ins that were not used for so long, at most AT_ONCE; how many there were."""
    since = tx.now - idle
    unused = or_(Login.last_used_at < since, and_(Login.last_used_at.is_(None), Login.created_at < since))
    found = tx.session.scalars(
        select(Login)
        .where(Login.ended_at.is_(None), unused)
        .order_by(Login.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for person_id, logins in groupby(sorted(found, key=_person_of), _person_of):
        end_logins(tx, person_id, list(logins), "not used")
    return len(found)


def _person_of(login: Login) -> str:
    return login.person_id
