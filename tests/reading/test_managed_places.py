"""What those who manage a venue read of its places costs no more as its history grows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, text

from bookings.desk import Desk
from bookings.reading.administration.ahead import of_resource
from bookings.reading.administration.places import read_managed_resources, read_managed_services
from tests.world.clock import NOW
from tests.world.people import MAX
from tests.world.places import CLINIC, CLUB, COURT_1


def test_no_query_walks_through_the_bookings(desk: Desk) -> None:
    """With what the planner would choose once the table is long."""
    statements: list[tuple[str, Any]] = []
    with desk.database.read() as session:
        engine = session.get_bind()
        if engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))
        listener = lambda _c, _cursor, sql, values, _x, _m: statements.append((sql, values))  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        read_managed_resources(session, CLUB, MAX)
        read_managed_services(session, CLINIC, MAX)
        of_resource(session, COURT_1, NOW)
        event.remove(engine, "before_cursor_execute", listener)
        explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
        plans = [
            " ".join(map(str, row))
            for sql, values in statements
            if "FROM bookings" in sql
            for row in session.connection().exec_driver_sql(explain + sql, values)
        ]
    assert plans
    assert not [step for step in plans if "SCAN bookings" in step or "Seq Scan on bookings" in step]
