"""Catching up: from the version that a page shows to the present, as pieces of markup.

The same code serves the first connect, a reconnect, a tab that was hidden, the polling fallback and the answer to a form
that was sent without a socket.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bookings.changes.log import changes_after
from bookings.live import element_ids
from bookings.live.render import Fragments, version_element
from bookings.live.views import DayView, LiveView
from bookings.models import Database, Viewer
from bookings.reading.audience import Audience
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.topics import Topic

MOST_TOPICS = 40
DEAREST_DELTA = 250
"""More pieces than this, and one morphed snapshot is cheaper for the page."""

LONGEST_VIEW = 2_000
_FOLLOW = re.compile(rf"([^|]{{1,120}})\|([^@]{{0,{LONGEST_VIEW}}})@(\d{{1,15}})")


@dataclass(frozen=True)
class Subscription:
    """What a page says of itself: this topic, looked at in this way, shown at this version."""

    topic: Topic
    view: str
    since: int
    turned: bool = False
    """It showed another day of this until now."""


def parse_subscription(text: str) -> Subscription | None:
    """From "{topic}|{view}@{version}"; None for anything else."""
    match = _FOLLOW.fullmatch(text)
    topic = topics.parse(match[1]) if match else None
    return Subscription(topic, match[2], int(match[3])) if match and topic else None


def parse_subscriptions(asked: Sequence[str]) -> list[Subscription]:
    """All that a page asks for, each topic once; nothing when a part cannot be read or there are more than MOST_TOPICS.

    A page shows a topic in one way only, so of two lines about the same one the first counts.
    """
    found = [each for each in map(parse_subscription, asked[:MOST_TOPICS]) if each is not None]
    if len(found) != len(asked):
        return []
    by_topic: dict[Topic, Subscription] = {}
    for follow in found:
        by_topic.setdefault(follow.topic, follow)
    return list(by_topic.values())


class CatchUp:
    """Answers "what have I missed" for one page, within what its viewer may see."""

    def __init__(self, database: Database, scenes: Mapping[str, LiveView]) -> None:
        self.database = database
        self.scenes = scenes

    def audience(self, session: Session, viewer: Viewer, follow: Subscription) -> Audience | None:
        """As what this viewer may follow it; None when they may not."""
        scene = self.scenes.get(follow.topic.kind)
        return scene.audience(session, viewer, follow.topic, follow.view) if scene else None

    def present(self, session: Session, follow: Subscription) -> Subscription:
        """What a page that follows this is about by now: today's board, if it means today and showed yesterday's."""
        scene = self.scenes.get(follow.topic.kind)
        if not isinstance(scene, DayView):
            return follow
        topic = scene.present(session, follow.topic, follow.view, self.database.now(session))
        return follow if topic == follow.topic else Subscription(topic, follow.view, 0, turned=True)

    def missed(self, session: Session, follow: Subscription, audience: Audience) -> tuple[int, Fragments]:
        """The present version, and the pieces that bring a page from `follow.since` to it (none when nothing changed)."""
        scene, topic, view = self.scenes[follow.topic.kind], follow.topic, follow.view
        head = version_of(session, topic)
        now = self.database.now(session)
        if follow.turned and isinstance(scene, DayView):
            turned = scene.turned(session, topic, view, audience, now)
            return head, {**turned, element_ids.version(topic): version_element(topic, view, head)}
        if head == follow.since:
            return head, {}
        changes = changes_after(session, topic, follow.since) if follow.since < head else None
        pieces = scene.delta(session, topic, view, audience, changes, now) if changes else None
        if pieces is None or len(pieces) > DEAREST_DELTA:
            pieces = scene.snapshot(session, topic, view, audience, now)
        return head, {**pieces, element_ids.version(topic): version_element(topic, view, head)}

    def poll(self, viewer: Viewer, follows: list[Subscription]) -> Fragments | None:
        """What a page without a socket has missed; None when it may not follow something that it asks for."""
        pieces: Fragments = {}
        with self.database.read() as session:
            for asked in follows:
                follow = self.present(session, asked)
                audience = self.audience(session, viewer, follow)
                if audience is None:
                    return None
                scene, now = self.scenes[follow.topic.kind], self.database.now(session)
                pieces |= scene.tick(session, follow.topic, follow.view, audience, now)
                pieces |= self.missed(session, follow, audience)[1]
        return pieces
