"""A venue's webhooks: set up, changed, stopped and let go on, given another secret, sent back to an earlier version, removed.

Whether an address may be called, whoever calls these has asked before (bookings.webhooks.client): that takes a name server, for
which no transaction waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from bookings.administration.venues import managed_venue
from bookings.database.base import new_id
from bookings.desk.log import Subject, Words, check_revision, logged, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import Noun, TopicEntry, Webhook
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.programs.webhooks import SECRETS_OVERLAP, clean_kinds, new_secret, parse_target
from bookings.rules.setup.fields import Fields

MOST = 20
NO_WEBHOOK = "There is no such webhook here."


@dataclass(frozen=True)
class MadeWebhook:
    """The secret is given this once."""

    id: str
    secret: str = field(repr=False)


def add_webhook(tx: Transaction, venue_id: str, given: Mapping[str, object], *, private: bool) -> MadeWebhook:
    """One that is told of what happens from now on: `url`, `name` and `kinds` (none: all of them). Raises NotFound, Invalid."""
    managed_venue(tx, venue_id)
    there = tx.session.scalar(select(func.count()).select_from(Webhook).where(Webhook.venue_id == venue_id)) or 0
    if there >= MOST:
        raise Invalid(f"A venue has at most {MOST} webhooks.", fields={"url": f"There are {MOST} already."})
    fields = Fields({"url": "", "name": "", **given})
    url, name, kinds = _url(fields, private), fields.line("name", 80), fields.read("kinds", clean_kinds)
    fields.check()
    assert url is not None
    hook = Webhook(
        id=new_id(), venue_id=venue_id, name=name or _host(url, private), url=url, kinds=kinds or [], secret=new_secret(),
        version=version_of(tx.session, topics.venue(venue_id)), next_at=tx.now, created_at=tx.now,
    )  # fmt: skip
    tx.session.add(hook)
    tx.session.flush()
    write_line(tx, _subject(hook), "made", {}, _describe(hook))
    return MadeWebhook(hook.id, hook.secret)


def edit_webhook(
    tx: Transaction, venue_id: str, webhook_id: str, given: Mapping[str, object], revision: int | None = None, *, private: bool
) -> str:
    """Another `url`, `name` or `kinds`, as far as given; `paused`, or let go on from where it stopped. Returns its id.

    Raises NotFound, ChangedMeanwhile, Invalid.
    """
    hook = _managed(tx, venue_id, webhook_id)
    check_revision(tx, _subject(hook), revision)
    fields = Fields(given)
    url, name, kinds = _url(fields, private), fields.line("name", 80), fields.read("kinds", clean_kinds)
    paused = fields.flag("paused")
    fields.check()
    with logged(tx, _subject(hook), lambda: _describe(hook)):
        hook.url = hook.url if url is None else url
        hook.name = name or hook.name
        hook.kinds = hook.kinds if kinds is None else kinds
        if paused is True and hook.stopped_at is None:
            hook.stopped_at, hook.stopped_for = tx.now, ""
        if paused is False and hook.stopped_at is not None:
            hook.stopped_at, hook.stopped_for, hook.tries, hook.next_at = None, "", 0, tx.now
    return hook.id


def rotate_secret(tx: Transaction, venue_id: str, webhook_id: str) -> MadeWebhook:
    """Another secret; for a day calls are signed with the former one too."""
    hook = _managed(tx, venue_id, webhook_id)
    hook.former_secret, hook.former_until, hook.secret = hook.secret, tx.now + SECRETS_OVERLAP, new_secret()
    write_line(tx, _subject(hook), "changed", {"Secret": "the former"}, {"Secret": "another"})
    return MadeWebhook(hook.id, hook.secret)


def replay_webhook(tx: Transaction, venue_id: str, webhook_id: str, version: int) -> int:
    """Have it told again of everything from this version of the venue's changes on; skip what comes before. Returns the version.

    Raises NotFound, Invalid, Conflict where what is wanted is not kept any more.
    """
    hook = _managed(tx, venue_id, webhook_id)
    topic = topics.venue(venue_id)
    head = version_of(tx.session, topic)
    if not 1 <= version <= head + 1:
        sentence = f"Choose a version from 1 to {head + 1}, which is the next one."
        raise Invalid(sentence, fields={"version": sentence})
    oldest = tx.session.scalar(select(func.min(TopicEntry.version)).where(TopicEntry.topic == str(topic)))
    if version <= head and (oldest is None or version < oldest):
        raise Conflict(
            f"What happened before version {oldest or head + 1} is not kept any more. Begin there, and read the rest over the API.",
            code="not_kept",
        )
    before = {"Told up to version": str(hook.version)}
    hook.version, hook.tries, hook.next_at = version - 1, 0, tx.now
    write_line(tx, _subject(hook), "replayed", before, {"Told up to version": str(hook.version)})
    return version


def remove_webhook(tx: Transaction, venue_id: str, webhook_id: str) -> str:
    """With all that is known of its calls. Returns its id."""
    hook = _managed(tx, venue_id, webhook_id)
    write_line(tx, _subject(hook), "removed", _describe(hook), {})
    tx.session.delete(hook)
    tx.session.flush()
    return webhook_id


def _managed(tx: Transaction, venue_id: str, webhook_id: str) -> Webhook:
    managed_venue(tx, venue_id)
    hook = tx.session.get(Webhook, webhook_id, with_for_update=True)
    if hook is None or hook.venue_id != venue_id:
        raise NotFound(NO_WEBHOOK)
    return hook


def _url(fields: Fields, private: bool) -> str | None:
    """As it was typed, when it is an address that may be called."""

    def rule(value: object) -> str:
        parse_target(value, private=private)
        return str(value).strip()

    return fields.read("url", rule)


def _host(url: str, private: bool) -> str:
    return parse_target(url, private=private).host[:80]


def _subject(hook: Webhook) -> Subject:
    return Subject(Noun.WEBHOOK, hook.id, hook.name, hook.venue_id)


def _describe(hook: Webhook) -> Words:
    return {
        "Name": hook.name, "Address": hook.url, "Kinds": ", ".join(hook.kinds) or "all",
        "State": "on" if hook.stopped_at is None else "stopped" if hook.stopped_for else "paused",
    }  # fmt: skip
