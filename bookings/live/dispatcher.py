"""The dispatcher: for each topic that somebody here follows, it hands subscribers what came after the version sent, in order.

One loop per process, in a greenlet of its own. It knows topics and versions; what a change looks like, and to whom, is
a subscriber's: pages, raw sockets, Socket.IO, and the watch over log-ins.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Protocol

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange, changes_after, versions_of
from bookings.changes.news import News
from bookings.changes.notifier import Notifier
from bookings.database import Database
from bookings.reading.versions import version_of
from bookings.rules.topics import Topic
from bookings.sockets.cooperate import CooperativeYield

POLL_SECONDS = 0.5
"""How often it is asked whether anything was recorded, although nothing was notified."""

REVIEW_SECONDS, SLICE_SECONDS = 1800, 10
"""In so many seconds, a slice each few of them, the version of every followed topic is compared with what was sent."""

REST, LONGEST_REST = 4.0, 0.1
"""So many times as long as it took to draw a topic, but at most so many seconds, it is not drawn again: of changes that come
one upon the other the pages get the last state of each fragment, and the loop is free for whoever makes them."""

SOON_SECONDS = 0.01
LOCKS = 256

log = logging.getLogger(__name__)


class Subscriber(Protocol):
    """One kind of follower."""

    def follows(self, topic: Topic) -> bool:
        """Whether somebody here follows it now. Asked once in a while of each topic: nobody left is forgotten then."""

    def deliver(self, session: Session, topic: Topic, changes: list[TopicChange] | None, head: int, now: datetime) -> None:
        """Send these changes, the last of them number `head`; None when there are too many: send the whole."""


class Dispatcher:
    def __init__(self, database: Database, notifier: Notifier) -> None:
        self._database, self._notifier, self._news = database, notifier, News()
        self._subscribers: list[Subscriber] = []
        self._sent: dict[Topic, int] = {}
        self._named: dict[str, Topic] = {}
        self._behind: dict[str, int] = {}
        self._rests: dict[Topic, float] = {}
        self._unreviewed: list[Topic] = []
        # A fixed number of locks, so that none has to be thrown away while somebody waits for it.
        self._locks = [threading.RLock() for _ in range(LOCKS)]
        self._timers = [_Timer(POLL_SECONDS, self._poll), _Timer(SLICE_SECONDS, self._review)]
        self.cooperate = CooperativeYield()
        """Called between the steps of what is read and drawn. The loop pauses in it, so that requests that came meanwhile
        go first; whoever joins or polls does not."""
        self._stopped = False

    def attach(self, subscriber: Subscriber) -> None:
        self._subscribers.append(subscriber)

    def schedule(self, seconds: float, work: Callable[[], bool | None]) -> None:
        """Do this in the loop, from the next round on; again in the next round when it says that there is more to do."""
        self._timers.append(_Timer(seconds, work))

    @contextmanager
    def paused(self, topic: Topic) -> Iterator[int]:
        """While this lasts nothing is sent on `topic`, and all up to the version that it gives has been.

        Whoever reads and then follows inside it has neither a gap nor a repetition. Follow before it ends.
        """
        with self._lock(topic):
            self._deliver(topic)
            yield self._sent[topic]

    def reading(self) -> AbstractContextManager[Session]:
        return self._database.read()

    def run(self) -> None:
        """Until `stop`: wait for a notification; timers besides."""
        self.cooperate.belong_here()
        while not self._stopped:
            moved = self._notifier.wait(max(SOON_SECONDS, self._next_work() - time.monotonic()))
            with _faults_survived():
                self._catch_up(moved)
            for timer in self._timers:
                if timer.is_due():
                    with _faults_survived():
                        timer.run()

    def stop(self) -> None:
        self._stopped = True
        self._notifier.close()

    def _poll(self) -> None:
        with self._database.read() as session:
            news = self._news.poll(session)
        self._catch_up(news)

    def _catch_up(self, found: Mapping[str, int]) -> None:
        """Of the topics that have come to these versions, send what is followed here and was not sent yet."""
        for name, version in found.items():
            topic = self._named.get(name)
            if topic is not None and version > self._sent[topic]:
                self._behind[name] = version
        for name in sorted(self._behind):
            topic = self._named.get(name)
            if topic is not None and time.monotonic() < self._rests.get(topic, 0.0):
                continue
            self.cooperate()
            if topic is not None:
                began = time.monotonic()
                with self._lock(topic):
                    self._deliver(topic)
                self._rests[topic] = (now := time.monotonic()) + min(LONGEST_REST, REST * (now - began))
            self._behind.pop(name, None)  # only now: what fails is behind at the next poll too

    def _next_work(self) -> float:
        resting = [self._rests[topic] for name in self._behind if (topic := self._named.get(name)) in self._rests]
        return min([*resting, *(timer.due for timer in self._timers)])

    def _review(self) -> None:
        """A slice of what is followed: forget what nobody follows any more, and compare the versions of the rest."""
        if not self._unreviewed:
            self._unreviewed = list(self._sent)
        share = -(-len(self._sent) * SLICE_SECONDS // REVIEW_SECONDS)
        part, self._unreviewed = self._unreviewed[:share], self._unreviewed[share:]
        followed = [topic for topic in part if not self._forgotten(topic)]
        if followed:
            with self._database.read() as session:
                found = versions_of(session, map(str, followed))
            self._catch_up(found)

    def _forgotten(self, topic: Topic) -> bool:
        with self._lock(topic):
            if topic not in self._sent:
                return True
            here = [subscriber.follows(topic) for subscriber in self._subscribers]  # each is asked, so that each may forget
            if any(here):
                return False
            del self._sent[topic], self._named[str(topic)]
            self._rests.pop(topic, None)
            return True

    def _deliver(self, topic: Topic) -> None:
        """Under the topic's lock. The first time it only notes where the topic stands.

        Only in the loop it lets others go first: of a thousand who join at once, each would hold a connection meanwhile.
        """
        with self._database.read(self.cooperate) as session:
            head = version_of(session, topic)
            if topic not in self._sent:
                self._sent[topic], self._named[str(topic)] = head, topic
            sent = self._sent[topic]
            if head <= sent:
                self._sent[topic] = head  # behind it only after a restored backup: pages find out by their own version
                return
            changes, now = changes_after(session, topic, sent), self._database.now(session)
            self._sent[topic] = head
            for subscriber in self._subscribers:
                if subscriber.follows(topic):
                    subscriber.deliver(session, topic, changes, head, now)

    def _lock(self, topic: Topic) -> threading.RLock:
        # A list of bookings hangs on several venues at once: what was drawn for one must not come after a newer
        # drawing for another, so all venues share a lock.
        return self._locks[hash(topic.kind if topic.kind == "venue" else topic) % LOCKS]


class _Timer:
    def __init__(self, seconds: float, work: Callable[[], bool | None]) -> None:
        self._seconds, self._work = seconds, work
        self.due = time.monotonic() + seconds

    def is_due(self) -> bool:
        """A little early will do, so that all timers of a second have their turn at once."""
        if (now := time.monotonic()) < self.due - SOON_SECONDS:
            return False
        self.due = now + self._seconds
        return True

    def run(self) -> None:
        if self._work():
            self.due = time.monotonic()


@contextmanager
def _faults_survived() -> Iterator[None]:
    """The loop outlives the database, and one fault in it: what was missed is found by the next poll."""
    try:
        yield
    except DBAPIError as error:
        log.warning("the database cannot be read, followers wait: %s", error.orig)
    except Exception:
        log.exception("a round of the dispatcher failed")
