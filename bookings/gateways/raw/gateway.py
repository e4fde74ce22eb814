"""The raw WebSocket gateway: a subscriber of the dispatcher that sends events' counts and versions, and handles five commands."""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy.orm import Session

from bookings import audit
from bookings.accounts.tokens import INVALID, Tokens
from bookings.audit import Act
from bookings.changes.log import TopicChange, changes_after
from bookings.errors import NotSignedIn
from bookings.gateways.raw.commands import Command, InvalidMessage, parse_command
from bookings.live.dispatcher import Dispatcher
from bookings.live.logins import LoginEnded, Logins
from bookings.models import Event, Viewer
from bookings.reading.seats.occupancy import free_and_capacity
from bookings.rules import topics
from bookings.rules.times.zones import iso
from bookings.rules.topics import Topic
from bookings.sockets.connection import Connection, Listener
from bookings.sockets.frames.close_codes import OVERLOADED, POLICY_VIOLATION
from bookings.sockets.frames.outgoing import Frame
from bookings.sockets.hub import Hub
from bookings.wire.events import Message, messages_of_changes, resync_message, stamped, text_of

MOST_EVENTS = 50

log = logging.getLogger(__name__)


class RawRoom(NamedTuple):
    """The hub's room of one event's raw clients, all of whom get the same bytes."""

    topic: Topic


@lru_cache(maxsize=1024)  # the same one for all who follow an event
def room_of(event_id: int) -> RawRoom:
    return RawRoom(topics.event(event_id))


@dataclass(slots=True)
class Client:
    viewer: Viewer
    id: str = field(default_factory=lambda: f"ws_{int(time.time() * 1000)}_{secrets.token_hex(3)}")


