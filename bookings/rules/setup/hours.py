"""Opening hours as they are written by an admin or a provider: the week, and the days that differ.

Stricter than what is kept: a span may run past midnight, but only into the night, so that hours typed the wrong way round are
noticed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bookings.rules.setup.fields import Fields
from bookings.rules.text.names import clean_name
from bookings.rules.times.hours import DAY, Pairs, check_week, clock, day_pairs
from bookings.rules.times.zones import parse_day
from bookings.rules.violation import RuleViolation

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_SPANS = 6
MOST_SPECIAL_DAYS = 200
YEARS_AHEAD = 5
NIGHT_ENDS = 6 * 60
NAME_LIMIT = 80

_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?")

_BETWEEN_SPANS, _BETWEEN_TIMES = re.compile(r"\s*[,;]\s*"), re.compile(r"\s*(?:–|—|-|\bto\b)\s*")

Spans = list[list[str]]


def spans_typed(text: str) -> Spans:
    """One day's hours as people type them on a line: "07:00-12:00, 13:30 to 22:00", or "closed". What is wrong is found later."""
    text = text.strip()
    return [] if text.lower() in ("", "closed") else [_BETWEEN_TIMES.split(span) for span in _BETWEEN_SPANS.split(text)]


def typed_spans(spans: Sequence[Sequence[str]]) -> str:
    """The same the other way round."""
    return ", ".join("–".join(span) for span in spans)


def read_week(fields: Fields) -> dict[str, Spans]:
    """The week from `hours`: weekday "0" (Monday) to "6" -> list of [from, to]. What is wrong is noted at "hours-0" and so on."""
    given = fields.given.get("hours")
    if not isinstance(given, Mapping) or set(given) - set("0123456"):
        fields.errors["hours"] = "Give the hours by weekday, from 0 (Monday) to 6."
        return {}
    week: dict[str, Spans] = {}
    for day in "0123456":
        try:
            if spans := _spans(given.get(day) or []):
                week[day] = spans
        except RuleViolation as violation:
            fields.errors[f"hours-{day}"] = f"{WEEKDAYS[int(day)]}: {violation.message}"
    if not fields.errors:
        _check_nights(fields, week)
    return week


def read_special_days(fields: Fields, today: date) -> list[dict[str, Any]]:
    """Days that differ from `special_days`, by date. What is wrong with the first is noted at "special_days-0" and so on."""
    given = fields.given.get("special_days")
    if not isinstance(given, Sequence) or isinstance(given, str):
        fields.errors["special_days"] = "Give the days that differ as a list."
        return []
    if len(given) > MOST_SPECIAL_DAYS:
        fields.errors["special_days"] = f"At most {MOST_SPECIAL_DAYS} days can differ. Take out those that are over."
        return []
    found: list[dict[str, Any]] = []
    seen = set()
    for number, each in enumerate(given):
        try:
            special = _special_day(each, today)
            key = (special["yearly"], special["date"][5:] if special["yearly"] else special["date"])
            if key in seen:
                raise RuleViolation("same_day", "This date stands here twice. Write each day once.")
            seen.add(key)
            found.append(special)
        except RuleViolation as violation:
            fields.errors[f"special_days-{number}"] = violation.message
    return sorted(found, key=lambda day: (day["date"], day["yearly"]))


def in_words(pairs: Pairs) -> str:
    """One day's hours for people: "07:00–12:00, 13:30–22:00", or "closed"."""
    return ", ".join(f"{clock(opens)}–{clock(closes)}" for opens, closes in pairs) or "closed"


def _special_day(given: object, today: date) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise RuleViolation("bad_hours", "A day that differs has a date, a name and hours.")
    day, yearly = parse_day(given.get("date")), bool(given.get("yearly"))
    if not yearly and day.year > today.year + YEARS_AHEAD:
        raise RuleViolation("bad_date", f"{day.year} is far away. Write days until {today.year + YEARS_AHEAD}, or every year.")
    name = given.get("name")
    return {
        "date": day.isoformat(),
        "yearly": yearly,
        "name": clean_name(name, limit=NAME_LIMIT) if name else "",
        "hours": _spans(given.get("hours") or []),
    }


def _spans(given: object) -> Spans:
    """Each as ["HH:MM", "HH:MM"], in order. Raises RuleViolation."""
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST_SPANS:
        raise RuleViolation("bad_hours", f"Hours are at most {MOST_SPANS} pairs of two times, from and to.")
    spans = []
    for pair in given:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise RuleViolation("bad_hours", "Write from and to with a dash between, like 07:00–22:00.")
        spans.append([_time(pair[0]), _time(pair[1])])
    for opens, closes in spans:
        if closes < opens and closes > clock(NIGHT_ENDS) or closes == opens != "00:00":
            raise RuleViolation(
                "ends_before_start",
                f"{opens} to {closes} ends before it begins. Past midnight, hours run until {clock(NIGHT_ENDS)} at the latest.",
            )
    day_pairs(spans)
    return sorted(spans)


def _time(text: object) -> str:
    """ "HH:MM" from "7", "7:30", "07.30". Raises RuleViolation."""
    written = _TIME.fullmatch(text.strip()) if isinstance(text, str) else None
    minutes = int(written[1]) * 60 + int(written[2] or 0) if written else None
    if minutes is None or minutes > DAY or (written and int(written[2] or 0) > 59):
        shown = text.strip()[:20] if isinstance(text, str) and text.strip() else "An empty field"
        raise RuleViolation("bad_hours", f"{shown} is not a time of day. Write it like 07:30, up to 24:00.")
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _check_nights(fields: Fields, week: Mapping[str, Spans]) -> None:
    pairs = [day_pairs(week.get(str(day), [])) for day in range(7)]
    for day in range(7):
        alone: list[Pairs] = [()] * 7
        alone[day], alone[(day + 1) % 7] = pairs[day], pairs[(day + 1) % 7]
        try:
            check_week(alone)
        except RuleViolation:
            following = WEEKDAYS[(day + 1) % 7]
            fields.errors[f"hours-{day}"] = f"{WEEKDAYS[day]}’s night runs into {following}’s hours. End it before, or open later."
