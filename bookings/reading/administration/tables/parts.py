"""A table of a venue part by part, each no more than one import takes, so that no length of it fills the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlalchemy.orm import Session

from bookings.database import Database
from bookings.errors import NotFound
from bookings.models import Venue, Viewer
from bookings.reading.administration.tables.customers import customer_rows
from bookings.reading.administration.tables.places import plan_rows, price_rows, resource_rows
from bookings.reading.administration.venues import read_managed_venue
from bookings.rules.setup.tables import TABLES, tables_of
from bookings.rules.text.cells import csv_line
from bookings.rules.text.tables import LARGEST, MOST_LINES

_WHOLE: dict[str, Callable[[Session, Venue], Iterable[dict[str, str]]]] = {
    "resources": resource_rows, "prices": price_rows, "plans": plan_rows,
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """`lines` are CSV without the names of the columns, which are `head`; `next` is what the part after it comes after."""

    head: str
    lines: str
    next: str | None

    @property
    def text(self) -> str:
        return self.head + self.lines


def read_part(session: Session, venue_id: str, noun: str, viewer: Viewer, now: datetime, after: str = "") -> Part:
    """Raises NotFound for a venue that this viewer does not manage, and for what it does not have."""
    managed = read_managed_venue(session, venue_id, viewer)
    if noun not in tables_of(managed.kind):
        raise NotFound("There is no such table of this venue.")
    names, venue = [column.name for column in TABLES[noun].columns], session.get_one(Venue, venue_id)
    if noun != "customers":
        lines = (csv_line([row.get(name, "") for name in names]) for row in _WHOLE[noun](session, venue))
        return Part(csv_line(names), "".join(lines), None)
    found: list[str] = []
    size, last = 0, after
    for key, row in customer_rows(session, venue, now, after):
        line = csv_line([row.get(name, "") for name in names])
        size += len(line.encode())
        if len(found) == MOST_LINES or size > LARGEST - 1024:
            return Part(csv_line(names), "".join(found), last)
        found.append(line)
        last = key
    return Part(csv_line(names), "".join(found), None)


def csv_parts(database: Database, venue_id: str, noun: str, viewer: Viewer) -> Iterator[str]:
    """All of it as text, part by part, each read by itself. Raises as `read_part` before the first."""

    def read(after: str = "") -> Part:
        with database.read() as session:
            return read_part(session, venue_id, noun, viewer, database.now(session), after)

    def rest(following: str | None) -> Iterator[str]:
        while following is not None:
            part = read(following)
            yield part.lines
            following = part.next

    first = read()
    return chain([first.text], rest(first.next))
