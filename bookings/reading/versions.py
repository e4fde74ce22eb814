"""The version of a topic: how many changes stand on it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import TopicVersion
from bookings.rules import topics
from bookings.rules.topics import Topic


def version_of(session: Session, topic: Topic) -> int:
    """0 for a topic on which nothing has happened yet."""
    return session.scalar(select(TopicVersion.version).where(TopicVersion.topic == str(topic))) or 0


def event_versions(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Those of the topics of these events; one on which nothing has happened yet is left out."""
    named = {str(topics.event(each)): each for each in ids}
    found = session.execute(select(TopicVersion.topic, TopicVersion.version).where(TopicVersion.topic.in_(named)))
    return {named[topic]: version for topic, version in found}
