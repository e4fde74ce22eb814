"""The name of the flash of a morphed fragment that has just changed. It stays the same element, so its animation would not
start again; two names by turns make it start each time."""

from __future__ import annotations

from collections.abc import Sequence

from bookings.changes.log import TopicChange


def flash_of(changes: Sequence[TopicChange]) -> str:
    """The value of data-changed for what these changes touched."""
    return "again" if changes and changes[-1].version % 2 else "now"
