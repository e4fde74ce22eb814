"""The calls about a venue's outgoing webhooks and what was sent to them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from bookings.administration.programs.webhooks import remove_webhook, replay_webhook, rotate_secret
from bookings.api.administration.given import given
from bookings.api.administration.prices import NOT_YOURS
from bookings.api.administration.venues import CHANGED, MANAGERS
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import Name
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.administration.programs.webhooks import (
    Delivery,
    WebhookEntry,
    read_deliveries,
    read_webhook,
    read_webhooks,
)
from bookings.rules.programs.webhooks import KINDS, LONGEST_URL, MOST_TRIES
from bookings.webhooks.sender import send_test
from bookings.webhooks.set_up import change_webhook, set_up_webhook
from bookings.wire.encode import Time, one_of

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

HOOKS = "/api/v1/venues/{venueId}/webhooks"
HOOK = f"{HOOKS}/{{webhookId}}"
NO_HOOK = "There is no such venue or webhook among those that you manage."
ERRORS = {403: NOT_YOURS, 404: NO_HOOK}

Kind = Annotated[str, one_of(KINDS)]
Url = Annotated[str, Field(max_length=LONGEST_URL)]


class NewWebhook(Body):
    """Without `kinds` it is told of all of them."""

    url: Url
    name: Name | None = None
    kinds: list[Kind] | None = None


class WebhookChange(Body):
    """What is left out stays as it is. Not `paused` any more, it goes on from where it stopped."""

    url: Url | None = None
    name: Name | None = None
    kinds: list[Kind] | None = None
    paused: bool | None = None
    revision: int | None = Field(default=None, ge=0)


class ReplayWanted(Body):
    from_version: Annotated[int, Field(ge=1)]


class Webhook(TypedDict):
    """`version` of the venue's changes is the last that it was told of, or that was of another kind; `stoppedFor` says why it is
    not called, "" where somebody paused it."""

    id: str
    name: str
    url: str
    kinds: list[str]
    paused: bool
    stoppedFor: str
    version: int
    venueVersion: int
    failedTries: int
    nextTryAt: Time
    createdAt: Time
    revision: int


class MadeWebhook(TypedDict):
    """The `secret` signs what is sent. It is given this once."""

    id: str
    secret: str


class Webhooks(TypedDict):
    items: list[Webhook]


class WebhookDelivery(TypedDict):
    """How the last try of a message went: `status` of the answer, null without one; the first letters of it, or what went wrong."""

    messageId: str
    type: str
    version: int | None
    delivered: bool
    tries: int
    at: Time
    milliseconds: int
    status: int | None
    answer: str
    error: str


class WebhookDeliveries(TypedDict):
    items: list[WebhookDelivery]


class TestOfWebhook(TypedDict):
    delivered: bool
    milliseconds: int
    status: int | None
    answer: str
    error: str


@call("GET", HOOKS, returns={200: Webhooks}, errors={404: NO_HOOK}, allowed=MANAGERS)
def webhooks(viewer: Viewer, venue_id: str) -> Webhooks:
    """A venue's webhooks, by name."""
    with current_ringside().database.read() as session:
        return {"items": [_write(each) for each in read_webhooks(session, venue_id, viewer)[1]]}


@call("POST", HOOKS, returns={201: MadeWebhook}, errors=ERRORS, allowed=MANAGERS)
def add_venue_webhook(viewer: Viewer, venue_id: str, body: NewWebhook, desk: Desk) -> MadeWebhook:
    """Have an address told of what happens at a venue from now on, in the order in which it happens.

    Each message is a POST of JSON, signed after Standard Webhooks; anything but an answer of 2xx within ten seconds is a failure.
    """
    made = set_up_webhook(desk, viewer, venue_id, given(body), private=_private())
    return {"id": made.id, "secret": made.secret}


