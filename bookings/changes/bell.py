"""The bell: rung after a commit, heard by this process and, through Redis, by the others."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping

import redis

CHANNEL = "ringside:bell"
LISTEN_SECONDS = 20
RETRY_SECONDS = 0.5
log = logging.getLogger(__name__)


class Bell:
    """`ring` from any thread or greenlet; one listener calls `wait` and is told which topics have moved, and how far."""

    def __init__(self, redis_url: str | None = None) -> None:
        self._moved: dict[str, int] = {}
        self._rung = threading.Event()
        self._redis = (
            redis.Redis.from_url(redis_url, health_check_interval=15, socket_keepalive=True) if redis_url else None
        )
        self._closed = threading.Event()

    def ring(self, versions: Mapping[str, int]) -> None:
        """Say that these topics have reached these versions. Never fails: whoever misses it will poll."""
        self._hear(versions)
        if self._redis is not None:
            try:
                self._redis.publish(CHANNEL, json.dumps(dict(versions)))
            except redis.RedisError as error:
                log.warning("the bell reached only this process: %s", error)

    def wait(self, seconds: float) -> dict[str, int]:
        """What was rung since the last call, after waiting for it at most `seconds`; empty when nothing was."""
        self._rung.wait(seconds)
        self._rung.clear()
        moved, self._moved = self._moved, {}
        return moved

    def listen(self) -> None:
        """Hear the other processes, for as long as this one lives (or until `close`). Needs a thread or greenlet of its own."""
        while self._redis is not None and not self._closed.is_set():
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as ear:  # type: ignore[no-untyped-call]
                    ear.subscribe(CHANNEL)
                    while not self._closed.is_set():
                        message = ear.get_message(timeout=LISTEN_SECONDS)
                        if message is not None:
                            self._hear(json.loads(message["data"]))
            except (redis.RedisError, ValueError, TypeError, AttributeError) as error:  # the last three: not our words
                log.warning("the bell of the other processes is silent, polling meanwhile: %s", error)
                self._closed.wait(RETRY_SECONDS)

    def close(self) -> None:
        """End the listening: an empty ring goes around, since nothing else wakes an ear that waits."""
        self._closed.set()
        self.ring({})

    def _hear(self, versions: Mapping[str, int]) -> None:
        for topic, version in versions.items():
            self._moved[topic] = max(version, self._moved.get(topic, 0))
        self._rung.set()
