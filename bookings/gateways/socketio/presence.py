"""Presence of staff: their club's rooms get an event when somebody's first connection comes and when the last has gone.

Counted for this process, or in Redis for all of them; a process that dies is forgotten after a while.
"""

from __future__ import annotations

import logging
import uuid
from collections import Counter
from datetime import UTC, datetime

import redis

from bookings.gateways.socketio.ephemeral import Broadcast
from bookings.models import Role, Viewer
from bookings.rules.times.zones import iso
from bookings.wire.booking_events import OutgoingEvent

KEY = "ringside:presence:{}"
FORGET_SECONDS = 90
REFRESH_SECONDS = 30.0

log = logging.getLogger(__name__)


class Presence:
    def __init__(self, broadcast: Broadcast, redis_client: redis.Redis | None) -> None:
        self._broadcast, self._redis = broadcast, redis_client
        self._connections: Counter[str] = Counter()
        self._process = uuid.uuid4().hex

    def connected(self, viewer: Viewer) -> None:
        """May wait for Redis."""
        if viewer.role == Role.STAFF:
            self._connections[viewer.id] += 1
            if self._connections[viewer.id] == 1 and self._is_first(viewer.id):
                self._announce("userOnline", viewer)

    def disconnected(self, viewer: Viewer) -> None:
        """May wait for Redis."""
        if viewer.role == Role.STAFF:
            self._connections[viewer.id] -= 1
            if self._connections[viewer.id] <= 0:
                del self._connections[viewer.id]
                if self._was_last(viewer.id):
                    self._announce("userOffline", viewer)

    def refresh(self) -> None:
        """Every REFRESH_SECONDS: this process is alive, and these people are connected to it."""
        for person in list(self._connections):
            self._is_first(person)

    def _announce(self, name: str, viewer: Viewer) -> None:
        body = {"userId": viewer.id, "name": viewer.name, "timestamp": iso(datetime.now(UTC))}
        self._broadcast.send(clubs_of(viewer), OutgoingEvent(name, body))

    def _is_first(self, person: str) -> bool:
        if self._redis is None:
            return True
        try:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.hlen(KEY.format(person))
                pipe.hset(KEY.format(person), self._process, 1)
                pipe.expire(KEY.format(person), FORGET_SECONDS)
                return bool(pipe.execute()[0] == 0)
        except redis.RedisError as error:
            log.warning("presence is known only of this process: %s", error)
            return True

    def _was_last(self, person: str) -> bool:
        if self._redis is None:
            return True
        try:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.hdel(KEY.format(person), self._process)
                pipe.hlen(KEY.format(person))
                return bool(pipe.execute()[1] == 0)
        except redis.RedisError as error:
            log.warning("presence is known only of this process: %s", error)
            return True


def clubs_of(viewer: Viewer) -> list[str]:
    """The rooms of the venues where somebody works."""
    return [f"club:{venue}" for venue in sorted(viewer.venues)]
