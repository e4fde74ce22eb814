"""A topic's next versions, of many topics in one statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.orm import Session

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
