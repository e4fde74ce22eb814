"""The watch over log-ins: when one ends, the sockets that were opened with it end too, on every process."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.dispatcher import Dispatcher
from bookings.models import ChangeKind, Viewer
from bookings.reading.people.viewers import read_viewer
from bookings.rules import topics
from bookings.rules.topics import Topic
from bookings.sockets.connection import Connection
from bookings.sockets.frames.close_codes import POLICY_VIOLATION
from bookings.sockets.hub import Hub


class LoginEnded(Exception):
    """The log-in with which a socket was opened does not count any more."""


class Logins:
    """A subscriber that sends nothing and closes sockets, those of pages and of programs."""

    def __init__(self, dispatcher: Dispatcher, hub: Hub) -> None:
        self._dispatcher, self._hub = dispatcher, hub
        self._people: dict[Topic, str] = {}
        dispatcher.attach(self)

    def watch(self, connection: Connection, viewer: Viewer) -> None:
        """From now on the end of this log-in ends the connection. Raises LoginEnded when it has ended already."""
        own = topics.user(viewer.id)
        self._people[own] = viewer.id
        # Read after the watch began: an end before it is read here, an end after it is delivered.
        with self._dispatcher.paused(own), self._dispatcher.reading() as session:
            if connection.login is None or read_viewer(session, connection.login) is None:
                raise LoginEnded("Signed out")

    def follows(self, topic: Topic) -> bool:
        if topic in self._people and not self._hub.connections_of(self._people[topic]):
            del self._people[topic]
        return topic in self._people

    def deliver(self, session: Session, topic: Topic, changes: list[TopicChange] | None, head: int, now: datetime) -> None:
        if changes is None:
            return self._check_again(session, topic.id)
        ended = {
            login for change in changes if change.kind == ChangeKind.SIGNED_OUT for login in change.detail["logins"]
        }
        if ended:
            self._close(topic.id, ended)
        return None

    def _check_again(self, session: Session, person: str) -> None:
        logins = {connection.login for connection in self._hub.connections_of(person) if connection.login}
        self._close(person, {login for login in logins if read_viewer(session, login) is None})

    def _close(self, person: str, ended: set[str]) -> None:
        self._hub.close_where(
            lambda connection: connection.login in ended, POLICY_VIOLATION, "Signed out", person=person
        )
