"""Sends what webhooks are to be told, each in its own order and beside one another: one that is slow holds no other up."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bookings.database.base import new_id
from bookings.desk.transaction import Desk
from bookings.errors import Refusal
from bookings.models import Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.administration.programs.webhooks import read_target
from bookings.rules import topics
from bookings.rules.programs.webhooks import TEST, parse_target, signed_headers
from bookings.rules.times.zones import iso
from bookings.rules.violation import RuleViolation
from bookings.webhooks.client import Answer, call
from bookings.webhooks.queue import Job, claim, due_webhooks, note_delivery, report
from bookings.wire.venues.webhooks import message

PAUSE_SECONDS = 1.0
AT_ONCE = 10
"""Webhooks that are called at the same moment."""

TURN_SECONDS = 5.0
"""Whichever has more to be told after so long goes on when those that wait have had their turn."""

log = logging.getLogger(__name__)


class WebhookLoop:
    """`leads` says whether this process holds upkeep's lease; `private` allows targets in one's own network."""

    def __init__(self, desk: Desk, leads: Callable[[], bool], *, private: bool) -> None:
        self._desk, self._leads, self._private = desk, leads, private
        self._stopped = threading.Event()
        self._running: set[str] = set()

    def run(self) -> None:
        """Until `stop`."""
        while not self._stopped.wait(PAUSE_SECONDS):
            try:
                if self._leads():
                    self._start()
            except (SQLAlchemyError, Refusal) as error:
                log.warning("webhooks wait for the database: %s", error)

    def stop(self) -> None:
        self._stopped.set()

    def _start(self) -> None:
        running = tuple(self._running)
        if len(running) >= AT_ONCE:
            return
        with self._desk.database.read() as session:
            due = due_webhooks(session, self._desk.database.now(session), AT_ONCE - len(running), besides=running)
        for webhook_id in due:
            self._running.add(webhook_id)
            threading.Thread(target=self._work, args=[webhook_id], name=f"webhook {webhook_id}", daemon=True).start()

    def _work(self, webhook_id: str) -> None:
        ends = time.monotonic() + TURN_SECONDS
        try:
            while send_next(self._desk, webhook_id, private=self._private) and time.monotonic() < ends and not self._stopped.is_set():
                pass
        except (SQLAlchemyError, Refusal) as error:
            log.warning("webhook %s waits for the database: %s", webhook_id, error)
        except Exception:
            log.exception("webhook %s could not be called", webhook_id)
        finally:
            self._running.discard(webhook_id)


def send_next(desk: Desk, webhook_id: str, *, private: bool) -> bool:
    """Send the webhook's next message. Returns whether it arrived, so that the next one may follow."""
    job = desk.do(RINGSIDE, claim, webhook_id)
    return job is not None and desk.do(RINGSIDE, report, job, _send(job, private=private))


def send_test(desk: Desk, viewer: Viewer, venue_id: str, webhook_id: str, *, private: bool) -> Answer:
    """Call a webhook once, now, whether or not it is stopped. Raises NotFound for one that this viewer does not manage."""
    with desk.database.read() as session:
        hook, now = read_target(session, venue_id, webhook_id, viewer), desk.database.now(session)
    told = message(TEST, topics.venue(venue_id), None, iso(now), {"webhookId": webhook_id, "venueId": venue_id})
    job = Job(webhook_id, hook.url, (hook.secret,), f"msg_{new_id()}", TEST, told.body, now, 0, 0)
    answer = _send(job, private=private)
    desk.do(viewer, lambda tx: note_delivery(tx, webhook_id, job.message_id, TEST, None, answer) and None)
    return answer


def _send(job: Job, *, private: bool) -> Answer:
    try:
        target = parse_target(job.url, private=private)
    except RuleViolation as violation:
        return Answer(None, 0, error=violation.message)
    headers = signed_headers(job.secrets, job.message_id, _timestamp(job.at), job.body)
    return call(target, headers, job.body.encode(), private=private)


def _timestamp(at: datetime) -> int:
    return int(at.timestamp())
