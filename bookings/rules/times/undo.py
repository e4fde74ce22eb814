"""For how long staff can undo what they just did, why no longer, and from when on what it causes is sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from bookings.rules.switching import Denial

UNDO_FOR = timedelta(seconds=10)
"""What a page shows, with a bar that empties."""
GRACE = timedelta(seconds=1)
"""For the way of a press in the last moment."""
SENT_AFTER = UNDO_FOR + GRACE + timedelta(seconds=1)
"""Mails and refunds that staff causes go out after that: what has left cannot be undone."""
KEPT_FOR = timedelta(minutes=1)
"""So long whoever comes late is told why not."""


def why_not_undo(by: tuple[str, str], viewer_id: str, at: datetime, undone_at: datetime | None, now: datetime) -> Denial | None:
    """Why what was done at `at` cannot be undone, whatever has happened since; `by` are the id and the name of who did it."""
    if undone_at is not None:
        return Denial("undone", "This has been undone already.")
    if by[0] != viewer_id:
        return Denial("not_yours", f"{by[1]} did this, and only they can undo it. Change the booking by hand.")
    if now - at > UNDO_FOR + GRACE:
        seconds = int(UNDO_FOR.total_seconds())
        return Denial("too_late", f"It could be undone for {seconds} seconds, and they have passed. Change the booking by hand.")
    return None
