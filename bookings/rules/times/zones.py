"""Local time and instants: the one place where one becomes the other.

Owns time zones. Python and PostgreSQL read the same doubled local time differently, so nothing else may convert.
Instants are aware datetimes in UTC; local times are naive and always stand beside the name of a zone.
Intervals are half-open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from bookings.rules.violation import DoubledTime, RuleViolation, SkippedTime

_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = range(2000, 2101)
_TICK = timedelta(microseconds=1)


def to_local(instant: datetime, zone: str) -> datetime:
    """What the clock on the venue's wall shows at this instant: aware, with its `fold` set the second time around."""
    return _aware(instant).astimezone(ZoneInfo(zone))


def seconds_until(moments: Iterable[datetime], now: datetime) -> int | None:
    """Whole seconds to the first of these moments that lies ahead; None when none does."""
    return min((ceil((moment - now).total_seconds()) for moment in moments if moment > now), default=None)


def local_day(instant: datetime, zone: str) -> date:
    """The venue's calendar day at this instant."""
    return to_local(instant, zone).date()


def clock_label(instant: datetime, zone: str) -> str:
    """The venue's clock at this instant, as "14:30"."""
    return to_local(instant, zone).strftime("%H:%M")


def zone_words(zone: str) -> str:
    """The place that a zone is named after: "New York"."""
    return zone.rpartition("/")[2].replace("_", " ")


def exact_label(instant: datetime, zone: str) -> str:
    """As `clock_label`, but the two occurrences of a doubled time differ: "02:30 1st" and "02:30 2nd"."""
    local = to_local(instant, zone)
    early, late = _readings(local.replace(tzinfo=None), zone)
    shown = local.strftime("%H:%M")
    return shown if early == late else f"{shown} {'2nd' if local.fold else '1st'}"


def iso(instant: datetime) -> str:
    """The instant as the wire carries it: "2025-11-10T12:00:00.000Z"."""
    return _aware(instant).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_utc(local_naive: datetime, zone: str, *, fold: int | None = None, field: str | None = None) -> datetime:
    """The instant at which the venue's clock shows `local_naive`.

    Raises SkippedTime when it never does, and DoubledTime when it does so twice and `fold` does not say which (0 the
    first, 1 the second). A `fold` for a time that comes once is ignored.
    """
    early, late = _readings(local_naive, zone)
    shown, day = local_naive.strftime("%H:%M"), day_words(local_naive.date())
    if early > late:
        before, after = clock_label(late, zone), clock_label(early, zone)
        raise SkippedTime(
            f"{shown} does not exist in {zone} on {day}, because the clock is put forward over it. "
            f"Use {before} or {after} instead.",
            field,
            late,
            early,
        )
    if early < late and fold is None:
        raise DoubledTime(
            f"{shown} comes twice in {zone} on {day}, because the clock is put back. Choose the first or the second.",
            field,
            early,
            late,
        )
    return late if fold == 1 else early


def first_instant(local_naive: datetime, zone: str) -> datetime:
    """The first instant at which the venue's clock shows this time or a later one: never refuses.

    A doubled time is its first occurrence; a skipped one is the moment at which the clock jumps.
    """
    early, late = _readings(local_naive, zone)
    if early <= late:
        return early
    # Skipped: the jump lies after `late` and not after `early`.
    while early - late > timedelta(seconds=1):
        middle = late + (early - late) // 2
        if to_local(middle, zone).replace(tzinfo=None) < local_naive:
            late = middle
        else:
            early = middle
    return early.replace(microsecond=0)


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The instants at which the venue's day begins and at which the next one does: 23, 24 or 25 hours apart."""
    midnight = datetime.combine(day, time())
    return first_instant(midnight, zone), first_instant(midnight + timedelta(days=1), zone)


def days_touched(start: datetime, end: datetime, zone: str) -> tuple[date, ...]:
    """The venue's days that [start, end) has a part in, in order; an end at midnight does not touch the next day."""
    first = local_day(start, zone)
    last = local_day(max(start, end - _TICK), zone)
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def parse_instant(text: object, *, field: str = "start") -> datetime:
    """An instant from ISO 8601 text that says its offset, as aware UTC. Raises RuleViolation, also for a naive time."""
    written = _INSTANT.fullmatch(text.strip()) if isinstance(text, str) else None
    if written is None:
        raise _bad_time(field)
    if written["offset"] is None:
        raise RuleViolation(
            "bad_time", "This time does not say its offset from UTC. End it with Z or with one like +02:00.", field
        )
    try:
        instant = datetime.fromisoformat(written[0].upper().replace(",", ".")).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _bad_time(field) from error
    if instant.year not in _YEARS:
        raise _bad_year(field)
    return instant


def parse_day(text: object, *, field: str = "date") -> date:
    """A calendar day from "YYYY-MM-DD". Raises RuleViolation."""
    if not isinstance(text, str) or _DAY.fullmatch(text.strip()) is None:
        raise RuleViolation("bad_date", "Write the date as year, month and day, for example 2025-11-10.", field)
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise RuleViolation("bad_date", f"There is no day {text.strip()} in the calendar.", field) from error
    if day.year not in _YEARS:
        raise _bad_year(field)
    return day


def day_words(day: date) -> str:
    """The day as people say it: "Monday 10 November 2025". English whatever the system's locale is."""
    weekday = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day.weekday()]
    month = (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )[day.month - 1]
    return f"{weekday} {day.day} {month} {day.year}"


def _readings(local_naive: datetime, zone: str) -> tuple[datetime, datetime]:
    """The local time read with fold 0 and with fold 1 (PEP 495): equal when it comes once, rising when twice, falling
    when it is skipped."""
    if local_naive.tzinfo is not None:
        raise ValueError("a local time carries no zone of its own")
    there = local_naive.replace(tzinfo=ZoneInfo(zone))
    return there.replace(fold=0).astimezone(UTC), there.replace(fold=1).astimezone(UTC)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant is an aware datetime")
    return instant


def _bad_time(field: str) -> RuleViolation:
    return RuleViolation("bad_time", "That is not a time. Write it like 2025-11-10T12:00:00Z.", field)


def _bad_year(field: str) -> RuleViolation:
    return RuleViolation("bad_date", f"The year has to be between {_YEARS[0]} and {_YEARS[-1]}.", field)
