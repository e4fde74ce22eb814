"""What a page may say of itself over its socket."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bookings.live import element_ids
from bookings.live.presence.parsing import LONGEST, Beside, parse_said
from bookings.live.presence.people import Draft

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
PLACE = element_ids.slot("court-1", START)


def said(**more: Any) -> str:
    return json.dumps({"open": "", "editing": False, "until": "", **more})


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ('{"typing": true}', True),
        ('{"typing": false}', False),
        (said(), Beside()),
        (said(open=element_ids.booking("b-1"), editing=True), Beside("b-1", None, True)),
        (said(open=PLACE), Beside("", Draft("court-1", START, START + timedelta(minutes=1)))),
        (said(open=PLACE, until="2026-03-03T10:30:00Z"), Beside("", Draft("court-1", START, START + timedelta(minutes=90)))),
        (said(open=PLACE, until="2026-03-03T08:30:00Z"), Beside("", Draft("court-1", START, START + timedelta(minutes=1)))),
        (said(open=PLACE, until="soon"), Beside()),
        (said(open="slot-court-1-20269999T9999"), Beside()),
        (said(open="a closure's id"), Beside()),
        (said(open="booking-" + "x" * 65), Beside()),
        ("", None),
        ("[]", None),
        ("7", None),
        ('{"typing": "yes"}', None),
        (said(open=7), None),
        (said(editing="yes"), None),
        (said(open="x" * LONGEST), None),
        ("[" * 400, None),
    ],
)
def test_it_says_what_is_open_or_that_one_types_and_all_else_is_nothing(text: str, means: object) -> None:
    assert parse_said(text) == means
