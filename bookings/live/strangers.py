"""The watch over strangers' pages: when a venue does not let people look in any more, their sockets end, on every process."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.catch_up import Subscription
from bookings.live.dispatcher import Dispatcher
from bookings.reading.look_in import is_open, venue_of
from bookings.rules import topics
from bookings.rules.topics import Topic
from bookings.sockets.frames.close_codes import POLICY_VIOLATION
from bookings.sockets.hub import Hub


class Strangers:
    """A subscriber that sends nothing. A stranger's connection has a name of its own in the place of a person's id."""

    def __init__(self, dispatcher: Dispatcher, hub: Hub) -> None:
        self._dispatcher, self._hub = dispatcher, hub
        self._names: dict[Topic, set[str]] = {}
        dispatcher.attach(self)

    def watch(self, name: str, follows: Iterable[Subscription]) -> None:
        """From now on a venue that closes ends the connection of this name. Whether it is open now is asked when the page joins."""
        with self._dispatcher.reading() as session:
            venues = {venue_of(session, follow.topic) for follow in follows}
        for venue in filter(None, venues):
            with self._dispatcher.paused(topics.setup(venue)):
                self._names.setdefault(topics.setup(venue), set()).add(name)

    def follows(self, topic: Topic) -> bool:
        here = {name for name in self._names.get(topic, ()) if self._hub.connections_of(name)}
        if here:
            self._names[topic] = here
        else:
            self._names.pop(topic, None)
        return bool(here)

    def deliver(self, session: Session, topic: Topic, changes: list[TopicChange] | None, head: int, now: datetime) -> None:
        if is_open(session, topic):
            return
        for name in self._names.pop(topic, set()):
            for connection in list(self._hub.connections_of(name)):
                self._hub.close(connection, POLICY_VIOLATION, "Please sign in")
