"""Reading the record of changes: what happened on a topic after a version, in order and without holes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bookings.models import Change, TopicEntry, TopicVersion
from bookings.rules.times.zones import parse_instant
from bookings.rules.topics import Topic

MOST = 300
"""Further behind than this, a follower is given the whole picture instead of the steps."""

_PER_QUERY = 500


@dataclass(frozen=True)
class TopicChange:
    """A change as it stands on one topic, under that topic's version; on an event's topic with the seats left after it."""

    version: int
    kind: str
    at: datetime
    by_id: str
    booking_id: str | None
    event_id: int | None
    venue_id: str | None
    seats: tuple[str, ...]
    times: tuple[tuple[str, datetime, datetime], ...]
    people: frozenset[str]
    detail: dict[str, Any]
    free: int | None = None
    capacity: int | None = None


def changes_after(session: Session, topic: Topic, version: int, *, most: int = MOST) -> list[TopicChange] | None:
    """The changes on `topic` after `version`, oldest first.

    None when there are more than `most`, when they were cleared away, or when the topic has not come to `version` yet (a
    page from before a backup was restored): then only the whole picture helps.
    """
    head = session.scalar(select(TopicVersion.version).where(TopicVersion.topic == str(topic))) or 0
    if version == head:
        return []
    found = next_changes(session, topic, version, most + 1)
    return None if found is None or len(found) > most else found


def next_changes(session: Session, topic: Topic, version: int, count: int) -> list[TopicChange] | None:
    """The first so many changes on `topic` after `version`; None when the next one is not kept any more, or there is none."""
    rows = session.execute(
        select(TopicEntry, Change)
        .join(Change, Change.id == TopicEntry.change_id)
        .where(TopicEntry.topic == str(topic), TopicEntry.version > version)
        .order_by(TopicEntry.version)
        .limit(count)
    ).all()
    if not rows or rows[0][0].version != version + 1:
        return None
    return [_topic_change(entry, change) for entry, change in rows]


def oldest_kept(session: Session, topic: Topic) -> int | None:
    """The version of the oldest change on `topic` that is kept; None when there is none."""
    return session.scalar(select(func.min(TopicEntry.version)).where(TopicEntry.topic == str(topic)))


_VERSIONS = select(TopicVersion.topic, TopicVersion.version).where(
    TopicVersion.topic.in_(bindparam("wanted", expanding=True))
)


def versions_of(session: Session, topics: Iterable[str]) -> dict[str, int]:
    """The present version of each of these topics; those on which nothing ever happened are left out."""
    wanted = sorted(topics)
    found: dict[str, int] = {}
    for first in range(0, len(wanted), _PER_QUERY):
        part = wanted[first : first + _PER_QUERY]
        found.update(dict(session.execute(_VERSIONS, {"wanted": part}).all()))
    return found


def _topic_change(entry: TopicEntry, change: Change) -> TopicChange:
    payload = change.payload
    return TopicChange(
        version=entry.version,
        kind=change.kind,
        at=change.at,
        by_id=change.by_id,
        booking_id=change.booking_id,
        event_id=change.event_id,
        venue_id=change.venue_id,
        seats=tuple(payload["seats"]),
        times=tuple((resource, parse_instant(start), parse_instant(end)) for resource, start, end in payload["times"]),
        people=frozenset(payload["people"]),
        detail=payload["detail"],
        free=entry.free,
        capacity=entry.capacity,
    )
