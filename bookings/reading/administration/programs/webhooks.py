"""A venue's webhooks for those who manage it, and the last calls of each. Secrets are not among it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Noun, Viewer, Webhook, WebhookDelivery
from bookings.reading.administration.revisions import revision_of
from bookings.reading.administration.venues import ManagedVenue, read_managed_venue
from bookings.reading.versions import version_of
from bookings.rules import topics

MOST, PAGE = 50, 30
NO_WEBHOOK = "There is no such webhook here."


@dataclass(frozen=True)
class WebhookEntry:
    """`version` is the last that it was told of, `head` that of the venue; `kinds` are all where none is named."""

    id: str
    name: str
    url: str
    kinds: tuple[str, ...]
    version: int
    head: int
    tries: int
    next_at: datetime
    stopped_at: datetime | None
    stopped_for: str
    former_until: datetime | None
    created_at: datetime
    revision: int


@dataclass(frozen=True)
class Delivery:
    """`status` of the answer, None without one; `answer` are its first letters, `error` why there was none."""

    message_id: str
    version: int | None
    kind: str
    tries: int
    at: datetime
    milliseconds: int
    delivered: bool
    status: int | None
    answer: str
    error: str


@dataclass(frozen=True)
class WebhookTarget:
    url: str
    secret: str


def read_webhooks(session: Session, venue_id: str, viewer: Viewer) -> tuple[ManagedVenue, tuple[WebhookEntry, ...]]:
    """By name. Raises NotFound for a venue that this viewer does not manage."""
    venue = read_managed_venue(session, venue_id, viewer)
    hooks = select(Webhook).where(Webhook.venue_id == venue_id).order_by(Webhook.name, Webhook.id)
    head = version_of(session, topics.venue(venue_id))
    return venue, tuple(_entry(session, each, head) for each in session.scalars(hooks.limit(MOST)))


def read_webhook(session: Session, venue_id: str, webhook_id: str, viewer: Viewer) -> tuple[ManagedVenue, WebhookEntry]:
    """Raises NotFound."""
    venue = read_managed_venue(session, venue_id, viewer)
    hook = _hook(session, venue_id, webhook_id)
    return venue, _entry(session, hook, version_of(session, topics.venue(venue_id)))


def read_target(session: Session, venue_id: str, webhook_id: str, viewer: Viewer) -> WebhookTarget:
    """For a call, never for a page. Raises NotFound."""
    read_managed_venue(session, venue_id, viewer)
    hook = _hook(session, venue_id, webhook_id)
    return WebhookTarget(hook.url, hook.secret)


def read_deliveries(session: Session, webhook_id: str, limit: int = PAGE) -> Sequence[Delivery]:
    """The last ones, the newest first. Whoever asks has read the webhook."""
    rows = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    return [
        Delivery(
            row.message_id, row.version, row.kind, row.tries, row.at, row.milliseconds, row.delivered, row.status, row.answer,
            row.error,
        )
        for row in session.scalars(rows.order_by(WebhookDelivery.at.desc(), WebhookDelivery.id).limit(limit))
    ]  # fmt: skip


def _hook(session: Session, venue_id: str, webhook_id: str) -> Webhook:
    hook = session.get(Webhook, webhook_id)
    if hook is None or hook.venue_id != venue_id:
        raise NotFound(NO_WEBHOOK)
    return hook


def _entry(session: Session, hook: Webhook, head: int) -> WebhookEntry:
    return WebhookEntry(
        hook.id, hook.name, hook.url, tuple(hook.kinds), hook.version, head, hook.tries, hook.next_at, hook.stopped_at,
        hook.stopped_for, hook.former_until, hook.created_at, revision_of(session, Noun.WEBHOOK, hook.id),
    )  # fmt: skip
