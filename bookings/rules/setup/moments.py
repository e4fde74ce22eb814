"""Times of a form: the venue's local time as people type it, or an instant as programs send it."""

from __future__ import annotations

import re
from datetime import datetime, time

from bookings.rules.times.zones import exact_label, parse_day, parse_instant, to_local, to_utc
from bookings.rules.violation import RuleViolation

_LOCAL = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<clock>[0-9]{2}:[0-9]{2})(?::00)?(?: (?P<which>1st|2nd))?"
)
_FOLDS = {"1st": 0, "2nd": 1}


def read_moment(value: object, zone: str, field: str) -> datetime | None:
    """The instant (UTC) of "2026-03-04T19:30" on the venue's clock, or of a time with an offset; None for "" and None.

    A time that comes twice is told apart by " 1st" or " 2nd" behind it. Raises RuleViolation.
    """
    if value in ("", None):
        return None
    local = _LOCAL.fullmatch(value.strip()) if isinstance(value, str) else None
    if local is None:
        return parse_instant(value, field=field)
    day = parse_day(local["day"], field=field)
    try:
        clock = time.fromisoformat(local["clock"])
    except ValueError as error:
        raise RuleViolation("bad_time", f"There is no time {local['clock']}.", field) from error
    return to_utc(datetime.combine(day, clock), zone, fold=_FOLDS.get(local["which"] or ""), field=field)


def write_moment(instant: datetime | None, zone: str) -> str:
    """As a form shows it and `read_moment` reads it."""
    if instant is None:
        return ""
    exact = exact_label(instant, zone)
    return f"{to_local(instant, zone):%Y-%m-%dT%H:%M}{exact[5:]}"
