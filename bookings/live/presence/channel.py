"""The channel of presence: short messages between the processes, through Redis where there is one. One that is lost is lost."""

from __future__ import annotations

import json
import logging
import threading
import uuid
from collections.abc import Callable
from queue import Full, Queue
from typing import Any

import redis

CHANNEL = "ringside:presence"
LISTEN_SECONDS, RETRY_SECONDS = 20.0, 0.5
MOST_WAITING = 200

log = logging.getLogger(__name__)

Message = dict[str, Any]


class Channel:
    """`receive` gets what the others publish, with the name of their process in it."""

    def __init__(self, redis_client: redis.Redis | None) -> None:
        self._redis = redis_client
        self._waiting: Queue[Message | None] = Queue(MOST_WAITING)
        self._closed = threading.Event()
        self.process = uuid.uuid4().hex
        self.receive: Callable[[Message], None] = lambda _: None

    def start(self) -> None:
        if self._redis is not None:
            for work in (self._send, self._listen):
                threading.Thread(target=work, daemon=True).start()

    def publish(self, message: Message) -> None:
        """To the other processes. Never waits and never fails."""
        if self._redis is None:
            return
        try:
            self._waiting.put_nowait({**message, "process": self.process})
        except Full:
            log.warning("Redis takes nothing: presence is known only of this process")

    def close(self) -> None:
        """What was published before is still sent."""
        self._closed.set()
        if self._redis is not None:
            self._waiting.put(None)

    def _send(self) -> None:
        while (message := self._waiting.get()) is not None:
            self._send_one(message)
        self._send_one({"process": self.process, "goes": True})  # which also wakes our own subscription

    def _send_one(self, message: Message) -> None:
        assert self._redis is not None
        try:
            self._redis.publish(CHANNEL, json.dumps(message))
        except redis.RedisError as error:
            log.warning("presence is known only of this process: %s", error)

    def _listen(self) -> None:
        assert self._redis is not None
        while not self._closed.is_set():
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:  # type: ignore[no-untyped-call]
                    pubsub.subscribe(CHANNEL)
                    self.publish({"asks": True})  # the others say who is with them
                    while not self._closed.is_set():
                        message = pubsub.get_message(timeout=LISTEN_SECONDS)
                        if message is not None:
                            self._receive_raw(message["data"])
            except (redis.RedisError, OSError) as error:
                log.warning("the other processes' presence is not received: %s", error)
                self._closed.wait(RETRY_SECONDS)

    def _receive_raw(self, data: bytes) -> None:
        try:
            message = json.loads(data)
            if message["process"] != self.process:
                self.receive(message)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            log.warning("something on the channel is not ours: %s", error)
