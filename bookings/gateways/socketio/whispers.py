"""What is said in a room and forgotten: who types, who is here, who is busy. On all processes, through Redis where there is one.

No version, no replay: a whisper that is lost is lost.
"""

from __future__ import annotations

import json
import logging
import threading
import uuid
from typing import Any

import redis

from bookings.gateways.socketio.encoding import packet_of
from bookings.gateways.socketio.guests import Guest, Guests
from bookings.wire.booking_events import Told

CHANNEL = "ringside:whispers"
LISTEN_SECONDS, RETRY_SECONDS = 1.0, 0.5

log = logging.getLogger(__name__)


class Whispers:
    def __init__(self, guests: Guests, client: redis.Redis | None) -> None:
        self._guests, self._redis = guests, client
        self._process = uuid.uuid4().hex
        self._closed = threading.Event()

    def say(self, rooms: list[str], told: Told, *, but: Guest | None = None) -> None:
        """To everybody in any of these rooms, once each, but for `but`. May wait for Redis."""
        self._say_here(rooms, told, but)
        if self._redis is not None:
            words = {"process": self._process, "rooms": rooms, "name": told.name, "body": told.body}
            try:
                self._redis.publish(CHANNEL, json.dumps(words))
            except redis.RedisError as error:
                log.warning("a whisper reached only this process: %s", error)

    def listen(self) -> None:
        """Hear the other processes until `close`. Needs a thread or greenlet of its own."""
        while self._redis is not None and not self._closed.is_set():
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as ear:  # type: ignore[no-untyped-call]
                    ear.subscribe(CHANNEL)
                    while not self._closed.is_set():
                        message = ear.get_message(timeout=LISTEN_SECONDS)
                        if message is not None:
                            self._hear_message(message["data"])
            except (redis.RedisError, OSError) as error:
                log.warning("the other processes' whispers are not heard: %s", error)
                self._closed.wait(RETRY_SECONDS)

    def _hear_message(self, data: bytes) -> None:
        try:
            self._hear(json.loads(data))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("something on the channel is not ours: %s", error)

    def close(self) -> None:
        self._closed.set()

    def _hear(self, words: dict[str, Any]) -> None:
        if words["process"] != self._process:
            self._say_here(words["rooms"], Told(words["name"], words["body"]), None)

    def _say_here(self, rooms: list[str], told: Told, but: Guest | None) -> None:
        packet = packet_of(told)
        for guest in {guest for room in rooms for guest in self._guests.inside(room)}:
            if guest is not but:
                guest.session.send(packet)
