"""From the bell to the outlets: for each topic that somebody here follows, what came after the version sent, in order.

One loop per process, in a greenlet of its own. It knows topics and versions; what a change looks like, and to whom, is
an outlet's: pages, raw sockets, Socket.IO, and the watch over log-ins.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Protocol

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bookings.changes.bell import Bell
from bookings.changes.log import Seen, changes_after, versions_of
from bookings.models import Database
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.topics import Topic

SWEEP_SECONDS = 60.0
LOCKS = 256

log = logging.getLogger(__name__)


class Outlet(Protocol):
    """One kind of follower."""

    poll_seconds: float
    """How often its topics are looked up although no bell rang."""

    def topics(self) -> Collection[Topic]:
        """What is followed here now."""

    def deliver(self, session: Session, topic: Topic, changes: list[Seen] | None, head: int, now: datetime) -> None:
        """Send these changes, the last of them number `head`; None when there are too many to tell: send the whole."""


class Dispatcher:
    def __init__(self, database: Database, bell: Bell) -> None:
        self._database, self._bell = database, bell
        self._outlets: list[Outlet] = []
        self._sent: dict[Topic, int] = {}
        # A fixed number of locks, so that none has to be thrown away while somebody waits for it.
        self._locks = [threading.RLock() for _ in range(LOCKS)]
        self._timers: list[_Timer] = [_Timer(SWEEP_SECONDS, self._sweep)]
        self._stopped = False

    def attach(self, outlet: Outlet) -> None:
        self._outlets.append(outlet)
        self.every(outlet.poll_seconds, lambda: self._poll(outlet.topics()))

    def every(self, seconds: float, work: Callable[[], None]) -> None:
        """Do this in the loop, from the next round on."""
        self._timers.append(_Timer(seconds, work))

    @contextmanager
    def still(self, topic: Topic) -> Iterator[int]:
        """While this lasts nothing is sent on `topic`, and all up to the version that it gives has been.

        Whoever reads and then follows inside it has neither a gap nor a repetition. Follow before it ends.
        """
        with self._lock(topic):
            self._deliver(topic)
            yield self._sent[topic]

    def reading(self) -> AbstractContextManager[Session]:
        return self._database.read()

    def run(self) -> None:
        """Until `stop`: wait for the bell; timers besides."""
        while not self._stopped:
            due = min(timer.due for timer in self._timers)
            rung = self._bell.wait(max(0.01, due - time.monotonic()))
            with _patience():
                self._catch_up(topic for topic, version in rung.items() if self._is_behind(topic, version))
            for timer in self._timers:
                if timer.is_due():
                    with _patience():
                        timer.work()

    def stop(self) -> None:
        self._stopped = True
        self._bell.close()

    def _is_behind(self, name: str, version: int) -> bool:
        topic = topics.parse(name)
        return topic is not None and version > self._sent.get(topic, version)

    def _poll(self, followed: Iterable[Topic]) -> None:
        with self._database.read() as session:
            found = versions_of(session, {str(topic) for topic in followed})
        self._catch_up(name for name, version in found.items() if self._is_behind(name, version))

    def _catch_up(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            topic = topics.parse(name)
            if topic is not None:
                with self.still(topic):
                    pass

    def _deliver(self, topic: Topic) -> None:
        """Under the topic's lock. The first time it only notes where the topic stands."""
        with self._database.read() as session:
            head = version_of(session, topic)
            sent = self._sent.setdefault(topic, head)
            self._sent[topic] = head  # behind `sent` only after a restored backup: pages find out by their own version
            if head <= sent:
                return
            changes = changes_after(session, topic, sent)
            now = self._database.now(session)
            for outlet in self._outlets:
                if topic in outlet.topics():
                    outlet.deliver(session, topic, changes, head, now)

    def _lock(self, topic: Topic) -> threading.RLock:
        # A list of bookings hangs on several venues at once: what was drawn for one must not come after a newer
        # drawing for another, so all venues share a lock.
        return self._locks[hash(topic.kind if topic.kind == "venue" else topic) % LOCKS]

    def _sweep(self) -> None:
        """Forget topics that nobody follows any more."""
        for topic in list(self._sent):
            with self._lock(topic):
                if not any(topic in outlet.topics() for outlet in self._outlets):
                    self._sent.pop(topic, None)


class _Timer:
    def __init__(self, seconds: float, work: Callable[[], None]) -> None:
        self._seconds, self.work = seconds, work
        self.due = time.monotonic() + seconds

    def is_due(self) -> bool:
        if (now := time.monotonic()) < self.due:
            return False
        self.due = now + self._seconds
        return True


@contextmanager
def _patience() -> Iterator[None]:
    """The loop outlives the database, and one fault in it: what was missed is found by the next poll."""
    try:
        yield
    except DBAPIError as error:
        log.warning("the database cannot be read, followers wait: %s", error.orig)
    except Exception:
        log.exception("a round of the dispatcher failed")
