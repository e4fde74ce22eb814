"""What stands in a calendar that a program follows: whose, from when until when, how much of it, and at what cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event, insert, text

from bookings.accounts.calendar_feeds import make_feed
from bookings.accounts.secrets import digest_of
from bookings.administration.resources import split_resource
from bookings.database import Database
from bookings.database.base import new_id
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, book_service
from bookings.desk.states import restore, switch
from bookings.models import Booking, Viewer
from bookings.reading.bookings.lists import read_own
from bookings.reading.calendars.content import FeedContent, read_feed
from bookings.rules.status import BookingStatus
from tests import records
from tests.world.clock import NEXT_DAY, NOW, at, pass_time
from tests.world.people import ADA, ANN, BOB, MAX, SAM, named
from tests.world.places import (  # noqa: I001
    AIRLINE,
    CHECK_UP,
    CLINIC,
    CLUB,
    COURT_1,
    COURT_2,
    DR_VOGEL,
    FLIGHT,
    HAMLET,
    MARTA,
    THEATRE,
)

CANCELLED = BookingStatus.CANCELLED


def calendar(desk: Desk, by: Viewer, venue: str | None = None, resource: str | None = None) -> FeedContent:
    digest = digest_of(desk.do(by, make_feed, venue, resource).secret)
    with desk.database.read() as session:
        return read_feed(session, digest)


def ids(content: FeedContent) -> list[str]:
    return [each.id for each in content.bookings]


def court(desk: Desk, by: Viewer, clock: str, court: str = COURT_1, **more: Any) -> str:
    return desk.do(by, book_court, court, at(clock), at(clock) + timedelta(hours=1), **more)


def test_ones_own_has_what_the_page_of_ones_bookings_has_and_nobody_elses(desk: Desk) -> None:
    mine = [court(desk, ANN, "10:00"), desk.do(ANN, book_service, CHECK_UP, at("12:00")), desk.do(ANN, book_seats, HAMLET, ["A1"])]
    theirs = court(desk, BOB, "11:00")
    found = calendar(desk, ANN)
    with desk.database.read() as session:
        on_page = read_own(session, ANN.id).bookings
    assert ids(found) == mine == [each.id for each in on_page] and theirs not in ids(found)
    assert [replace(each, audience=on_page[0].audience) for each in found.bookings] == list(on_page), "word for word"
    assert found.events == () and ids(calendar(desk, SAM)) == []


def test_a_venues_and_a_resources_have_who_comes(desk: Desk) -> None:
    with_coach = court(desk, ANN, "10:00", coach_id=MARTA)
    typed = court(desk, SAM, "11:00", COURT_2, customer=named(BOB) | {"name": "Robert B."})
    patient = desk.do(BOB, book_service, CHECK_UP, at("12:00"))
    club = calendar(desk, SAM, CLUB)
    assert (club.name, [each.customer for each in club.bookings]) == ("Seehof Tennis", [ANN.name, "Robert B."])
    assert ids(calendar(desk, SAM, None, COURT_1)) == ids(calendar(desk, MAX, CLUB, MARTA)) == [with_coach]
    assert ids(calendar(desk, ADA, None, COURT_2)) == [typed]
    provider = [each.id == patient for each in calendar(desk, SAM, None, DR_VOGEL).bookings]
    assert provider == [records.booking(desk.database, patient).resource_id == DR_VOGEL] * len(provider)
    assert ids(calendar(desk, SAM, CLINIC)) == [patient]


def test_a_part_has_what_is_booked_of_its_whole_and_the_whole_what_of_its_parts(desk: Desk) -> None:
    left, right = desk.do(MAX, split_resource, COURT_1, ["1a", "1b"])
    whole, part = court(desk, ANN, "10:00"), court(desk, ANN, "12:00", left)
    found = [ids(calendar(desk, SAM, None, each)) for each in (COURT_1, left, right)]
    assert found == [[whole, part], [whole, part], [whole]]


def test_a_venues_shows_and_flights_stand_there_once_whoever_comes(desk: Desk) -> None:
    desk.do(ANN, book_seats, HAMLET, ["A1", "A2"])
    theatre, airline = calendar(desk, SAM, THEATRE), calendar(desk, SAM, AIRLINE)
    assert theatre.bookings == airline.bookings == ()
    assert [(each.id, each.what, each.starts_at) for each in theatre.events] == [(HAMLET, "Hamlet", at("19:30", NEXT_DAY))]
    assert theatre.events[0].version > 0
    assert [(each.id, each.what, each.cancelled) for each in airline.events] == [(FLIGHT, "RS 101 ZRH–OSL", False)]


def test_what_is_cancelled_stays_as_such_for_thirty_days_and_comes_back_when_it_is_restored(database: Database, desk: Desk) -> None:
    booking = desk.do(SAM, book_court, COURT_1, at("10:00") + timedelta(days=50), at("11:00") + timedelta(days=50), customer=named(ANN))
    before = calendar(desk, ANN).bookings[0].version
    desk.do(ANN, switch, booking, CANCELLED)
    (gone,) = calendar(desk, ANN).bookings
    assert (gone.status, gone.version > before) == (CANCELLED, True)
    pass_time(database, days=29)
    assert ids(calendar(desk, SAM, CLUB)) == [booking]
    pass_time(database, days=2)
    assert ids(calendar(desk, ANN)) == ids(calendar(desk, SAM, CLUB)) == []
    desk.do(SAM, restore, booking)
    (again,) = calendar(desk, ANN).bookings
    assert (again.status, again.version > gone.version) == (BookingStatus.CONFIRMED, True)


@pytest.fixture
def busy(database: Database) -> Callable[[int, int], None]:
    """busy(days, number): so many bookings of Ann's, an hour apart, from so many days from now on."""

    codes = count(1)

    def insert_rows(days: int, number: int) -> None:
        rows = [
            {
                "id": new_id(), "pnr": f"{next(codes):06}", "kind": "court", "customer_id": ANN.id, "venue_id": CLUB,
                "status": "CONFIRMED", "payment_status": "UNPAID", "price": Decimal(0), "currency": "CHF", "resource_id": COURT_1,
                "starts_at": NOW + timedelta(days=days, hours=n), "ends_at": NOW + timedelta(days=days, hours=n + 1),
                "created_at": NOW, "updated_at": NOW,
            }
            for n in range(number)
        ]  # fmt: skip
        database.write(lambda session: session.execute(insert(Booking), rows) and None)

    return insert_rows


