"""Several processes on one PostgreSQL; on an SQLite file only one."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from bookings.database import Database
from tests import records
from tests.world.people import crowd
from tests.world.places import COURT_1

ROOT = Path(__file__).resolve().parents[3]
EACH = 60


def rival(database: Database, thing: str, first: int, attempts: int = EACH) -> "subprocess.Popen[str]":
    words = (database.url, database.skew.total_seconds(), thing, first, attempts)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.desk.races.rival", *map(str, words)],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def race(database: Database, thing: str) -> Counter[str]:
    """What two processes got together, each with many customers, all at the same moment."""
    crowd(database, 2 * EACH)
    got: Counter[str] = Counter()
    with rival(database, thing, 0) as one, rival(database, thing, EACH) as other:
        for process in (one, other):
            assert process.stdout and process.stdout.readline() == "ready\n", process.communicate()[1]
        for process in (one, other):
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        for process in (one, other):
            out, err = process.communicate()
            assert process.returncode == 0, err
            got.update(json.loads(out))
    return got


def test_two_processes_sell_a_seat_once(postgresql: Database) -> None:
    assert race(postgresql, "seat") == {"str": 1, "SeatTaken": 2 * EACH - 1}
    assert records.seats_claimed(postgresql) == {"A5"}


def test_two_processes_give_overlapping_times_on_a_court_to_one(postgresql: Database) -> None:
    assert race(postgresql, "court") == {"str": 1, "SlotTaken": 2 * EACH - 1}
    assert [booking.resource_id for booking in records.bookings(postgresql)] == [COURT_1]


def test_a_second_process_on_an_sqlite_file_is_turned_away_with_advice(sqlite: Database) -> None:
    crowd(sqlite, 1)
    with rival(sqlite, "seat", 0, 1) as alone:
        assert alone.communicate("go\n")[0] == 'ready\n{"str": 1}\n'
    sqlite.lock_file()
    with rival(sqlite, "seat", 0, 1) as second:
        out, err = second.communicate("go\n")
    assert (second.returncode, out) == (1, "")
    assert "Another Ringside already runs on" in err and "DATABASE_URL" in err
