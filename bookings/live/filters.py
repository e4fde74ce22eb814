"""Words, numbers and times as people read them: filters shared by pages and fragments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from bookings import assets
from bookings.live import element_ids
from bookings.rules.money.written import METHODS, in_money
from bookings.rules.times.zones import clock_label, exact_label, iso, parse_instant, to_local, zone_words

NOUN_WORDS = {"resource": "Court or person", "block": "Closing"}


def clock(instant: datetime, zone: str) -> str:
    return clock_label(instant, zone)


def short_day(when: datetime | date, zone: str = "UTC", style: str = "") -> str:
    """ "Fri 20 Nov"; in a person's own `style` (rules.people) "Fri Nov 20" or "Fri 2026-11-20"."""
    day = to_local(when, zone).date() if isinstance(when, datetime) else when
    return f"{day:%a} {_dated(day, style, '%b')}"


def long_day(when: datetime | date, zone: str = "UTC", style: str = "") -> str:
    """ "Friday 20 November 2026"; in another style "Friday November 20, 2026" or "Friday 2026-11-20"."""
    day = to_local(when, zone).date() if isinstance(when, datetime) else when
    year = f", {day.year}" if style == "month" else f" {day.year}" if style != "iso" else ""
    return f"{day:%A} {_dated(day, style, '%B')}{year}"


def _dated(day: date, style: str, month: str) -> str:
    if style == "iso":
        return day.isoformat()
    return f"{day.strftime(month)} {day.day}" if style == "month" else f"{day.day} {day.strftime(month)}"


@pass_context
def _short_day(context: Context, when: datetime | date, zone: str = "UTC", style: str | None = None) -> str:
    return short_day(when, zone, _own_style(context) if style is None else style)


@pass_context
def _long_day(context: Context, when: datetime | date, zone: str = "UTC", style: str | None = None) -> str:
    return long_day(when, zone, _own_style(context) if style is None else style)


def _own_style(context: Context) -> str:
    """How the person for whom a page is drawn wants dates. A fragment, which goes to many, knows nobody: the usual style."""
    return getattr(context.get("me"), "date_style", "")


def plural(number: int, one: str, many: str | None = None) -> str:
    """ "1 seat", "3 seats"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def noun_word(noun: str) -> str:
    """What the log calls one of models.Noun, for people."""
    return NOUN_WORDS.get(noun, noun.replace("_", " ").capitalize())


def options(values: Iterable[str]) -> list[tuple[str, str]]:
    """The (value, word) pairs of a choice among words: "club" is shown as "Club"."""
    return [(value, value[:1].upper() + value[1:]) for value in values]


def install(environment: Environment) -> None:
    """Give an environment these filters and the ids of elements, the same for pages and for fragments."""
    filters: dict[str, Any] = {
        "money": in_money, "clock": clock, "exact_clock": exact_label, "local": to_local, "short_day": _short_day,
        "long_day": _long_day, "iso": iso,
        "instant": parse_instant, "plural": plural, "options": options, "noun_word": noun_word, "zone_words": zone_words,
    }  # fmt: skip
    environment.filters.update(filters)
    environment.globals.update(sprite=assets.address(assets.SPRITE), ids=element_ids, METHODS=METHODS)
