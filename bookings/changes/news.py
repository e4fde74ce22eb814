"""News: the topics on which something was recorded since the last poll. One cheap question, however many are followed.

SQLite has one writer, so ids of changes appear in order. PostgreSQL gives an id out before its transaction commits, so
a lower one may appear after a higher one. Therefore the ids up to the highest one known are searched again until
every transaction that could still bring one of them has ended, which is when none of those is left that was running at
the time (see "Transaction IDs and Snapshots", pg_current_snapshot, in PostgreSQL's manual).
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bookings.models import Change, TopicEntry

BEFORE_THE_FIRST_POLL = 1_000
"""Changes that are searched at the first poll, for what was under way just then."""

_SNAPSHOT = text(
    "SELECT pg_snapshot_xmin(now_seen)::text::bigint, pg_snapshot_xmax(now_seen)::text::bigint"
    " FROM pg_current_snapshot() AS now_seen"
)


class _Open(NamedTuple):
    """Changes up to `head` may still appear from transactions below `ends`."""

    head: int
    ends: int


class News:
    def __init__(self) -> None:
        self._settled: int | None = None
        self._open: _Open | None = None

    def poll(self, session: Session) -> dict[str, int]:
        """Each topic on which something may have been recorded since the last poll, with the highest version of that. What is
        searched again may come with a version that is older than one that was named before."""
        head = session.scalar(select(func.max(Change.id))) or 0
        if self._settled is None or head < self._settled:  # the first poll, or a database that was put back
            self._settled, self._open = max(0, head - BEFORE_THE_FIRST_POLL), None
        after = self._settled
        if session.get_bind().dialect.name == "sqlite":
            self._settled = head
        else:
            self._settle(session, head)
        if head <= after:
            return {}
        found = select(TopicEntry.topic, func.max(TopicEntry.version)).where(TopicEntry.change_id > after)
        return dict(session.execute(found.group_by(TopicEntry.topic)).all())

    def _settle(self, session: Session, head: int) -> None:
        """From the next poll on; this one still searches what has just ended."""
        assert self._settled is not None
        oldest, newest = session.execute(_SNAPSHOT).one()
        if self._open is not None and oldest >= self._open.ends:
            self._settled, self._open = self._open.head, None
        if self._open is None and head > self._settled:
            self._open = _Open(head, newest)
