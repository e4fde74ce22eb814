"""The version of a topic: how many changes stand on it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import TopicVersion
from bookings.rules.topics import Topic


def version_of(session: Session, topic: Topic) -> int:
    """0 for a topic on which nothing has happened yet."""
    return session.scalar(select(TopicVersion.version).where(TopicVersion.topic == str(topic))) or 0
