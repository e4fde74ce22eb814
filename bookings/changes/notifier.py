"""Notifications of new versions after a commit: within this process, and through Redis to the others.

They are hints. The database is the truth, and whoever misses one finds out by polling.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping

import redis

from bookings.changes.redis_client import connect

CHANNEL = "ringside:versions"
LISTEN_SECONDS = 20
RETRY_SECONDS = 0.5
log = logging.getLogger(__name__)


class Notifier:
    """Which topics have moved, and to which version: `notify` from any thread or greenlet, `wait` in one consumer."""

    def __init__(self, redis_url: str | None = None) -> None:
        self._moved: dict[str, int] = {}
        self._wakeup = threading.Event()
        self._redis = connect(redis_url) if redis_url else None
        self._unpublished: dict[str, int] = {}
        self._has_unpublished = threading.Event()
        self._closed = threading.Event()

    def notify(self, versions: Mapping[str, int]) -> None:
        """Say that these topics have reached these versions. Never fails and never waits: whoever misses it will poll."""
        self._merge_in(versions)
        if self._redis is not None:
            _merge(self._unpublished, versions)
            self._has_unpublished.set()

    def wait(self, seconds: float) -> dict[str, int]:
        """The versions notified since the last call, after waiting for one at most `seconds`; empty when there was none."""
        self._wakeup.wait(seconds)
        self._wakeup.clear()
        moved, self._moved = self._moved, {}
        return moved

    def publish(self) -> None:
        """Publish what was notified here to the other processes, until `close`. Needs a thread or greenlet of its own, since
        Redis may hang; what was notified meanwhile goes in one message."""
        while self._redis is not None and not self._closed.is_set():
            self._has_unpublished.wait()
            self._has_unpublished.clear()
            versions, self._unpublished = self._unpublished, {}
            if versions:
                self._send(versions)

    def listen(self) -> None:
        """Receive from the other processes until `close`. Needs a thread or greenlet of its own."""
        while self._redis is not None and not self._closed.is_set():
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:  # type: ignore[no-untyped-call]
                    subscription.subscribe(CHANNEL)
                    while not self._closed.is_set():
                        message = subscription.get_message(timeout=LISTEN_SECONDS)
                        if message is not None:
                            self._receive(message["data"])
            except (redis.RedisError, OSError) as error:
                log.warning("notifications of the other processes do not arrive, polling meanwhile: %s", error)
                self._closed.wait(RETRY_SECONDS)

    def _receive(self, data: bytes) -> None:
        try:
            self._merge_in(json.loads(data))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("something on the channel is not ours: %s", error)

    def close(self) -> None:
        """End `publish` and `listen`: an empty message is sent, since nothing else wakes a subscription that waits."""
        self._closed.set()
        self._has_unpublished.set()
        self._wakeup.set()
        self._send({})

    def _send(self, versions: Mapping[str, int]) -> None:
        if self._redis is None:
            return
        try:
            self._redis.publish(CHANNEL, json.dumps(dict(versions)))
        except redis.RedisError as error:
            log.warning("a notification reached only this process: %s", error)

    def _merge_in(self, versions: Mapping[str, int]) -> None:
        _merge(self._moved, versions)
        self._wakeup.set()


def _merge(into: dict[str, int], versions: Mapping[str, int]) -> None:
    for topic, version in versions.items():
        into[topic] = max(version, into.get(topic, 0))
