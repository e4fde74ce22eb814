"""The log as it is read: by person, noun, day and text, from the newest line backwards.

However long the log is, a page looks at SCAN_LIMIT lines at most of those that an index leaves; where that was not enough it
says how far it has looked, and goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select, union_all
from sqlalchemy.orm import Session

from bookings.errors import NotAllowed, NotFound
from bookings.models import LogEntry, Noun, Person, Role, Staff, Venue, Viewer
from bookings.rules.times.zones import day_bounds

PAGE = 50
SCAN_LIMIT = 3_000
MOST_VENUES = 50
"""Of more venues than this, an index is not asked one by one."""

_CHUNK = 200
_LONGEST_TRANSACTION = timedelta(hours=1)
_FOR_A_PERSON = 200

Moments = tuple[datetime | None, datetime | None]


@dataclass(frozen=True)
class LogFilter:
    """None and "" ask for everything. Days are those of `zone`, both of them whole."""

    venue_id: str | None = None
    by_id: str | None = None
    noun: Noun | None = None
    noun_id: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    zone: str = "UTC"
    text: str = ""
    before: int | None = None


@dataclass(frozen=True)
class LogPage:
    """`before` is where the next page begins; None after the last. `looked_back_to`: nobody has looked at older lines yet."""

    lines: tuple[LogEntry, ...]
    before: int | None
    looked_back_to: datetime | None = None


@dataclass(frozen=True)
class LogChoices:
    """What can be asked for: venues as (id, name, zone), people as (id, name)."""

    venues: tuple[tuple[str, str, str], ...]
    people: tuple[tuple[str, str], ...]


def read_log(session: Session, viewer: Viewer, wanted: LogFilter, size: int = PAGE) -> LogPage:
    """The newest lines that match, of the venues that this viewer manages; admins read all of them.

    Raises NotAllowed for those who manage nothing, NotFound for a venue that they do not manage.
    """
    venues, moments = _allowed(viewer, wanted.venue_id), _moments(wanted)
    ids = session.scalars(_candidates(session, wanted, venues, moments)).all()
    found: list[LogEntry] = []
    for first in range(0, len(ids), _CHUNK):
        some = select(LogEntry).where(LogEntry.id.in_(ids[first : first + _CHUNK])).order_by(LogEntry.id.desc())
        for line in session.scalars(some):
            if _matches(line, wanted, venues, moments):
                found.append(line)
        if len(found) > size:
            return LogPage(tuple(found[:size]), found[size - 1].id)
    if len(ids) < SCAN_LIMIT:
        return LogPage(tuple(found), None)
    return LogPage(tuple(found), ids[-1], session.get_one(LogEntry, ids[-1]).at)


def read_choices(session: Session, viewer: Viewer) -> LogChoices:
    """The venues and the people that this viewer's log can be narrowed to. Raises NotAllowed."""
    allowed = _allowed(viewer, None)
    venues = select(Venue.id, Venue.name, Venue.zone).order_by(Venue.name, Venue.id).limit(_FOR_A_PERSON)
    people = select(Person.id, Person.name).order_by(Person.name, Person.id).limit(_FOR_A_PERSON)
    if allowed is None:
        people = people.where(Person.role.in_((Role.STAFF, Role.ADMIN)))
    else:
        venues = venues.where(Venue.id.in_(allowed))
        people = people.where(Person.id.in_(select(Staff.person_id).where(Staff.venue_id.in_(allowed))))
    return LogChoices(
        tuple((row.id, row.name, row.zone) for row in session.execute(venues)),
        tuple((row.id, row.name) for row in session.execute(people)),
    )


def read_last_lines(
    session: Session, viewer: Viewer, noun: Noun, venue_id: str | None, noun_id: str | None = None, most: int = 5
) -> tuple[LogEntry, ...]:
    """The last lines about a noun, or about one of its kind, for its page."""
    return read_log(session, viewer, LogFilter(venue_id=venue_id, noun=noun, noun_id=noun_id), most).lines


