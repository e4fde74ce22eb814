"""The pages that are open here: who follows what, and what each is sent."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live import element_ids
from bookings.live.catch_up import CatchUp, Subscription
from bookings.live.dispatcher import Dispatcher
from bookings.live.page_clock import PageClock
from bookings.live.page_room import PageRoom
from bookings.live.render import as_of, version_element
from bookings.live.views.view import WholeView
from bookings.models import Viewer
from bookings.reading.audience import WITH_THEIR_OWN, Audience
from bookings.rules.topics import Topic
from bookings.sockets.connection import Connection
from bookings.sockets.frames.close_codes import OVERLOADED
from bookings.sockets.frames.outgoing import Frame
from bookings.sockets.hub import Hub

log = logging.getLogger(__name__)


class SubscriptionDenied(Exception):
    """A page asked to follow what its viewer may not see."""


class PageSubscriptions:
    """The dispatcher's subscriber for pages: fragments of markup, drawn once per view and audience."""

    def __init__(self, dispatcher: Dispatcher, hub: Hub, catch_up: CatchUp) -> None:
        self._dispatcher, self._hub, self._catch_up = dispatcher, hub, catch_up
        self._database = catch_up.database
        self._rooms: dict[Topic, set[PageRoom]] = {}
        self._clock = PageClock(dispatcher, hub, catch_up)
        dispatcher.attach(self)

    def join(self, connection: Connection, viewer: Viewer, follows: Iterable[Subscription]) -> list[Subscription]:
        """Bring a page to the present and keep it there; returns what it follows by then.

        Raises SubscriptionDenied when it asks for what its viewer may not see.
        """
        zone = None
        with self._database.read() as session:
            present = [self._catch_up.present(session, follow) for follow in follows]
        for follow in present:
            topic = follow.topic
            with self._dispatcher.paused(topic):
                with self._database.read() as session:
                    audience = self._catch_up.audience(session, viewer, follow)
                    if audience is None:
                        raise SubscriptionDenied("You may not follow this page")
                    room = PageRoom(topic, follow.view, audience.name)
                    now = self._database.now(session)
                    if zone is None:
                        zone = self._catch_up.views[topic.kind].zone(session, topic)
                    head, missed = self._catch_up.fragments_since(session, follow, audience)
                    # A tab that was away has missed what the clock alone has changed, too; one that shows another day, all of this one.
                    fragments = missed if follow.turned else {**self._clock.fragments(session, room, head, now), **missed}
                    self._clock.plan(session, room, now)
                self._rooms.setdefault(topic, set()).add(room)
                self._hub.join(connection, room)
                self._hub.send(connection, Frame({**fragments, "as-of": as_of(now, zone)}))
        if zone is not None:
            self._clock.join(connection, zone)
        return present

    def follows(self, topic: Topic) -> bool:
        return bool(self._occupied(topic))

    def deliver(self, session: Session, topic: Topic, changes: list[TopicChange] | None, head: int, now: datetime) -> None:
        for room in self._occupied(topic):
            if changes is None:
                # Everybody needs a whole picture of their own; let them come for it one by one.
                self._send_back(room)
                continue
            try:
                frame = self._draw(session, room, Audience(room.audience), changes, head, now)
                instead = {
                    person: self._draw(session, room, Audience(room.audience, person), changes, head, now)
                    for person in self._concerned(session, room, changes, now)
                }
                self._clock.plan(session, room, now)
            except Exception:
                # One fragment that cannot be drawn must not keep the rest from anybody; these pages come back and ask for everything.
                log.exception("could not draw %s", room)
                self._send_back(room)
            else:
                self._hub.publish(room, frame, instead)
        if topic.kind == "setup":
            self._plan_boards(session, topic.id, now)

    def _plan_boards(self, session: Session, venue_id: str, now: datetime) -> None:
        """With other terms, boards that stood still until now may change with the clock."""
        for topic in [each for each in self._rooms if each.kind == "board" and each.id == venue_id]:
            for room in self._occupied(topic):
                self._clock.plan(session, room, now)

    def _draw(
        self, session: Session, room: PageRoom, audience: Audience, changes: list[TopicChange], head: int, now: datetime
    ) -> Frame:
        live_view = self._catch_up.views[room.topic.kind]
        fragments = live_view.delta(session, room.topic, room.view, audience, changes, now)
        return Frame({**fragments, element_ids.version(room.topic, room.view): version_element(room.topic, room.view, head)})

    def _send_back(self, room: PageRoom) -> None:
        self._hub.close_where(lambda connection: room in connection.rooms, OVERLOADED, "Please reconnect")

    def _concerned(self, session: Session, room: PageRoom, changes: list[TopicChange], now: datetime) -> set[str]:
        """Those who see these changes differently from their audience, among those who are here."""
        if room.audience not in WITH_THEIR_OWN:
            return set()
        concerned = {person for change in changes for person in change.people}
        concerned = {each for each in concerned if any(room in one.rooms for one in self._hub.connections_of(each))}
        live_view = self._catch_up.views[room.topic.kind]
        if isinstance(live_view, WholeView):
            here = {connection.person for connection in self._hub.members(room) if connection.person}
            concerned |= live_view.with_their_own(session, room.topic, room.view, here, changes, now)
        return concerned

    def _occupied(self, topic: Topic) -> list[PageRoom]:
        """The rooms of a topic with somebody in them; the others are forgotten."""
        known = self._rooms.get(topic, set())
        for room in [room for room in known if not self._hub.members(room)]:
            known.discard(room)
            self._clock.forget(room)
        if not known:
            self._rooms.pop(topic, None)
        return sorted(known)
