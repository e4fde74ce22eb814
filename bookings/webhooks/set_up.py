"""How a webhook is set up, on every road alike: may they, may the address be called, then the verb."""

from __future__ import annotations

from collections.abc import Mapping

from bookings.administration.programs.webhooks import MadeWebhook, add_webhook, edit_webhook
from bookings.desk.transaction import Desk
from bookings.errors import Invalid
from bookings.models import Viewer
from bookings.reading.administration.venues import read_managed_venue
from bookings.rules.programs.webhooks import Target, parse_target
from bookings.rules.violation import RuleViolation
from bookings.webhooks.client import check_target


def set_up_webhook(desk: Desk, viewer: Viewer, venue_id: str, given: Mapping[str, object], *, private: bool) -> MadeWebhook:
    """As `add_webhook`; Invalid also for an address that may not be called, or where nothing is."""
    _check(desk, viewer, venue_id, given, private)
    return desk.do(viewer, add_webhook, venue_id, given, private=private)


def change_webhook(
    desk: Desk, viewer: Viewer, venue_id: str, webhook_id: str, given: Mapping[str, object], revision: int | None = None,
    *, private: bool,
) -> str:  # fmt: skip
    """As `edit_webhook`, likewise."""
    _check(desk, viewer, venue_id, given, private)
    return desk.do(viewer, edit_webhook, venue_id, webhook_id, given, revision, private=private)


def _check(desk: Desk, viewer: Viewer, venue_id: str, given: Mapping[str, object], private: bool) -> None:
    """Nobody who manages nothing has names looked up. What cannot be read is the verb's to say, with all else that is wrong."""
    with desk.database.read() as session:
        read_managed_venue(session, venue_id, viewer)
    target = _readable(given, private)
    if target is None:
        return
    try:
        check_target(target, private=private)
    except RuleViolation as violation:
        raise Invalid(violation.message, fields={"url": violation.message}) from violation


def _readable(given: Mapping[str, object], private: bool) -> Target | None:
    try:
        return parse_target(given["url"], private=private) if given.get("url") else None
    except RuleViolation:
        return None
