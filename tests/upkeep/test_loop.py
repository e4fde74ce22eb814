"""Upkeep outlives a full disk and its own faults: holds end when there is room again, and somebody can see that it ran."""

from __future__ import annotations

import resource
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest

from bookings.accounts.last_use import LastUse
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.holds import hold_seats
from bookings.loops import Loops
from bookings.reading.seats.maps import read_seat_map
from bookings.upkeep import loop
from bookings.upkeep.loop import Upkeep
from tests.world.clock import now_of, pass_time
from tests.world.people import ANN
from tests.world.places import HAMLET

TIMEOUT = 30


@pytest.fixture
def desk(sqlite: Database) -> Desk:
    return Desk(sqlite)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow beyond 64 KB: to SQLite that is a disk without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def running(desk: Desk, monkeypatch: pytest.MonkeyPatch, on_round: Callable[[], None]) -> Iterator[None]:
    monkeypatch.setattr(loop, "ROUND_SECONDS", 0.01)
    monkeypatch.setattr(loop, "CHECKPOINT_ROUNDS", 1)
    work = Upkeep(desk, LastUse(desk), timedelta(days=30))
    work.on_round = on_round
    thread = threading.Thread(target=work.run)
    thread.start()
    try:
        yield
        assert thread.is_alive()
    finally:
        work.stop()
        thread.join(TIMEOUT)


def free_seats(desk: Desk) -> int:
    with desk.database.read() as session:
        return read_seat_map(session, HAMLET, None, now_of(desk.database)).free


def test_a_full_disk_ends_no_upkeep(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A1"])
    pass_time(desk.database, minutes=11)
    done = threading.Event()
    with full_disk(), pytest.raises(Exception, match="cannot write just now"):
        desk.database.checkpoint()
    with ExitStack() as disk:
        disk.enter_context(full_disk())
        with running(desk, monkeypatch, done.set):
            while "upkeep waits for the database" not in caplog.text:
                assert not done.wait(0.01), "the disk was not full"
            disk.close()
            assert done.wait(TIMEOUT)
    assert free_seats(desk) == 30


def test_a_fault_of_its_own_ends_one_round(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds: list[int] = []
    enough = threading.Event()

    def fails_at_first() -> None:
        rounds.append(1)
        if len(rounds) == 1:
            raise TypeError("a fault of ours")
        enough.set()

    with running(desk, monkeypatch, fails_at_first):
        assert enough.wait(TIMEOUT)
    assert "a round of upkeep failed" in caplog.text


def test_a_loop_that_fails_begins_anew_and_one_that_hangs_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bookings.loops.RESTART_SECONDS", 0)
    loops, begun, second, release = Loops(), list[int](), threading.Event(), threading.Event()

    def work() -> None:
        begun.append(1)
        if len(begun) == 1:
            raise TypeError("once")
        loops.beat("work")
        second.set()
        release.wait(TIMEOUT)

    loops.start("work", work)
    assert second.wait(TIMEOUT)
    first = loops.idle_seconds()["work"]
    assert loops.idle_seconds()["work"] > first
    loops.stop()
    release.set()
