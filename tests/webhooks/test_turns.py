"""However much one webhook is to be told, the others have their turn, and a round costs no more where there are many."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text

from bookings.administration.programs.webhooks import MadeWebhook, add_webhook, edit_webhook
from bookings.database import Database
from bookings.desk import Desk
from bookings.models.person import RINGSIDE
from bookings.webhooks import queue, sender
from bookings.webhooks.queue import claim, due_webhooks
from bookings.webhooks.sender import WebhookLoop
from tests.webhooks.receiver import Receiver
from tests.webhooks.rounds import row
from tests.world.people import MAX
from tests.world.places import CLUB


def due(database: Database, most: int = 9, *besides: str) -> list[str]:
    with database.read() as session:
        return due_webhooks(session, database.now(session), most, besides)


def test_no_webhook_waits_until_another_has_been_told_everything(
    database: Database, desk: Desk, hook: MadeWebhook, receiver: Receiver, book: Callable[[int], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name, value in (("AT_ONCE", 1), ("TURN_SECONDS", 0), ("PAUSE_SECONDS", 0.01)):
        monkeypatch.setattr(sender, name, value)
    other = desk.do(MAX, add_webhook, CLUB, {"url": receiver.url, "name": "Second"}, private=True)
    for hour in (10, 12, 14):
        book(hour)
    assert due(database, 1) == [hook.id] and due(database, 1, hook.id) == [other.id] and due(database) == [hook.id, other.id]
    loop = WebhookLoop(desk, lambda: True, private=True)
    running = threading.Thread(target=loop.run)
    running.start()
    while due(database) or row(database, other).busy_until or row(database, hook).busy_until:
        pass
    loop.stop()
    running.join()
    versions = [each.body["version"] for each in receiver.received]
    assert versions == [versions[0] + n // 2 for n in range(6)]
    assert [each.id.split("_")[1] for each in receiver.received] == [hook.id, other.id] * 3


def test_what_is_of_no_interest_is_looked_through_a_part_at_a_time(
    database: Database, desk: Desk, hook: MadeWebhook, book: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LOOK_THROUGH", 1)
    monkeypatch.setattr(queue, "LOOK_THROUGH_AT_ONCE", 2)
    desk.do(MAX, edit_webhook, CLUB, hook.id, {"kinds": ["booking.cancelled"]}, private=True)
    before = row(database, hook).version
    for hour in (10, 12, 14):
        book(hour)
    for version, rest in ((2, [hook.id]), (3, [])):
        assert desk.do(RINGSIDE, claim, hook.id) is None
        assert (row(database, hook).version, due(database)) == (before + version, rest)


def test_those_that_wait_are_found_by_an_index(database: Database) -> None:
    """With what the planner chooses once there are many."""
    asked: list[tuple[str, Any]] = []
    with database.read() as session:
        if not database.on_sqlite:
            session.execute(text("SET LOCAL enable_seqscan = off"))
        now, engine = database.now(session), session.get_bind()
        listener = lambda _c, _cursor, sql, values, _x, _m: asked.append((sql, values))  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        due_webhooks(session, now, 10, ["one that runs"])
        event.remove(engine, "before_cursor_execute", listener)
        explain = "EXPLAIN QUERY PLAN " if database.on_sqlite else "EXPLAIN "
        [(sql, values)] = [each for each in asked if "webhooks" in each[0]]
        plan = [" ".join(map(str, step)) for step in session.connection().exec_driver_sql(explain + sql, values)]
    assert any("ix_webhooks_next_at" in step for step in plan)
    assert not [step for step in plan if "TEMP B-TREE" in step or "Seq Scan" in step], "\n".join(plan)
