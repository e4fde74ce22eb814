"""How a transaction is opened, waits, is tried again and is given up."""

import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text, update
from sqlalchemy.orm import Session

from bookings.changes.log import changes_after
from bookings.database import Database, engines
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, new
from bookings.desk.holds import hold_seats
from bookings.errors import Unavailable
from bookings.models import Claim, Person
from bookings.reading.seats.maps import read_seat_map
from bookings.rules import topics
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import NOW, at, now_of, set_clock
from tests.world.people import ANN, BOB
from tests.world.places import COURT_1, HAMLET

ROOT = Path(__file__).resolve().parent.parent.parent
SHOW = topics.event(HAMLET)


def rename(session: Session, who: str, name: str) -> None:
    session.execute(update(Person).where(Person.id == who).values(name=name))


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


def test_another_program_on_the_file_makes_the_desk_wait_and_then_say_so(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = sqlite3.connect(str(sqlite.engine.url.database), isolation_level=None)
    backup.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(engines, "LOCK_WAIT_SECONDS", 0.2)
    with records.nothing_changes(sqlite), pytest.raises(Unavailable):
        Desk(sqlite).do(ANN, hold_seats, HAMLET, ["A1"])
    monkeypatch.setattr(engines, "LOCK_WAIT_SECONDS", 60)
    waiting = threading.Thread(target=Desk(sqlite).do, args=(ANN, hold_seats, HAMLET, ["A1"]))
    waiting.start()
    backup.execute("ROLLBACK")
    backup.close()
    waiting.join()
    assert records.seats_claimed(sqlite) == {"A1"}


def test_a_full_disk_refuses_bookings_and_harms_nothing(sqlite: Database) -> None:
    desk, size = Desk(sqlite), {"pages": 1}

    @event.listens_for(sqlite.engine, "checkout")
    def limit(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute(
            f"PRAGMA max_page_count = {size['pages']}"
        )  # SQLite takes the present size when that is more

    with records.nothing_changes(sqlite), pytest.raises(Unavailable):
        for row in "ABC":
            desk.do(BOB, fill, [f"{row}{number}" for number in range(1, 11)])
    size["pages"] = 1_000_000
    desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    with sqlite.engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def fill(tx: Any, labels: list[str]) -> None:
    """More than fits on the pages that are there."""
    for label in labels:
        book_seats(tx, HAMLET, [label], note="x" * 1000, contact={"filler": "y" * 10_000})


def test_folding_the_log_into_the_file_loses_nothing(sqlite: Database) -> None:
    Desk(sqlite).do(ANN, hold_seats, HAMLET, ["A1"])
    before = records.everything(sqlite)
    sqlite.checkpoint()
    assert records.everything(sqlite) == before
    with sqlite3.connect(f"file:{sqlite.engine.url.database}?immutable=1", uri=True) as file_alone:
        assert file_alone.execute("SELECT count(*) FROM claims").fetchone() == (1,)


KILLED = """
import os, signal, sys
from datetime import timedelta
from bookings.desk import Desk
from bookings.desk.book import book_seats
from bookings.database import Database
from tests.world.people import ANN
from tests.world.places import HAMLET

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def book_and_die(tx):
    book_seats(tx, HAMLET, ["A1"])
    tx.write_changes()
    tx.session.flush()
    die()

url, skew, moment = sys.argv[1:]
database = Database(url)
database.skew = timedelta(seconds=float(skew))
desk = Desk(database)
if moment == "before the commit":
    desk.do(ANN, book_and_die)
database.after_commit.append(die)
desk.do(ANN, book_seats, HAMLET, ["A1"])
"""


@pytest.mark.parametrize(("moment", "there"), [("before the commit", False), ("before the notification", True)])
def test_a_process_that_is_killed_leaves_all_of_a_booking_or_nothing(
    database: Database, moment: str, there: bool
) -> None:
    words = [sys.executable, "-c", KILLED, database.url, str(database.skew.total_seconds()), moment]
    killed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert killed.returncode == -9, killed.stderr
    assert records.kinds(database, SHOW) == (["BookingCreated"] if there else [])
    assert len(records.bookings(database)) == len(records.found(database, select(Claim))) == int(there)
    if not there:
        Desk(database).do(BOB, book_seats, HAMLET, ["A1"])
    else:
        assert records.seats_claimed(database) == {"A1"}
