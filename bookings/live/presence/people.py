"""Who is here, as values: a person with their status and what they have open, and the tables of several processes as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bookings.rules.times.zones import iso, parse_instant

AVAILABLE, BUSY, AWAY = "available", "busy", "away"
STATUSES = (AVAILABLE, BUSY, AWAY)
"""Those that one chooses on a page; a program may say another word."""


@dataclass(frozen=True, order=True)
class Draft:
    """A booking that somebody is about to make: a place and a time, which it keeps from nobody."""

    resource_id: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Open:
    """What one page shows: a venue's board or a booking there, perhaps with something half typed."""

    venue_id: str = ""
    booking_id: str = ""
    editing: bool = False
    draft: Draft | None = None


@dataclass(frozen=True)
class PersonHere:
    """`venues` are those where they work; `status_at` is when they chose their status, in seconds."""

    id: str
    name: str
    venues: frozenset[str]
    status: str = AVAILABLE
    status_at: float = 0.0
    open: frozenset[Open] = frozenset()

    @property
    def drafts(self) -> frozenset[tuple[str, Draft]]:
        """With the venue of each."""
        return frozenset((each.venue_id, each.draft) for each in self.open if each.draft is not None)


Table = Mapping[str, PersonHere]
"""By the person's id."""


def merge(tables: Iterable[Table]) -> dict[str, PersonHere]:
    """Somebody who is connected to several processes is one; of two statuses the one that was chosen later counts."""
    merged: dict[str, PersonHere] = {}
    for table in tables:
        for person in table.values():
            known = merged.get(person.id)
            merged[person.id] = person if known is None else _joined(known, person)
    return merged


def _joined(one: PersonHere, other: PersonHere) -> PersonHere:
    newer = max(one, other, key=lambda each: each.status_at)
    return replace(one, status=newer.status, status_at=newer.status_at, open=one.open | other.open)


def write_table(table: Table) -> list[dict[str, Any]]:
    """As plain values, for the other processes."""
    return [
        {
            "id": each.id, "name": each.name, "venues": sorted(each.venues), "status": each.status, "statusAt": each.status_at,
            "open": [_write_open(one) for one in each.open],
        }
        for each in table.values()
    ]  # fmt: skip


def read_table(rows: Any) -> dict[str, PersonHere]:
    """Raises ValueError, TypeError or KeyError for what is none of ours."""
    found = (
        PersonHere(
            str(row["id"]), str(row["name"]), frozenset(map(str, row["venues"])), str(row["status"]), float(row["statusAt"]),
            frozenset(_read_open(one) for one in row["open"]),
        )
        for row in rows
    )  # fmt: skip
    return {person.id: person for person in found}


def _write_open(one: Open) -> dict[str, Any]:
    draft = [one.draft.resource_id, iso(one.draft.start), iso(one.draft.end)] if one.draft is not None else None
    return {"venue": one.venue_id, "booking": one.booking_id, "editing": one.editing, "draft": draft}


def _read_open(one: Mapping[str, Any]) -> Open:
    draft = None
    if one["draft"] is not None:
        resource, start, end = one["draft"]
        draft = Draft(str(resource), parse_instant(start), parse_instant(end))
    return Open(str(one["venue"]), str(one["booking"]), bool(one["editing"]), draft)
