"""Lines of the log, and the revision by which two people who edit the same thing find out about each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, select

from bookings.errors import ChangedMeanwhile, Edit
from bookings.models import LogEntry, Noun

if TYPE_CHECKING:  # which writes lines itself
    from bookings.desk.transaction import Transaction

LONGEST_VALUE = 500
LONGEST_NAME = 200
MOST_EDITS = 20

Words = Mapping[str, str | None]
"""What a thing is, in words: {name of a field: its value for people; None where there is none}."""


@dataclass(frozen=True)
class Subject:
    """What a line is about: a row by its noun and id, what it is called, and the venue that it belongs to."""

    noun: Noun
    id: str
    name: str
    venue_id: str | None = None


@dataclass
class Line:
    """The line that `logged` wrote, or None when nothing was changed."""

    entry: LogEntry | None = field(default=None)


def check_revision(tx: Transaction, subject: Subject, revision: int | None) -> None:
    """Raises ChangedMeanwhile when somebody wrote a line about this after the `revision` that the caller saw.

    Programs may leave it out (None). The row itself is locked before.
    """
    if revision is None:
        return
    refuse_later(tx, revision, LogEntry.noun == subject.noun, LogEntry.noun_id == subject.id)


def refuse_later(tx: Transaction, revision: int, *about: ColumnElement[bool]) -> None:
    """Raises ChangedMeanwhile when there are lines `about` this after the `revision`."""
    later = select(LogEntry).where(*about, LogEntry.id > revision)
    lines = tx.session.scalars(later.order_by(LogEntry.id).limit(MOST_EDITS)).all()
    if not lines:
        return
    edits = [
        Edit(line.by_name, line.at, str(each["field"]), each["before"], each["after"])
        for line in lines
        if tx.by.is_admin or (line.venue_id is not None and tx.by.manages(line.venue_id))  # who may read it in the log
        for each in line.values
    ]
    raise ChangedMeanwhile(
        f"{lines[-1].by_name} changed this while you were at it. Nothing of yours was saved: look at what is different, "
        "then save again.",
        edits,
        lines[-1].id,
    )


def write_line(
    tx: Transaction, subject: Subject, act: str, before: Words, after: Words, *, reason: str = ""
) -> LogEntry | None:
    """Write down what is different; nothing (None) when nothing is. `act` is a past participle: made, changed, retired."""
    fields = list(dict.fromkeys([*before, *after]))
    values = [
        {"field": name, "before": _cut(before.get(name)), "after": _cut(after.get(name))}
        for name in fields
        if before.get(name) != after.get(name)
    ]
    if not values and before:
        return None
    entry = LogEntry(
        at=tx.now, by_id=tx.by.id, by_name=tx.by.name, venue_id=subject.venue_id, noun=subject.noun, noun_id=subject.id,
        name=cut(subject.name, LONGEST_NAME), act=act, values=values, reason=reason,
    )  # fmt: skip
    tx.session.add(entry)
    tx.session.flush()
    return entry


@contextmanager
def logged(
    tx: Transaction, subject: Subject, describe: Callable[[], Words], *, act: str = "changed", reason: str = ""
) -> Iterator[Line]:
    """While this lasts the thing may be changed; then a line says what is different by `describe`."""
    before, line = dict(describe()), Line()
    yield line
    line.entry = write_line(tx, subject, act, before, dict(describe()), reason=reason)


def cut(text: str, most: int = LONGEST_VALUE) -> str:
    """Long text is kept as far as it is read at a glance."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _cut(text: str | None) -> str | None:
    return text if text is None else cut(text)
