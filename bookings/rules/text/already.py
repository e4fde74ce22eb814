"""The sentence for what was done before: at a door, and at a gate."""

from __future__ import annotations

from datetime import datetime

from bookings.rules.times.zones import clock_label, day_words, local_day


def already_done(what: str, at: datetime, by_whom: str, now: datetime, zone: str) -> str:
    """ "Boarded already at 10:05, by Pia." in this zone; with the day where it was not today."""
    day = local_day(at, zone)
    on = f" on {day_words(day)}" if day != local_day(now, zone) else ""
    return f"{what} already{on} at {clock_label(at, zone)}, {by_whom}."
