"""The revision of what is edited: the number of the last line that the log has about it."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.models import LogEntry, Noun


def revision_of(session: Session, noun: Noun, noun_id: str) -> int:
    """0 when nothing was ever written about it. Whoever saves sends it along (desk.log.check_revision)."""
    last = select(func.max(LogEntry.id)).where(LogEntry.noun == noun, LogEntry.noun_id == noun_id)
    return session.scalar(last) or 0
