"""What a draft of opening hours looks like: a line of 24 hours for each weekday, and one day of the board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.models import Resource, Venue
from bookings.rules.setup.fields import Fields
from bookings.rules.setup.hours import WEEKDAYS, read_special_days, read_week
from bookings.rules.setup.templates import template_of
from bookings.rules.times.hours import DAY, OpeningHours, Pairs, day_pairs
from bookings.rules.times.zones import local_day
from bookings.rules.violation import RuleViolation

Interval = tuple[int, int]
"""From a minute of the day on, for so many."""


@dataclass(frozen=True)
class DayLine:
    """`open` and `was` (as it is saved) as stretches of one calendar day; `hours` that begin on it, None while they cannot be read."""

    name: str
    open: tuple[Interval, ...]
    was: tuple[Interval, ...]
    hours: str | None


@dataclass(frozen=True)
class Effects:
    """What saving would do. `shown` is the day on the board beside, of which `shut` stretches are closed. With `problems`, a
    sentence for each weekday's field ("hours-0" is Monday's) that cannot be read, nothing is known of a board."""

    lines: tuple[DayLine, ...]
    problems: Mapping[str, str]
    week: str
    shown: date
    shut: tuple[Interval, ...]
    columns: int
    closed: bool


def draw_week(week: Mapping[str, Sequence[Sequence[str]]], saved: OpeningHours) -> tuple[tuple[DayLine, ...], str]:
    """The lines, and the sum of hours in a week, "?" with a day that cannot be read: that is drawn as it was."""
    pairs = [_readable(week.get(str(day), ())) for day in range(7)]
    known = [saved.week[day] if mine is None else mine for day, mine in enumerate(pairs)]
    lines = tuple(
        DayLine(
            WEEKDAYS[day], _on_its_day(known[day], known[day - 1]), _on_its_day(saved.week[day], saved.week[day - 1]),
            _sum(mine) if mine is not None else None,
        )
        for day, mine in enumerate(pairs)
    )  # fmt: skip
    return lines, "?" if None in pairs else _sum(tuple(pair for mine in known for pair in mine))


def draw_day(hours: OpeningHours, day: date) -> tuple[Interval, ...]:
    """The stretches of this day in which it is closed."""
    found, reached = [], 0
    for opens, minutes in sorted(_on_its_day(hours.pairs(day), hours.pairs(day - timedelta(days=1)))):
        if opens > reached:
            found.append((reached, opens - reached))
        reached = max(reached, opens + minutes)
    return (*found, (reached, DAY - reached)) if reached < DAY else tuple(found)


def first_changed(after: OpeningHours, saved: OpeningHours, today: date) -> date:
    """The first day of the next year on which the two differ; today when they do not."""
    days = (today + timedelta(days=n) for n in range(366))
    return next((day for day in days if after.pairs(day) != saved.pairs(day)), today)


def draw_hours(session: Session, venue_id: str, given: Mapping[str, Any], now: datetime) -> Effects:
    """What saving these `hours` and `special_days` would do. A day that differs and cannot be read is left out; without courts the
    board has as many as are usual."""
    venue, fields = session.get_one(Venue, venue_id), Fields(given)
    today, saved = local_day(now, venue.zone), venue.opening_hours
    week = read_week(fields)
    problems, special = dict(fields.errors), read_special_days(fields, today)
    try:
        after = saved if problems else OpeningHours.of(week, special)
    except RuleViolation:
        after = saved
    courts = _courts(session, venue)
    lines, total = draw_week(given["hours"], saved)
    shown = first_changed(after, saved, today)
    shut = draw_day(after, shown)
    return Effects(lines, problems, total, shown, shut, max(1, min(courts, 12)), shut == ((0, DAY),))


def _courts(session: Session, venue: Venue) -> int:
    kinds = Resource.kind.in_(["court", "provider"])
    courts = select(func.count()).where(Resource.venue_id == venue.id, kinds, Resource.retired_at.is_(None))
    return session.scalar(courts) or len(template_of(venue.kind).get("resources", ()))


def _readable(spans: Sequence[Sequence[str]]) -> Pairs | None:
    try:
        return day_pairs(spans)
    except RuleViolation:
        return None


def _on_its_day(pairs: Pairs, before: Pairs) -> tuple[Interval, ...]:
    night = [(0, closes - DAY) for _, closes in before if closes > DAY]
    return (*night, *((opens, min(closes, DAY) - opens) for opens, closes in pairs))


def _sum(pairs: Pairs) -> str:
    return f"{sum(closes - opens for opens, closes in pairs) / 60:g} h"
