"""A topic's next versions, of many topics in one statement; and how many seats an event has left at one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bookings.models import Change, ChangeKind, Claim, Seat, TopicEntry
from bookings.models.in_force import in_force

AT_ONCE = 200


def count_on(session: Session, more: Mapping[str, int]) -> dict[str, int]:
    """Raise each topic's version by so many, and keep others off them until the commit. Returns the versions then.

    In sorted order, so that two transactions never wait for each other in a circle.
    """
    versions: dict[str, int] = {}
    topics = sorted(more)
    for first in range(0, len(topics), AT_ONCE):
        part = topics[first : first + AT_ONCE]
        rows = ", ".join(f"(:topic{n}, :more{n})" for n in range(len(part)))
        bound = {f"topic{n}": topic for n, topic in enumerate(part)} | {
            f"more{n}": more[topic] for n, topic in enumerate(part)
        }
        versions |= dict(session.execute(text(_COUNT_ON.format(rows)), bound).all())
    return versions


# It only names what is bound.
_COUNT_ON = (
    "INSERT INTO topics (topic, version) VALUES {}"
    " ON CONFLICT (topic) DO UPDATE SET version = topics.version + excluded.version RETURNING topic, version"
)


def seats_left(session: Session, now: datetime, topic: str, first: int, mine: Sequence[Change]) -> dict[str, int]:
    """Under the topic's lock: whoever changed this event before us has committed, so the figures are exact.

    How many seats there are stands beside the change before, unless they have become more or fewer since.
    """
    event_id = int(topic.partition(":")[2])  # a booking that changes flights is a change of both
    counted = select(func.count()).select_from(Claim).where(Claim.event_id == event_id, in_force(now))
    before = select(TopicEntry.capacity).where(TopicEntry.topic == topic, TopicEntry.version == first - 1)
    row = session.execute(select(counted.scalar_subquery(), before.scalar_subquery())).one()
    taken, capacity = row[0], row[1]
    if capacity is None or any(
        change.kind in (ChangeKind.CAPACITY_CHANGED, ChangeKind.EVENT_CHANGED) for change in mine
    ):
        capacity = session.scalar(select(func.count()).select_from(Seat).where(Seat.event_id == event_id)) or 0
    return {"free": capacity - taken, "capacity": capacity}
