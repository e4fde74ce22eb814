"""From which slots of a board a booking may begin at a moment: what is past, too far ahead or too near closing is no offer.

The same answer as rules.slots.check_span gives for the shortest booking there, asked for a whole board at once. Whether
a slot is free is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.rules.times.hours import OpeningHours
from bookings.rules.times.slots import Slot, check_span
from bookings.rules.times.zones import local_day
from bookings.rules.violation import RuleViolation


@dataclass(frozen=True)
class Terms:
    """`window_days` is None for those who may book any day ahead (staff), who also book what is running."""

    zone: str
    hours: OpeningHours
    slot_minutes: int
    window_days: int | None

    @property
    def for_staff(self) -> bool:
        return self.window_days is None


Lengths = tuple[int, int]
"""The shortest and the longest booking, in minutes."""


def bookable_rows(slots: Sequence[Slot], lengths: Iterable[Lengths], terms: Terms, now: datetime) -> frozenset[int]:
    """The rows of the slots from which a booking of any of these lengths may begin."""
    wanted = sorted(set(lengths))
    near = [slot for slot in slots if _in_window(slot, terms, now)]
    ends = {slot.start: slot.end for slot in slots}
    return frozenset(slot.row for slot in near if any(_fits(slot, each, ends, terms, now) for each in wanted))


def _in_window(slot: Slot, terms: Terms, now: datetime) -> bool:
    if terms.window_days is None:
        return True
    return local_day(slot.start, terms.zone) <= local_day(now, terms.zone) + timedelta(days=terms.window_days)


def _fits(slot: Slot, lengths: Lengths, ends: dict[datetime, datetime], terms: Terms, now: datetime) -> bool:
    shortest, longest = lengths
    notice = 1 - longest if terms.for_staff else 0
    if slot.start < now + timedelta(minutes=notice):
        return False
    end, reached = slot.start + timedelta(minutes=shortest), slot.end
    while reached < end and reached in ends:
        reached = ends[reached]
    if reached == end:
        return True
    # Off the grid, into another day, or beyond closing: the rule itself has to say.
    try:
        check_span(
            slot.start, end, zone=terms.zone, hours=terms.hours, slot_minutes=terms.slot_minutes,
            min_minutes=shortest, max_minutes=longest, now=now, notice_minutes=notice, window_days=terms.window_days,
        )  # fmt: skip
    except RuleViolation:
        return False
    return True
