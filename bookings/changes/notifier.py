"""The bell: rung after a commit, heard by this process and, through Redis, by the others."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping

import redis

from bookings.changes.redis_client import connect

CHANNEL = "ringside:bell"
LISTEN_SECONDS = 20
RETRY_SECONDS = 0.5
log = logging.getLogger(__name__)


class Bell:
    """`ring` from any thread or greenlet; one listener calls `wait` and is told which topics have moved, and how far."""

    def __init__(self, redis_url: str | None = None) -> None:
        self._moved: dict[str, int] = {}
        self._rung = threading.Event()
        self._redis = connect(redis_url) if redis_url else None
        self._untold: dict[str, int] = {}
        self._has_untold = threading.Event()
        self._closed = threading.Event()

    def ring(self, versions: Mapping[str, int]) -> None:
        """Say that these topics have reached these versions. Never fails and never waits: whoever misses it will poll."""
        self._hear(versions)
        if self._redis is not None:
            _merge(self._untold, versions)
            self._has_untold.set()

    def wait(self, seconds: float) -> dict[str, int]:
        """What was rung since the last call, after waiting for it at most `seconds`; empty when nothing was."""
        self._rung.wait(seconds)
        self._rung.clear()
        moved, self._moved = self._moved, {}
        return moved

    def tell(self) -> None:
        """Pass on to the other processes what was rung here, until `close`. Needs a thread or greenlet of its own, since Redis
        may hang; what was rung meanwhile goes in one message."""
        while self._redis is not None and not self._closed.is_set():
            self._has_untold.wait()
            self._has_untold.clear()
            versions, self._untold = self._untold, {}
            if versions:
                self._publish(versions)

    def listen(self) -> None:
        """Hear the other processes, for as long as this one lives (or until `close`). Needs a thread or greenlet of its own."""
        while self._redis is not None and not self._closed.is_set():
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as ear:  # type: ignore[no-untyped-call]
                    ear.subscribe(CHANNEL)
                    while not self._closed.is_set():
                        message = ear.get_message(timeout=LISTEN_SECONDS)
                        if message is not None:
                            self._hear_message(message["data"])
            except (redis.RedisError, OSError) as error:
                log.warning("the bell of the other processes is silent, polling meanwhile: %s", error)
                self._closed.wait(RETRY_SECONDS)

    def _hear_message(self, data: bytes) -> None:
        try:
            self._hear(json.loads(data))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("something on the channel is not ours: %s", error)

    def close(self) -> None:
        """End the telling and the listening: an empty ring goes around, since nothing else wakes an ear that waits."""
        self._closed.set()
        self._has_untold.set()
        self._rung.set()
        self._publish({})

    def _publish(self, versions: Mapping[str, int]) -> None:
        if self._redis is None:
            return
        try:
            self._redis.publish(CHANNEL, json.dumps(dict(versions)))
        except redis.RedisError as error:
            log.warning("the bell reached only this process: %s", error)

    def _hear(self, versions: Mapping[str, int]) -> None:
        _merge(self._moved, versions)
        self._rung.set()


def _merge(into: dict[str, int], versions: Mapping[str, int]) -> None:
    for topic, version in versions.items():
        into[topic] = max(version, into.get(topic, 0))
