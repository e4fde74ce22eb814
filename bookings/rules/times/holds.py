"""How long a basket keeps its seats.

Owns the clock of a hold: it begins with the first seat (not with the page), choosing more seats does not reset it, and
asking for more time is simple but has an end. Which seats are held is not known here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bookings.rules.violation import HoldAtItsLimit, HoldRanOut

LONGEST = timedelta(hours=2)
"""No basket keeps a seat longer than this from its first seat on, whatever is asked for."""

EXTENSIONS = 10
"""As many as WCAG 2.2 (2.2.1, "Extend") asks for at least."""


def extended(
    expires_at: datetime, first_seat_at: datetime, now: datetime, *, minutes: float, extensions_used: int
) -> datetime:
    """The new expiry when more time is asked for: the clock shows `minutes` again, within the two hours.

    Never earlier than before, so asking too soon costs nobody time. Raises HoldRanOut when it is too late and
    HoldAtItsLimit when there is no more time to give.
    """
    if now >= expires_at:
        raise HoldRanOut("Your seats were released when the time was up. Choose them again if they are still free.")
    limit = first_seat_at + LONGEST
    if extensions_used >= EXTENSIONS or expires_at >= limit:
        raise HoldAtItsLimit("These seats cannot be kept any longer. Book them before the time is up.")
    return max(expires_at, min(now + timedelta(minutes=minutes), limit))
