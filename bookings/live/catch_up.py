"""Catching up: from the version that a page shows to the present, as fragments of markup.

The same code serves the first connect, a reconnect, a tab that was hidden, the polling fallback and the answer to a form
that was sent without a socket.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.live import element_ids
from bookings.live.render import Fragments, version_element
from bookings.live.views import DayView, LiveView, TimetableView
from bookings.models import Viewer
from bookings.reading.audience import Audience
from bookings.reading.look_in import is_open
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.times.zones import parse_instant
from bookings.rules.topics import Topic
from bookings.rules.violation import RuleViolation

MOST_TOPICS = 40
DEAREST_DELTA = 250
"""More fragments than this, and one morphed snapshot is cheaper for the page."""

AWAY = timedelta(minutes=2)
"""A page that has been sent nothing for longer has missed more of what the clock changes than a `tick` tells."""

LONGEST_VIEW = 2_000
_FOLLOW = re.compile(rf"([^|]{{1,120}})\|([^@]{{0,{LONGEST_VIEW}}})@(\d{{1,15}})")


@dataclass(frozen=True)
class Subscription:
    """What a page asks for: this topic, in this view, from this version on."""

    topic: Topic
    view: str
    since: int
    turned: bool = False
    """It showed another day of this until now."""
    as_of: datetime | None = None
    """The moment of which it says that it is; None where it says nothing of the kind."""


def parse_subscription(text: str) -> Subscription | None:
    """From "{topic}|{view}@{version}"; None for anything else."""
    match = _FOLLOW.fullmatch(text)
    topic = topics.parse(match[1]) if match else None
    return Subscription(topic, match[2], int(match[3])) if match and topic else None


def parse_subscriptions(asked: Sequence[str], as_of: str | None = None) -> list[Subscription]:
    """All that a page asks for, each topic once; nothing when a part cannot be read or there are more than MOST_TOPICS.

    A page shows a topic in one way only, so of two lines about the same one the first counts. `as_of` is the instant in its
    badge; what is no instant is as good as none.
    """
    try:
        moment = parse_instant(as_of) if as_of else None
    except RuleViolation:
        moment = None
    found = [each for each in map(parse_subscription, asked[:MOST_TOPICS]) if each is not None]
    if len(found) != len(asked):
        return []
    by_topic: dict[Topic, Subscription] = {}
    for subscription in found:
        by_topic.setdefault(subscription.topic, replace(subscription, as_of=moment))
    return list(by_topic.values())


class CatchUp:
    """Answers "what have I missed" for one page, within what its viewer may see."""

    def __init__(self, database: Database, views: Mapping[str, LiveView]) -> None:
        self.database = database
        self.views = views

    def audience(self, session: Session, viewer: Viewer, subscription: Subscription) -> Audience | None:
        """As what this viewer may follow it; None when they may not."""
        live_view = self.views.get(subscription.topic.kind)
        if viewer.is_stranger and not (is_open(session, subscription.topic) or _found(viewer, subscription.topic)):
            return None
        return live_view.audience(session, viewer, subscription.topic, subscription.view) if live_view else None

    def present(self, session: Session, subscription: Subscription) -> Subscription:
        """What a page that follows this is about by now: today's board, if it means today and showed yesterday's."""
        live_view = self.views.get(subscription.topic.kind)
        if not isinstance(live_view, DayView):
            return subscription
        topic = live_view.present(session, subscription.topic, subscription.view, self.database.now(session))
        return subscription if topic == subscription.topic else Subscription(topic, subscription.view, 0, turned=True)

    def fragments_since(self, session: Session, subscription: Subscription, audience: Audience) -> tuple[int, Fragments]:
        """The present version, and the fragments that bring a page from `subscription.since` to it (none when nothing changed)."""
        live_view, topic, view = self.views[subscription.topic.kind], subscription.topic, subscription.view
        head = version_of(session, topic)
        now = self.database.now(session)
        if subscription.turned and isinstance(live_view, DayView):
            turned = live_view.turned(session, topic, view, audience, now)
            return head, {**turned, element_ids.version(topic, view): version_element(topic, view, head)}
        with_clock = isinstance(live_view, DayView | TimetableView)
        was_away = with_clock and subscription.as_of is not None and now - subscription.as_of > AWAY
        if head == subscription.since and not was_away:
            return head, {}
        changes = changes_after(session, topic, subscription.since) if subscription.since < head and not was_away else None
        fragments = live_view.delta(session, topic, view, audience, changes, now) if changes else None
        if fragments is None or len(fragments) > DEAREST_DELTA:
            fragments = live_view.snapshot(session, topic, view, audience, now)
        return head, {**fragments, element_ids.version(topic, view): version_element(topic, view, head)}

    def poll(self, viewer: Viewer, follows: list[Subscription]) -> Fragments | None:
        """What a page without a socket has missed; None when it may not follow something that it asks for."""
        fragments: Fragments = {}
        with self.database.read() as session:
            for asked in follows:
                subscription = self.present(session, asked)
                audience = self.audience(session, viewer, subscription)
                if audience is None:
                    return None
                live_view, now = self.views[subscription.topic.kind], self.database.now(session)
                fragments |= live_view.tick(session, subscription.topic, subscription.view, audience, now)
                fragments |= self.fragments_since(session, subscription, audience)[1]
        return fragments


def _found(viewer: Viewer, topic: Topic) -> bool:
    """Whether this is the booking that somebody without an account has found by its code."""
    return topic.kind == "booking" and bool(viewer.trip) and topic.id == viewer.trip
