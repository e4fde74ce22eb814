"""The revision of what is edited: the number of the last line that the log has about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.models import LogEntry, Noun


def revision_of(session: Session, noun: Noun, noun_id: str) -> int:
    """0 when nothing was ever written about it. Whoever saves sends it along (desk.log.check_revision)."""
    last = select(func.max(LogEntry.id)).where(LogEntry.noun == noun, LogEntry.noun_id == noun_id)
    return session.scalar(last) or 0


def revisions_of(session: Session, noun: Noun, noun_ids: Collection[str]) -> Mapping[str, int]:
    """The revision of each of these, by one query; without those about which nothing was ever written."""
    last = select(LogEntry.noun_id, func.max(LogEntry.id)).where(LogEntry.noun == noun, LogEntry.noun_id.in_(noun_ids))
    return dict(session.execute(last.group_by(LogEntry.noun_id)).all())