def test_it_goes_from_thirty_days_back_to_four_hundred_ahead(desk: Desk, busy: Callable[[int, int], None]) -> None:
    for days in (-31, -30, -29, 399, 401):
        busy(days, 1)
    assert [(each.starts_at - NOW).days for each in calendar(desk, ANN).bookings] == [-29, 399]


def test_of_more_than_a_thousand_those_to_come_go_first(desk: Desk, busy: Callable[[int, int], None]) -> None:
    busy(-20, 300)
    busy(2, 900)
    found = calendar(desk, ANN, None, None).bookings
    starts = [each.starts_at for each in found]
    assert len(found) == 1000 and starts == sorted(starts)
    assert sum(start > NOW for start in starts) == 900, "and of what is over the last hundred"
    assert starts[0] == NOW + timedelta(days=-20, hours=200)


def test_no_query_walks_through_the_bookings_and_their_number_stays(desk: Desk, busy: Callable[[int, int], None]) -> None:
    """With what the planner would choose once the tables are long."""
    of: list[tuple[Viewer, str | None, str | None]] = [(ANN, None, None), (SAM, CLUB, None), (SAM, CLUB, COURT_1), (SAM, CLUB, MARTA)]
    digests = [digest_of(desk.do(by, make_feed, *place).secret) for by, *place in of]
    counts: dict[str, list[int]] = {digest: [] for digest in digests}
    for _ in range(2):
        for digest in digests:
            statements: list[tuple[str, Any]] = []
            with desk.database.read() as session:
                engine = session.get_bind()
                if engine.dialect.name == "postgresql":
                    session.execute(text("SET LOCAL enable_seqscan = off"))
                listener = lambda _c, _cursor, sql, values, _x, _m: statements.append((sql, values))  # noqa: B023, E731
                event.listen(engine, "before_cursor_execute", listener)
                read_feed(session, digest)
                event.remove(engine, "before_cursor_execute", listener)
                explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
                plans = [
                    " ".join(map(str, row))
                    for sql, values in statements
                    if "FROM bookings" in sql or "FROM calendar_feeds" in sql or "FROM events" in sql
                    for row in session.connection().exec_driver_sql(explain + sql, values)
                ]
            assert plans and not [
                step for step in plans for table in ("bookings", "calendar_feeds", "events")
                if f"SCAN {table}" in step or f"Seq Scan on {table}" in step
            ], plans  # fmt: skip
            counts[digest].append(len(statements))
        busy(3, 50)
    assert all(before == after < 13 for before, after in counts.values()), counts