@call("PATCH", HOOK, returns={200: Webhook}, errors={**ERRORS, 409: CHANGED}, allowed=MANAGERS)
def change_venue_webhook(viewer: Viewer, venue_id: str, webhook_id: str, body: WebhookChange, desk: Desk) -> Webhook:
    """Give it another address, name or kinds; pause it, or let it go on."""
    change_webhook(desk, viewer, venue_id, webhook_id, given(body), body.revision, private=_private())
    return _one(venue_id, webhook_id, viewer)


@call("DELETE", HOOK, returns={204: None}, errors=ERRORS, allowed=MANAGERS)
def delete_venue_webhook(viewer: Viewer, venue_id: str, webhook_id: str, desk: Desk) -> None:
    """Remove it, with what is known of its calls."""
    desk.do(viewer, remove_webhook, venue_id, webhook_id)


@call("POST", f"{HOOK}/secret", returns={201: MadeWebhook}, errors=ERRORS, allowed=MANAGERS)
def rotate_webhook_secret(viewer: Viewer, venue_id: str, webhook_id: str, desk: Desk) -> MadeWebhook:
    """Another secret. For a day calls are signed with the former one too."""
    made = desk.do(viewer, rotate_secret, venue_id, webhook_id)
    return {"id": made.id, "secret": made.secret}


@call("POST", f"{HOOK}/test", returns={200: TestOfWebhook}, errors=ERRORS, allowed=MANAGERS)
def test_webhook(viewer: Viewer, venue_id: str, webhook_id: str, desk: Desk) -> TestOfWebhook:
    """Send it a message `webhook.test` at once, and say what it answered."""
    answer = send_test(desk, viewer, venue_id, webhook_id, private=_private())
    return {
        "delivered": answer.delivered, "milliseconds": answer.milliseconds, "status": answer.status, "answer": answer.answer,
        "error": answer.error,
    }  # fmt: skip


@call(
    "POST", f"{HOOK}/replay", returns={200: Webhook}, errors={**ERRORS, 409: "What happened then is not kept any more."},
    allowed=MANAGERS,
)  # fmt: skip
def replay_venue_webhook(viewer: Viewer, venue_id: str, webhook_id: str, body: ReplayWanted, desk: Desk) -> Webhook:
    """Tell it again of everything from a version of the venue's changes on, with the same ids; or skip what comes before."""
    desk.do(viewer, replay_webhook, venue_id, webhook_id, body.from_version)
    return _one(venue_id, webhook_id, viewer)


@call("GET", f"{HOOK}/deliveries", returns={200: WebhookDeliveries}, errors={404: NO_HOOK}, allowed=MANAGERS)
def webhook_deliveries(viewer: Viewer, venue_id: str, webhook_id: str) -> WebhookDeliveries:
    """Its last messages and how each went, the newest first."""
    with current_ringside().database.read() as session:
        read_webhook(session, venue_id, webhook_id, viewer)
        return {"items": [_write_delivery(each) for each in read_deliveries(session, webhook_id)]}


def _private() -> bool:
    return current_ringside().settings.webhook_private_networks


def _one(venue_id: str, webhook_id: str, viewer: Viewer) -> Webhook:
    with current_ringside().database.read() as session:
        return _write(read_webhook(session, venue_id, webhook_id, viewer)[1])


def _write(hook: WebhookEntry) -> Webhook:
    return {
        "id": hook.id, "name": hook.name, "url": hook.url, "kinds": list(hook.kinds), "paused": hook.stopped_at is not None,
        "stoppedFor": hook.stopped_for, "version": hook.version, "venueVersion": hook.head, "failedTries": min(hook.tries, MOST_TRIES),
        "nextTryAt": hook.next_at, "createdAt": hook.created_at, "revision": hook.revision,
    }  # fmt: skip


def _write_delivery(each: Delivery) -> WebhookDelivery:
    return {
        "messageId": each.message_id, "type": each.kind, "version": each.version, "delivered": each.delivered, "tries": each.tries,
        "at": each.at, "milliseconds": each.milliseconds, "status": each.status, "answer": each.answer, "error": each.error,
    }  # fmt: skip
