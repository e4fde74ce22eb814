"""The next message of a webhook: found in the record of changes, claimed by one process, and what became of it.

The message of a change has the same id each time. A process that ends between claim and report loses nothing: the claim runs
out, and the message is sent again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange, next_changes
from bookings.desk.notifications.write import Told as ToldInPerson
from bookings.desk.notifications.write import keep
from bookings.desk.transaction import Transaction
from bookings.errors import NotFound
from bookings.models import Person, Role, Staff, StaffLevel, TopicVersion, Webhook, WebhookDelivery
from bookings.models.person import RINGSIDE
from bookings.reading.bookings.view import read_booking
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.notifications.words import Words
from bookings.rules.programs.webhooks import MOST_TRIES, PAUSES, RESYNC
from bookings.rules.times.zones import iso
from bookings.rules.topics import Topic
from bookings.webhooks.client import Answer
from bookings.wire.venues.webhooks import Told, message, told_of

BUSY_FOR = timedelta(seconds=60)
"""Longer than any call lasts. Whoever claimed a message and said nothing for so long has ended meanwhile."""

LOOK_THROUGH, LOOK_THROUGH_AT_ONCE = 50, 200
"""Changes that are read together, and those after which others come first, when nothing of it is to be sent."""

GONE = 410
STOPPED_GONE = "It answered 410, which means that nothing is to be sent there any more."


@dataclass(frozen=True)
class Job:
    """A message to be sent. `after` is the version that the webhook was at, `version` the one that it will be at."""

    webhook_id: str
    url: str
    secrets: tuple[str, ...]
    message_id: str
    kind: str
    body: str
    at: datetime
    after: int
    version: int


def due_webhooks(session: Session, now: datetime, most: int, besides: Collection[str] = ()) -> list[str]:
    """At most so many with something to be looked through, without these; first those that have waited longest."""
    due = (
        select(Webhook.id)
        .outerjoin(TopicVersion, TopicVersion.topic == literal(str(topics.venue(""))) + Webhook.venue_id)
        .where(Webhook.stopped_at.is_(None), Webhook.next_at <= now, Webhook.id.not_in(besides))
        .where(or_(Webhook.busy_until.is_(None), Webhook.busy_until <= now))
        .where(func.coalesce(TopicVersion.version, 0) != Webhook.version)
        .order_by(Webhook.next_at, Webhook.id)
        .limit(most)
    )
    return list(session.scalars(due))


def claim(tx: Transaction, webhook_id: str) -> Job | None:
    """The next message of this webhook, which nobody else gets meanwhile; None when there is none to be sent now. It is due again
    where there is more to be looked through."""
    hook = tx.session.scalar(select(Webhook).where(Webhook.id == webhook_id).with_for_update(skip_locked=True))
    if hook is None or hook.stopped_at is not None or hook.next_at > tx.now:
        return None
    if hook.busy_until is not None and hook.busy_until > tx.now:
        return None
    topic, after = topics.venue(hook.venue_id), hook.version
    hook.version, found = _next(tx, hook, topic, version_of(tx.session, topic))
    if found is None:
        hook.busy_until, hook.next_at = None, tx.now
        return None
    version, told = found
    if version - 1 != after:
        hook.tries = 0
    hook.busy_until = tx.now + BUSY_FOR
    former = hook.former_until is not None and hook.former_until > tx.now
    return Job(
        hook.id, hook.url, (hook.secret, hook.former_secret) if former else (hook.secret,), message_id(hook.id, version),
        told.kind, told.body, tx.now, hook.version, version,
    )  # fmt: skip


def report(tx: Transaction, job: Job, answer: Answer) -> bool:
    """Write down how a call went. Returns whether it arrived. Where somebody replays meanwhile, the webhook stays where they put it."""
    hook = tx.session.scalar(select(Webhook).where(Webhook.id == job.webhook_id).with_for_update())
    if hook is None:
        return False
    hook.busy_until = None
    delivery = note_delivery(tx, hook.id, job.message_id, job.kind, job.version, answer)
    if hook.version != job.after:
        return answer.delivered
    if answer.delivered:
        hook.version, hook.tries, hook.next_at = job.version, 0, tx.now
        return True
    hook.tries += 1
    if answer.status == GONE or hook.tries >= MOST_TRIES:
        _stop(tx, hook, STOPPED_GONE if answer.status == GONE else f"{hook.tries} tries in vain. {failure_of(delivery)}")
    else:
        hook.next_at = tx.now + PAUSES[hook.tries - 1]
    return False


def note_delivery(
    tx: Transaction, webhook_id: str, message: str, kind: str, version: int | None, answer: Answer
) -> WebhookDelivery:
    """One line for a message, with its last try."""
    same = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.message_id == message)
    delivery = tx.session.scalar(same)
    if delivery is None:
        delivery = WebhookDelivery(webhook_id=webhook_id, message_id=message, kind=kind, version=version, tries=0)
        tx.session.add(delivery)
    delivery.tries += 1
    delivery.at, delivery.milliseconds, delivery.delivered = tx.now, answer.milliseconds, answer.delivered
    delivery.status, delivery.answer, delivery.error = answer.status, answer.answer, answer.error
    return delivery


def failure_of(delivery: WebhookDelivery) -> str:
    return delivery.error or f"The last answer was {delivery.status}."


def message_id(webhook_id: str, version: int) -> str:
    return f"msg_{webhook_id}_{version}"


def _next(tx: Transaction, hook: Webhook, topic: Topic, head: int) -> tuple[int, tuple[int, Told] | None]:
    """(the version before it, (its version, the message)) of the next one that this webhook asked for; (how far was looked, None)."""
    at = min(hook.version, head)  # beyond it only after a restored backup
    until = min(head, at + LOOK_THROUGH_AT_ONCE)
    while at < until:
        changes = next_changes(tx.session, topic, at, LOOK_THROUGH)
        if changes is None:
            lost = {"topic": str(topic), "version": head}
            return at, (head, message(RESYNC, topic, head, iso(tx.now), lost))
        for change in changes:
            told = _told(tx.session, topic, change)
            if told is not None and (not hook.kinds or told.kind in hook.kinds):
                return change.version - 1, (change.version, told)
        at = changes[-1].version
    return at, None


def _told(session: Session, topic: Topic, change: TopicChange) -> Told | None:
    try:
        view = read_booking(session, change.booking_id, RINGSIDE) if change.booking_id else None
    except NotFound:
        view = None
    return told_of(topic, change, view)


def _stop(tx: Transaction, hook: Webhook, why: str) -> None:
    """Until somebody lets it go on: nothing is lost meanwhile, as long as the changes are kept."""
    hook.stopped_at, hook.stopped_for = tx.now, why[:200]
    remedy = "Mend it, then let it go on: it begins where it stopped."
    words = Words("webhook_stopped", f"The webhook {hook.name} is stopped", f"{why} {remedy}")
    keep(tx, [ToldInPerson(person, words, hook.venue_id) for person in _responsible(tx, hook.venue_id)])


def _responsible(tx: Transaction, venue_id: str) -> Sequence[str]:
    """The venue's managers; where there are none, the admins."""
    managers = select(Staff.person_id).where(Staff.venue_id == venue_id, Staff.level == StaffLevel.MANAGER)
    found = tx.session.scalars(managers.order_by(Staff.person_id)).all()
    return found or tx.session.scalars(select(Person.id).where(Person.role == Role.ADMIN).order_by(Person.id)).all()
