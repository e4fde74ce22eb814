"""What is left when a transaction is interrupted: by another program, a full disk or the end of the process."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text

from bookings.database import Database, engines
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats
from bookings.desk.holds import hold_seats
from bookings.errors import Unavailable
from bookings.models import Claim
from bookings.rules import topics
from tests import records
from tests.world.clock import at
from tests.world.people import ANN, BOB
from tests.world.places import COURT_1, HAMLET

ROOT = Path(__file__).resolve().parent.parent.parent
SHOW = topics.event(HAMLET)


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
