"""When the customer of a booking is reminded of it: a day before by the venue's clock, and two hours before."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from bookings.rules.times.zones import day_words, exact_label, first_instant, local_day, to_local


class Reminder(StrEnum):
    DAY_BEFORE = "day_before"
    TWO_HOURS_BEFORE = "two_hours_before"


SENT_WITHIN = {Reminder.DAY_BEFORE: timedelta(hours=6), Reminder.TWO_HOURS_BEFORE: timedelta(hours=1)}
"""So late it may go out, where the program was down meanwhile; later it is left out."""


def reminders(starts_at: datetime, zone: str) -> dict[Reminder, datetime]:
    """The moment of each, the earlier one first. A day before, the venue's clock shows the time that it shows at the start.

    Where it is put forward over that time, this is the moment at which it jumps; of a time that comes twice, the first.
    """
    shown = to_local(starts_at, zone).replace(tzinfo=None, fold=0)
    return {
        Reminder.DAY_BEFORE: first_instant(shown - timedelta(days=1), zone),
        Reminder.TWO_HOURS_BEFORE: starts_at - timedelta(hours=2),
    }


def next_reminder(starts_at: datetime, zone: str, now: datetime) -> datetime | None:
    """The first moment of a reminder that lies ahead; None when none does."""
    return min((at for at in reminders(starts_at, zone).values() if at > now), default=None)


def reminder_due(starts_at: datetime, zone: str, since: datetime, now: datetime) -> Reminder | None:
    """Which reminder is to go out, of those whose moment came from `since` on until now: the latest, unless it is too late for it."""
    passed = {each: at for each, at in reminders(starts_at, zone).items() if since <= at <= now < starts_at}
    due = [each for each, at in passed.items() if now - at <= SENT_WITHIN[each]]
    return due[-1] if due else None


def begins_words(starts_at: datetime, zone: str, now: datetime) -> str:
    """When it begins, to somebody who reads it now: "tomorrow at 18:00"."""
    day, today = local_day(starts_at, zone), local_day(now, zone)
    ahead = {0: "today", 1: "tomorrow"}.get((day - today).days)
    return f"{ahead or 'on ' + day_words(day)} at {exact_label(starts_at, zone)}"
