"""Ephemeral events: who types, who is online, who is busy. On all processes, through Redis where there is one.

They have no version and are never replayed: one that is lost is lost.
"""

from __future__ import annotations

import json
import logging
import threading
import uuid
from typing import Any

import redis

from bookings.gateways.socketio.clients import Client, Clients
from bookings.gateways.socketio.encoding import packet_of
from bookings.wire.booking_events import OutgoingEvent

CHANNEL = "ringside:ephemeral"
LISTEN_SECONDS, RETRY_SECONDS = 1.0, 0.5

log = logging.getLogger(__name__)


class Broadcast:
    def __init__(self, clients: Clients, redis_client: redis.Redis | None) -> None:
        self._clients, self._redis = clients, redis_client
        self._process = uuid.uuid4().hex
        self._closed = threading.Event()

    def send(self, rooms: list[str], event: OutgoingEvent, *, exclude: Client | None = None) -> None:
        """To everybody in any of these rooms, once each, but for `exclude`. May wait for Redis."""
        self._send_here(rooms, event, exclude)
        if self._redis is not None:
            message = {"process": self._process, "rooms": rooms, "name": event.name, "body": event.body}
            try:
                self._redis.publish(CHANNEL, json.dumps(message))
            except redis.RedisError as error:
                log.warning("an ephemeral event reached only this process: %s", error)

    def listen(self) -> None:
        """Receive from the other processes until `close`. Needs a thread or greenlet of its own."""
        while self._redis is not None and not self._closed.is_set():
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:  # type: ignore[no-untyped-call]
                    pubsub.subscribe(CHANNEL)
                    while not self._closed.is_set():
                        message = pubsub.get_message(timeout=LISTEN_SECONDS)
                        if message is not None:
                            self._receive_raw(message["data"])
            except (redis.RedisError, OSError) as error:
                log.warning("the other processes' ephemeral events are not received: %s", error)
                self._closed.wait(RETRY_SECONDS)

    def close(self) -> None:
        self._closed.set()

    def _receive_raw(self, data: bytes) -> None:
        try:
            self._receive(json.loads(data))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("something on the channel is not ours: %s", error)

    def _receive(self, message: dict[str, Any]) -> None:
        if message["process"] != self._process:
            self._send_here(message["rooms"], OutgoingEvent(message["name"], message["body"]), None)

    def _send_here(self, rooms: list[str], event: OutgoingEvent, exclude: Client | None) -> None:
        packet = packet_of(event)
        for client in {client for room in rooms for client in self._clients.in_room(room)}:
            if client is not exclude:
                client.session.send(packet)
