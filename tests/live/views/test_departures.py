"""A departure board while it is open: rows by flight in the order of the timetable, and the present that goes along them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from bookings.administration.events.copy import copy_event
from bookings.administration.events.flights import edit_flight
from bookings.administration.venues import edit_venue
from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.events.flight_status import change_flight_status
from bookings.live.catch_up import CatchUp, parse_subscriptions
from bookings.live.render import Fragments, Renderer
from bookings.live.views import all_views
from bookings.live.views.departures import DeparturesView
from bookings.models import Event, Flight
from bookings.models.person import STRANGER
from bookings.reading.audience import PUBLIC
from bookings.reading.flights.departures import read_departures, window_start
from bookings.rules import topics
from bookings.rules.status import FlightStatus
from tests.world.clock import NEXT_DAY, at, minutes, now_of
from tests.world.people import ADA, ANN, MAX
from tests.world.places import AIRLINE, CLUB, FLIGHT, RS_101

LEAVES = at("07:10", NEXT_DAY)
TOPIC = topics.flights(AIRLINE)


def sent(database: Database, since: int, view: str = "") -> Fragments:
    with database.read() as session:
        changes = changes_after(session, TOPIC, since)
        assert changes
        return DeparturesView(Renderer()).delta(session, TOPIC, view, PUBLIC, changes, database.now(session))


def ticked(database: Database, moment: datetime) -> Fragments:
    with database.read() as session:
        return DeparturesView(Renderer()).tick(session, TOPIC, "", PUBLIC, moment)


def test_a_flight_that_changes_is_one_row_and_a_new_one_is_the_board(database: Database) -> None:
    desk = Desk(database)
    desk.do(ADA, change_flight_status, RS_101, FlightStatus.DELAYED)
    assert {*sent(database, 0)} == {"hall-clock", f"departure-{FLIGHT}"} and "Delayed" in sent(database, 0)[f"departure-{FLIGHT}"]
    assert [*sent(database, 0, "BGO")] == ["hall-clock"], "no row of a board of another airport"
    desk.do(MAX, edit_flight, RS_101, {"estimated_departure": "2026-03-04T08:05", "gate": "A1"})
    markup = sent(database, 1)["region"]
    assert "<s>07:10</s>" in markup and ">08:05<" in markup and ">A1<" in markup


def test_rows_keep_the_order_of_the_timetable_while_the_present_goes_along_them(sqlite: Database) -> None:
    desk = Desk(sqlite)
    desk.do(MAX, copy_event, FLIGHT, "2026-03-04 09:30\n2026-03-04 11:00")
    desk.do(MAX, edit_flight, RS_101, {"estimated_departure": "2026-03-04T12:00"})  # late, and still the first

    def rows(moment: datetime) -> list[str]:
        with sqlite.read() as session:
            board = read_departures(session, AIRLINE, moment)
        return [f"{row.leaves:%H:%M}{' next' if row.event_id == board.next_id else ''}" for row in board.rows]

    assert rows(LEAVES - minutes(1)) == ["06:10 next", "08:30", "10:00"]
    assert rows(LEAVES) == ["06:10", "08:30 next", "10:00"]
    assert rows(at("08:59", NEXT_DAY)) == rows(LEAVES), "not one row leaves between two steps"
    assert rows(at("10:00", NEXT_DAY)) == ["08:30", "10:00 next"], "what left more than an hour ago leaves at a step"


def test_the_clock_draws_the_rows_at_the_present_alone_and_all_at_midnight_and_at_a_step(sqlite: Database) -> None:
    assert [*ticked(sqlite, at("07:00", NEXT_DAY))] == ["hall-clock", f"departure-{FLIGHT}"]
    assert "data-next" not in ticked(sqlite, LEAVES + minutes(1))[f"departure-{FLIGHT}"]
    assert [*ticked(sqlite, LEAVES + minutes(20))] == ["hall-clock"]
    for moment in (at("00:00", NEXT_DAY), at("06:00", NEXT_DAY)):
        assert [*ticked(sqlite, moment)] == ["region"], moment
    assert "Wednesday 4 March 2026" in ticked(sqlite, at("00:01", NEXT_DAY))["region"]


def test_a_page_that_was_away_for_long_is_drawn_whole(sqlite: Database) -> None:
    catch_up = CatchUp(sqlite, all_views(Renderer()))
    with sqlite.read() as session:
        now = sqlite.now(session)
    for minutes_ago, whole in ((1, False), (60, True)):
        asked = parse_subscriptions([f"{TOPIC}|@0"], (now - timedelta(minutes=minutes_ago)).isoformat())
        assert ("region" in (catch_up.poll(ANN, asked) or {})) is whole


def test_who_may_follow_it(sqlite: Database) -> None:
    catch_up = CatchUp(sqlite, all_views(Renderer()))
    for who, topic, view, allowed in (
        (ANN, TOPIC, "", True), (ANN, TOPIC, "ZRH", True), (ANN, TOPIC, "zurich", False),
        (ANN, topics.flights(CLUB), "", False), (ANN, topics.flights("nowhere"), "", False), (STRANGER, TOPIC, "", False),
    ):  # fmt: skip
        assert (catch_up.poll(who, parse_subscriptions([f"{topic}|{view}@0"])) is not None) is allowed, (
            who,
            topic,
            view,
        )
    Desk(sqlite).do(ADA, edit_venue, AIRLINE, {"look_in": True})
    assert catch_up.poll(STRANGER, parse_subscriptions([f"{TOPIC}|@0"])) is not None


def test_a_board_reads_the_same_however_many_flights_there_were_and_will_be(database: Database) -> None:
    """So many statements, none of which walks through the flights of other years, as the planner chooses once they are many."""
    start = window_start(now_of(database))

    def years(session: Session) -> None:
        for n in range(1200):
            leaves = start + timedelta(hours=20 * (n - 600))
            session.add(
                Event(
                    id=1000 + n, venue_id=AIRLINE, kind="flight", title=f"RS {n} to Oslo", starts_at=leaves,
                    ends_at=leaves + timedelta(hours=2), categories={},
                )
            )  # fmt: skip
        session.flush()
        session.add_all(
            Flight(event_id=1000 + n, number=f"RS {n}", origin="ZRH", destination="OSL") for n in range(1200)
        )

    database.write(years)
    statements: list[tuple[str, Any]] = []
    with database.read() as session:
        engine = session.get_bind()
        if engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))
        listener = lambda _c, _cursor, sql, values, _x, _m: statements.append((sql, values))  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        board = read_departures(session, AIRLINE, now_of(database))
        event.remove(engine, "before_cursor_execute", listener)
        explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
        plans = [
            " ".join(map(str, row))
            for sql, values in statements
            for row in session.connection().exec_driver_sql(explain + sql, values)
        ]
    assert [row.place for row in board.rows] == ["Oslo"] * 3 + ["Oslo"] and len(statements) <= 5
    assert any("starts_at" in step and "ix_events" in step for step in plans)
    assert not [step for step in plans if re.search("SCAN|Seq Scan", step)]
