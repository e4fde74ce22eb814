"""How a transaction is opened, waits, is tried again and is given up."""

import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_seats, new
from bookings.desk.holds import hold_seats
from bookings.errors import Unavailable
from bookings.models import Claim, Person
from bookings.reading.seats.maps import read_seat_map
from bookings.rules import topics
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import NOW, now_of, set_clock
from tests.world.people import ANN, BOB
from tests.world.places import HAMLET

SHOW = topics.event(HAMLET)


def rename(session: Session, who: str, name: str) -> None:
    session.execute(update(Person).where(Person.id == who).values(name=name))


def test_outside_of_tests_what_is_committed_on_sqlite_outlives_the_machine(tmp_path: Path) -> None:
    asks = "from bookings.database import Database as D; print(D(%r).engine.connect().exec_driver_sql('PRAGMA synchronous').scalar())"
    typed = [sys.executable, "-c", asks % f"sqlite:///{tmp_path}/real.db"]
    assert subprocess.run(typed, capture_output=True, text=True, check=True).stdout == "2\n", "FULL"


def test_what_is_read_belongs_to_one_moment(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A1"])
    with database.read() as session:
        before = read_seat_map(session, HAMLET, None, NOW)
        desk.do(BOB, hold_seats, HAMLET, ["A2"])
        session.expire_all()
        still = read_seat_map(session, HAMLET, None, NOW)
        assert (still.version, still.free) == (before.version, before.free) == (1, 29)
        assert [step.version for step in changes_after(session, SHOW, 0) or []] == [1]
    with database.read() as session:
        assert read_seat_map(session, HAMLET, None, NOW).version == 2


def test_whoever_has_time_lets_others_go_before_each_question(database: Database, desk: Desk) -> None:
    taken = iter(["A1", "A2", "A3"])
    with database.read(lambda: desk.do(ANN, hold_seats, HAMLET, [next(taken)])) as session:
        first = session.scalar(select(func.count()).select_from(Claim))
        assert session.scalar(select(func.count()).select_from(Claim)) == first, "and still reads of one moment"
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Claim)) == 2


def test_nothing_can_be_written_while_reading(postgresql: Database) -> None:
    with postgresql.read() as session, pytest.raises(Exception, match="read-only"):
        rename(session, ANN.id, "Mallory")


def test_the_clock_is_the_databases_and_tests_can_move_it(database: Database) -> None:
    database.skew = timedelta(0)
    assert abs(now_of(database) - datetime.now(UTC)) < timedelta(minutes=1)
    set_clock(database, NOW)
    assert timedelta(0) <= now_of(database) - NOW < timedelta(minutes=1)


def test_a_write_that_fails_is_undone_and_nobody_is_notified(database: Database) -> None:
    def stumble(session: Session) -> None:
        rename(session, ANN.id, "Mallory")
        session.info["versions"] = {"event:1": 9}
        raise ZeroDivisionError

    with records.nothing_changes(database), pytest.raises(ZeroDivisionError):
        database.write(stumble)


def test_two_writers_in_a_deadlock_both_get_through(postgresql: Database) -> None:
    meet, tries = threading.Barrier(2), list[str]()

    def cross(first: str, second: str) -> None:
        def work(session: Session) -> None:
            tries.append(first)
            rename(session, first, f"first {len(tries)}")
            if len(tries) <= 2:
                meet.wait()
            rename(session, second, "second")

        postgresql.write(work)

    done = all_at_once([lambda: cross(ANN.id, BOB.id), lambda: cross(BOB.id, ANN.id)])
    assert done == [None, None]
    assert len(tries) == 3  # PostgreSQL ended one of the two, and it began anew


def test_whoever_waits_too_long_for_somebody_is_refused(postgresql: Database) -> None:
    held, done = threading.Event(), threading.Event()

    def hold_on(session: Session) -> None:
        rename(session, ANN.id, "Held")
        held.set()
        done.wait(60)

    holder = threading.Thread(target=postgresql.write, args=(hold_on,))
    holder.start()
    held.wait(60)

    def impatient(session: Session) -> None:
        session.execute(text("SET LOCAL lock_timeout = '50ms'"))
        rename(session, ANN.id, "Mine")

    with pytest.raises(Unavailable, match="Nothing was changed; try again in a moment"):
        postgresql.write(impatient)
    done.set()
    holder.join()


def test_a_code_that_another_booking_has_is_drawn_anew(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = records.booking(database, desk.do(ANN, book_seats, HAMLET, ["A1"]))
    drawn = iter([first.pnr, "AB2CD3"])
    monkeypatch.setattr(new, "new_pnr", lambda: next(drawn))
    second = records.booking(database, desk.do(BOB, book_seats, HAMLET, ["A2"]))
    assert second.pnr == "AB2CD3" != first.pnr


def test_folding_the_log_into_the_file_loses_nothing(sqlite: Database) -> None:
    Desk(sqlite).do(ANN, hold_seats, HAMLET, ["A1"])
    before = records.everything(sqlite)
    sqlite.checkpoint()
    assert records.everything(sqlite) == before
    with sqlite3.connect(f"file:{sqlite.engine.url.database}?immutable=1", uri=True) as file_alone:
        assert file_alone.execute("SELECT count(*) FROM claims").fetchone() == (1,)
