"""Writes lines of the log for programs: as JSON, and as the rows of a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from typing_extensions import TypedDict

from bookings.models import LogEntry
from bookings.rules.times.zones import iso
from bookings.wire.encode import Time


class LogValue(TypedDict):
    """`before` is null where there was nothing, `after` where there is nothing any more."""

    field: str
    before: str | None
    after: str | None


class LogLine(TypedDict):
    """Who did what to which noun. `nounId` is its id, `name` what it was called then."""

    id: int
    at: Time
    byId: str
    by: str
    venueId: str | None
    noun: str
    nounId: str
    name: str
    act: str
    values: list[LogValue]
    reason: str


COLUMNS = ("Time", "By", "Noun", "Name", "Act", "Field", "Before", "After", "Reason")


def write_log_line(line: LogEntry) -> LogLine:
    return {
        "id": line.id,
        "at": line.at,
        "byId": line.by_id,
        "by": line.by_name,
        "venueId": line.venue_id,
        "noun": line.noun,
        "nounId": line.noun_id,
        "name": line.name,
        "act": line.act,
        "values": [{"field": each["field"], "before": each["before"], "after": each["after"]} for each in line.values],
        "reason": line.reason,
    }


def write_rows(lines: Iterable[LogEntry]) -> Iterator[tuple[str, ...]]:
    """A row for each value that changed, under COLUMNS; one row where nothing did."""
    for line in lines:
        head = (iso(line.at), line.by_name, line.noun.replace("_", " "), line.name, line.act)
        for each in line.values or [{"field": "", "before": "", "after": ""}]:
            yield (*head, each["field"], each["before"] or "", each["after"] or "", line.reason)
