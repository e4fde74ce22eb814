"""What a message of a booking's conversation may be, and how fast they may follow each other."""

from __future__ import annotations

from datetime import timedelta

from bookings.rules.text.canonical import can_be_seen
from bookings.rules.text.names import clean_note
from bookings.rules.violation import RuleViolation

MESSAGE_LIMIT = 2000
MOST_AT_ONCE, AT_ONCE = 20, timedelta(minutes=1)
"""So many messages one person may write about one booking in such a time."""

NO_ACCOUNT = "This customer has no account, and would never read it. Call or write to them."


def clean_message(text: object) -> str:
    """A message of several lines, made fit to keep; markup stays the text that it is. Raises RuleViolation."""
    message = clean_note(text, MESSAGE_LIMIT, field="message")
    if not can_be_seen(message.replace("\n", "")):
        raise RuleViolation("missing", "Write a message.", "message")
    return message