class RawSockets:
    def __init__(self, dispatcher: Dispatcher, hub: Hub, tokens: Tokens, logins: Logins) -> None:
        self._dispatcher, self._hub, self._database = dispatcher, hub, tokens.desk.database
        self._tokens, self._logins = tokens, logins
        self._clients: dict[Connection, Client] = {}
        self.listener = Listener(self.on_text, self.on_excess, on_close=self.on_disconnect)
        dispatcher.attach(self)

    # -- the dispatcher's calls ------------------------------------------------------------------------------------

    def follows(self, topic: Topic) -> bool:
        return bool(self._hub.members(RawRoom(topic)))

    def deliver(self, session: Session, topic: Topic, changes: list[TopicChange] | None, head: int, now: datetime) -> None:
        try:
            for message in self._messages(session, topic, changes, head, now):
                self._hub.publish(RawRoom(topic), Frame.message(text_of(message)))
        except Exception:
            # Its clients come back with the version that they know; the other subscribers shall not suffer.
            log.exception("could not send the changes of %s", topic)
            self._hub.close_where(lambda each: RawRoom(topic) in each.rooms, OVERLOADED, "Please reconnect")

    def _messages(
        self, session: Session, topic: Topic, changes: list[TopicChange] | None, head: int, now: datetime
    ) -> list[Message]:
        event_id = int(topic.id)
        if changes is None:
            return [resync_message(event_id, head, *free_and_capacity(session, event_id, now))]
        return messages_of_changes(event_id, changes)

    # -- the client ------------------------------------------------------------------------------------------------

    def exists(self, event_id: int) -> bool:
        """Whether there is such an event. Everybody who is signed in may see every event."""
        with self._database.read() as session:
            return session.get(Event, event_id) is not None

    def on_connect(self, connection: Connection, viewer: Viewer, event_id: int | None = None) -> None:
        """Send a new client its id. Does not wait for anything."""
        if connection.open:
            client = self._clients[connection] = Client(viewer)
            self._send(connection, stamped("connection_established", clientId=client.id, eventId=event_id))

    def on_text(self, connection: Connection, text: str) -> None:
        """Handle a message; whatever is wrong with it is answered, and the connection stays."""
        try:
            self._handle(connection, parse_command(text))
        except InvalidMessage as invalid:
            self._send(connection, stamped("error", message=str(invalid)))

    def on_disconnect(self, connection: Connection) -> None:
        """The connection has ended."""
        self._clients.pop(connection, None)

    def on_excess(self, connection: Connection) -> None:
        self._send(
            connection, stamped("error", message="Too many messages. Wait a moment, or the connection will be closed.")
        )

    def _handle(self, connection: Connection, command: Command) -> None:
        match command:
            case Command("ping"):
                self._send(connection, stamped("pong"))
            case Command("get_stats"):
                self._send(connection, stamped("stats", data=self._stats(connection)))
            case Command("authenticate"):
                self._authenticate(connection, command.token)
            case Command("subscribe_event", int() as event_id):
                if not self.exists(event_id):
                    raise InvalidMessage("Event not found")
                if len(connection.rooms) >= MOST_EVENTS:
                    raise InvalidMessage(f"At most {MOST_EVENTS} events can be followed on one connection")
                self.follow(connection, event_id, command.since)
            case Command("unsubscribe_event", int() as event_id):
                self._hub.leave(connection, room_of(event_id))
                self._send(connection, stamped("unsubscribed", eventId=event_id))

    def _authenticate(self, connection: Connection, token: str) -> None:
        """A fresh token of the same person takes the place of the one with which the client came."""
        client = self._clients.get(connection)
        if client is None:
            return
        try:
            client.viewer = self._tokens.fresh(token, client.viewer)
        except NotSignedIn as refusal:
            audit.record(
                Act.SOCKET_REFUSED, kind="raw", why=refusal.message, person=client.viewer.id, address=connection.address
            )
            raise InvalidMessage(refusal.message) from None
        self._hub.renew(connection, client.viewer.login_id, client.viewer.until)
        try:
            self._logins.watch(connection, client.viewer)
        except LoginEnded:
            self._hub.close(connection, POLICY_VIOLATION, INVALID)
        assert client.viewer.until is not None
        self._send(connection, stamped("authenticated", expiresAt=iso(client.viewer.until)))

    def follow(self, connection: Connection, event_id: int, since: int | None) -> None:
        """Replay what came after `since`, say where the event stands, and follow: without a gap and without a repetition."""
        room = room_of(event_id)
        topic = room.topic
        with self._dispatcher.paused(topic) as version:
            with self._database.read() as session:
                replay = self._messages_since(session, topic, since, version)
                free, capacity = free_and_capacity(session, event_id, self._database.now(session))
            for message in replay if replay is not None else [resync_message(event_id, version, free, capacity)]:
                self._send(connection, message)
            self._send(
                connection,
                stamped("subscribed", eventId=event_id, version=version, availableSeats=free, seatCapacity=capacity),
            )
            self._hub.join(connection, room)

    def _messages_since(self, session: Session, topic: Topic, since: int | None, version: int) -> list[Message] | None:
        """The messages after `since` up to `version`; None when they cannot be replayed one by one."""
        if since is None or since == version:
            return []
        changes = changes_after(session, topic, since) if since < version else None
        if changes is None:
            return None
        return messages_of_changes(int(topic.id), [change for change in changes if change.version <= version])

    def _stats(self, connection: Connection) -> dict[str, int]:
        """The counts of all clients for an admin; for anybody else of the events that they follow."""
        client = self._clients.get(connection)
        everything = client is not None and client.viewer.is_admin
        rooms = self._hub.rooms() if everything else connection.rooms
        members = [member for room in rooms if isinstance(room, RawRoom) for member in self._hub.members(room)]
        total = len(self._clients) if everything else len(set(members))
        return {"totalClients": total, "eventSubscriptions": len(members)}

    def _send(self, connection: Connection, message: Message) -> None:
        self._hub.send(connection, Frame.message(text_of(message)))