def _allowed(viewer: Viewer, venue_id: str | None) -> frozenset[str] | None:
    """The venues whose lines are read; None: all, and what belongs to no venue."""
    if viewer.is_admin:
        return frozenset([venue_id]) if venue_id else None
    managed = frozenset(venue for venue in viewer.managed if viewer.manages(venue))
    if not managed:
        raise NotAllowed("The log is read by those who manage a venue.")
    if venue_id is None:
        return managed
    if venue_id not in managed:
        raise NotFound("There is no such venue among those that you manage.")
    return frozenset([venue_id])


def _candidates(session: Session, wanted: LogFilter, venues: frozenset[str] | None, moments: Moments) -> Select[Any]:
    """The newest ids that one index leaves, SCAN_LIMIT at most."""
    bounds = _bounds(session, wanted, moments)
    if wanted.noun and wanted.noun_id is not None:
        return _newest(bounds, LogEntry.noun == wanted.noun, LogEntry.noun_id == wanted.noun_id)
    if wanted.by_id:
        return _newest(bounds, LogEntry.by_id == wanted.by_id)
    of_noun = [LogEntry.noun == wanted.noun] if wanted.noun else []
    homes: Sequence[str | None] = sorted(venues) if venues is not None else []
    if venues is None and of_noun:
        homes = [*session.scalars(select(Venue.id).limit(MOST_VENUES)), None]
    if not homes or len(homes) > MOST_VENUES:
        return _newest(bounds)
    each = [_newest(bounds, LogEntry.venue_id == home, *of_noun).subquery() for home in homes]
    if len(each) == 1:
        return select(each[0].c.id).order_by(each[0].c.id.desc())
    every = union_all(*(select(one.c.id) for one in each)).subquery()
    return select(every.c.id).order_by(every.c.id.desc()).limit(SCAN_LIMIT)


def _newest(bounds: Sequence[Any], *conditions: Any) -> Select[Any]:
    return select(LogEntry.id).where(*conditions, *bounds).order_by(LogEntry.id.desc()).limit(SCAN_LIMIT)


def _bounds(session: Session, wanted: LogFilter, moments: Moments) -> list[Any]:
    """Between which ids the days lie. A line's moment is when its transaction began, its id is from the end of it: so the
    ids are those of an hour more on each side, and `_matches` says exactly."""
    start, end = moments
    found: list[Any] = [LogEntry.id < wanted.before] if wanted.before is not None else []
    if start is not None:
        older = select(LogEntry.id).where(LogEntry.at < start - _LONGEST_TRANSACTION).order_by(LogEntry.at.desc()).limit(1)
        found.append(LogEntry.id > (session.scalar(older) or 0))
    if end is not None:
        newer = select(LogEntry.id).where(LogEntry.at >= end + _LONGEST_TRANSACTION).order_by(LogEntry.at).limit(1)
        if (first := session.scalar(newer)) is not None:
            found.append(LogEntry.id < first)
    return found


def _moments(wanted: LogFilter) -> Moments:
    start = day_bounds(wanted.first_day, wanted.zone)[0] if wanted.first_day else None
    end = day_bounds(wanted.last_day, wanted.zone)[1] if wanted.last_day else None
    return start, end


def _matches(line: LogEntry, wanted: LogFilter, venues: frozenset[str] | None, moments: Moments) -> bool:
    start, end = moments
    return (
        (venues is None or line.venue_id in venues)
        and (not wanted.by_id or line.by_id == wanted.by_id)
        and (not wanted.noun or line.noun == wanted.noun)
        and (wanted.noun_id is None or line.noun_id == wanted.noun_id)
        and (start is None or line.at >= start)
        and (end is None or line.at < end)
        and (not wanted.text or _says(line, wanted.text.casefold()))
    )


def _says(line: LogEntry, wanted: str) -> bool:
    values = (text for each in line.values for text in (each["field"], each["before"], each["after"]) if text)
    return any(wanted in text.casefold() for text in (line.name, line.by_name, line.act, line.reason, *values))
