"""How long a basket keeps its seats.

Owns the clock of a hold: it begins with the first seat (not with the page), choosing more seats does not reset it, and
asking for more time is simple but has an end. Which seats are held is not known here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bookings.rules.violation import HoldAtItsLimit, HoldRanOut, RuleViolation

HOLD_MINUTES = 10
LONGEST = timedelta(hours=2)
"""No basket keeps a seat longer than this from its first seat on, whatever is asked for."""

EXTENSIONS = 10
"""As many as WCAG 2.2 (2.2.1, "Extend") asks for at least."""

SEATS_PER_BASKET = 6


def expiry(first_seat_at: datetime, minutes: float = HOLD_MINUTES) -> datetime:
    """When a basket that began at `first_seat_at` runs out."""
    return first_seat_at + min(timedelta(minutes=minutes), LONGEST)


def extended(
    expires_at: datetime, first_seat_at: datetime, now: datetime, *, minutes: float = HOLD_MINUTES, extensions_used: int
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


def check_basket(already: int, more: int, *, limit: int = SEATS_PER_BASKET) -> None:
    """Refuse a seat too many; the sentence says how many are chosen and how many may be."""
    if already + more > limit:
        raise RuleViolation(
            "too_many_seats",
            f"A basket takes at most {limit} seats, and {already} of them "
            f"{'is' if already == 1 else 'are'} chosen. Give one back first.",
            "seats",
        )
