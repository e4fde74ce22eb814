"""Somebody leaves while a change is being delivered: the database is asked meanwhile, and on PostgreSQL others run then."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from bookings.changes.log import changes_after
from bookings.changes.notifier import Notifier
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.gateways.socketio.clients import Client, Clients
from bookings.gateways.socketio.rooms import room_for
from bookings.gateways.socketio.subscriber import RoomSubscriber
from bookings.live.dispatcher import Dispatcher
from bookings.models import Viewer
from bookings.rules import topics
from bookings.sockets.hub import Hub
from tests.world.clock import at
from tests.world.people import ANN, SAM, named
from tests.world.places import CLUB, COURT_1


class RecordingSession:
    """A client's session that keeps what it is sent."""

    def __init__(self) -> None:
        self.packets: list[Any] = []

    def enter(self, room: object) -> None: ...

    def leave(self, room: object) -> None: ...

    def send(self, packet: Any) -> None:
        self.packets.append(packet)


def test_who_leaves_while_a_change_is_delivered_disturbs_nobody(
    database: Database, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    sessions = [RecordingSession() for _ in range(4)]
    clients = Clients(lambda: sessions)  # type: ignore[arg-type]
    dispatcher = Dispatcher(database, Notifier())
    subscriber = RoomSubscriber(
        dispatcher, Hub(max_connections=10, idle_seconds=60), clients, lambda client: None, lambda venue: None
    )
    for session, viewer, name in zip(
        sessions, (SAM, SAM, ANN, ANN), (f"club:{CLUB}", "analytics", f"user:{ANN.id}", "notifications"), strict=True
    ):
        come(database, subscriber, clients, session, viewer, name)
    desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))

    def leave(*_: object) -> None:
        clients.remove(sessions[1])  # type: ignore[arg-type]
        clients.remove(sessions[3])  # type: ignore[arg-type]

    for topic in (topics.venue(CLUB), topics.user(ANN.id)):
        with database.read() as reading:
            changes, now = changes_after(reading, topic, 0), database.now(reading)
            event.listen(database.engine, "before_cursor_execute", leave)
            subscriber.deliver(reading, topic, changes, 1, now)
            event.remove(database.engine, "before_cursor_execute", leave)
    assert sessions[0].packets and sessions[2].packets, "those who stayed got it"
    assert caplog.records == []


def come(database: Database, subscriber: RoomSubscriber, clients: Clients, session: RecordingSession, viewer: Viewer, name: str) -> None:
    client = Client(session, viewer)  # type: ignore[arg-type]
    clients.add(client)
    with database.read() as reading:
        room = room_for(reading, viewer, name)
    subscriber.join(client, room)
