"""The log as it is read: narrowed by person, noun, day and text; paged without a hole; by an index however long it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, text

from bookings.database import Database
from bookings.errors import NotAllowed, NotFound
from bookings.models import LogEntry, Noun, Viewer
from bookings.reading.administration.log import SCAN_LIMIT, LogFilter, read_choices, read_log
from tests.world.clock import NOW, TODAY, ZURICH
from tests.world.people import ADA, ANN, MAX, SAM
from tests.world.places import CLUB, OTHER_CLUB, THEATRE


def line(n: int, **more: Any) -> dict[str, Any]:
    """Line number `n` of a log that was written one a minute until now."""
    return {
        "at": NOW + timedelta(minutes=n), "by_id": SAM.id, "by_name": "Sam", "venue_id": CLUB, "noun": Noun.BOOKING,
        "noun_id": str(n), "name": f"B{n}", "act": "paid", "values": [{"field": "Paid", "before": None, "after": f"{n}.00 CHF"}],
        "reason": "",
    } | more  # fmt: skip


@pytest.fixture
def log(database: Database) -> Database:
    rows = [
        *(line(-2000 + n) for n in range(120)),
        line(-100, by_id=MAX.id, by_name="Max", noun=Noun.PRICES, name="Evening", act="changed"),
        line(-90, venue_id=OTHER_CLUB, name="Elsewhere"),
        line(-80, venue_id=None, noun=Noun.PERSON, name="Somebody"),
        line(-70, venue_id=THEATRE, noun=Noun.EVENT, name="Hämlet", values=[]),
    ]
    database.write(lambda session: session.execute(insert(LogEntry), rows))
    return database


def names(database: Database, viewer: Viewer, size: int = 50, **wanted: Any) -> list[str]:
    with database.read() as session:
        return [each.name for each in read_log(session, viewer, LogFilter(zone=ZURICH, **wanted), size).lines]


def test_managers_read_their_venues_and_admins_all(log: Database) -> None:
    assert names(log, ADA, 4) == ["Hämlet", "Somebody", "Elsewhere", "Evening"]
    assert names(log, MAX, 3) == ["Hämlet", "Evening", "B-1881"]
    for nobody in (ANN, SAM):
        with pytest.raises(NotAllowed):
            names(log, nobody)
    with pytest.raises(NotFound):
        names(log, MAX, venue_id=OTHER_CLUB)
    with log.read() as session:
        venues = {venue for venue, _, _ in read_choices(session, MAX).venues}
    assert CLUB in venues and OTHER_CLUB not in venues


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"by_id": MAX.id}, ["Evening"]),
        ({"noun": Noun.PERSON}, ["Somebody"]),
        ({"noun": Noun.EVENT, "venue_id": THEATRE}, ["Hämlet"]),
        ({"noun": Noun.BOOKING, "noun_id": "-1995"}, ["B-1995"]),
        ({"text": "hÄML"}, ["Hämlet"]),
        ({"text": "-1990.00"}, ["B-1990"]),
        ({"text": "nothing like it"}, []),
        ({"first_day": TODAY}, ["Hämlet", "Somebody", "Elsewhere", "Evening"]),
        ({"first_day": TODAY, "last_day": TODAY, "noun": Noun.PRICES}, ["Evening"]),
        ({"last_day": date(2026, 2, 27)}, []),
    ],
)
def test_it_is_narrowed(log: Database, wanted: dict[str, Any], found: list[str]) -> None:
    assert names(log, ADA, **wanted) == found


@pytest.mark.parametrize("wanted", [{}, {"venue_id": CLUB}, {"by_id": SAM.id}, {"text": "chf"}])
def test_its_pages_have_every_line_once(log: Database, wanted: dict[str, Any]) -> None:
    whole, paged, before = names(log, ADA, 500, **wanted), list[str](), None
    while True:
        with log.read() as session:
            page = read_log(session, ADA, LogFilter(before=before, **wanted), 7)
        paged += [each.name for each in page.lines]
        before = page.before
        if before is None:
            break
    assert paged == whole and len(whole) >= 120


def test_a_rare_text_is_looked_for_so_far_and_then_further_back(database: Database) -> None:
    rows = [line(-9000, name="The one"), *(line(n - 8000) for n in range(SCAN_LIMIT))]
    database.write(lambda session: session.execute(insert(LogEntry), rows))
    with database.read() as session:
        first = read_log(session, ADA, LogFilter(text="the one"))
        assert (first.lines, first.looked_back_to) == ((), NOW + timedelta(minutes=-8000))
        (found,) = read_log(session, ADA, LogFilter(text="the one", before=first.before)).lines
    assert found.name == "The one"


@pytest.mark.parametrize(
    "wanted",
    [
        {"venue_id": CLUB, "noun": Noun.PRICES},
        {"noun": Noun.SETTINGS},
        {"by_id": MAX.id, "first_day": TODAY, "last_day": TODAY},
        {"noun": Noun.BOOKING, "noun_id": "7"},
    ],
)
def test_no_query_walks_through_the_log(log: Database, wanted: dict[str, Any]) -> None:
    """Asked as the page asks, with what the planner would choose once the table is long."""
    statements: list[tuple[str, Any]] = []
    with log.read() as session:
        engine = session.get_bind()
        if engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))
        listener = lambda _c, _cursor, sql, values, _x, _m: statements.append((sql, values))  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        read_log(session, ADA, LogFilter(zone=ZURICH, **wanted))
        event.remove(engine, "before_cursor_execute", listener)
        explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
        plans = [
            " ".join(map(str, row))
            for sql, values in statements
            if "log_entries" in sql
            for row in session.connection().exec_driver_sql(explain + sql, values)
        ]
    assert plans
    assert not [step for step in plans if "SCAN log_entries" in step and "USING" not in step or "Seq Scan on log_entries" in step]
