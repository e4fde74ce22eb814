"""The bell: heard in this process at once, in the others through Redis, and never in the way of a booking."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator

import pytest
import redis as client

from bookings.changes.notifier import CHANNEL, Bell
from tests.parts import free_port, redis


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with redis.server() as url:
        yield url


def telling(redis_url: str) -> Bell:
    """A bell that passes on what is rung, as the program's do."""
    bell = Bell(redis_url)
    threading.Thread(target=bell.tell, daemon=True).start()
    return bell


def listening(bell: Bell) -> threading.Thread:
    thread = threading.Thread(target=bell.listen)
    thread.start()
    return thread


def heard_through(one: Bell, other: Bell) -> dict[str, int]:
    """What the other hears once it listens; until then `one` rings again and again."""
    while not (moved := other.wait(0.1)):
        one.ring({"event:1": 5})
    return moved


def test_what_was_rung_is_heard_once_with_the_newest_version() -> None:
    bell = Bell()
    bell.ring({"event:1": 3, "user:a": 1})
    bell.ring({"event:1": 4})
    bell.ring({"event:1": 2})
    assert bell.wait(0) == {"event:1": 4, "user:a": 1}
    assert bell.wait(0) == {}


def test_whoever_waits_is_woken() -> None:
    bell, heard = Bell(), list[dict[str, int]]()
    waiting = threading.Thread(target=lambda: heard.append(bell.wait(60)))
    waiting.start()
    bell.ring({"event:1": 1})
    waiting.join()
    assert heard == [{"event:1": 1}]


def test_other_processes_hear_it_through_redis(redis_url: str) -> None:
    here, there = telling(redis_url), Bell(redis_url)
    ear = listening(there)
    assert heard_through(here, there) == {"event:1": 5}
    there.close()
    ear.join(timeout=30)
    assert not ear.is_alive()


def test_closing_ends_the_listening_at_once(redis_url: str) -> None:
    here, there = telling(redis_url), Bell(redis_url)
    ear = listening(there)
    heard_through(here, there)
    there.close()
    ear.join(timeout=5)
    assert not ear.is_alive()


def test_without_redis_the_bell_still_rings_here() -> None:
    bell = Bell(f"redis://127.0.0.1:{free_port()}")
    ear = listening(bell)
    bell.ring({"event:1": 1})
    assert bell.wait(0) == {"event:1": 1}
    bell.close()
    ear.join(timeout=30)
    assert not ear.is_alive()


@pytest.mark.parametrize("nonsense", ["not json", "[1, 2]", '{"event:1": "seven"}', "null"])
def test_nonsense_on_the_channel_does_not_deafen(redis_url: str, nonsense: str) -> None:
    here, there = telling(redis_url), Bell(redis_url)
    ear = listening(there)
    heard_through(here, there)
    with client.Redis.from_url(redis_url) as publisher:
        publisher.publish(CHANNEL, nonsense)
    assert heard_through(here, there)["event:1"] == 5
    there.close()
    ear.join(timeout=30)
    assert not ear.is_alive()


def test_a_redis_that_hangs_holds_up_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with redis.server() as url, client.Redis.from_url(url) as control, stopping(telling(url)) as here:
        process = int(control.info()["process_id"])
        with stopping(Bell(url)) as there:
            ear = listening(there)
            heard_through(here, there)
            os.kill(process, signal.SIGSTOP)
            try:
                for version in range(6, 60):
                    here.ring({"event:1": version})
                    assert here.wait(0) == {"event:1": version}
                assert not caplog.records, "nobody has waited for an answer yet"
                here.ring({"event:1": 60})
                while not caplog.records:  # whoever passes it on is not held up for ever either
                    here.wait(0.01)
            finally:
                os.kill(process, signal.SIGCONT)
            while (moved := there.wait(0.1)) != {"event:1": 61}:
                assert moved in ({}, {"event:1": 59}, {"event:1": 60})
                here.ring({"event:1": 61})
        ear.join(timeout=30)
        assert not ear.is_alive()


@contextlib.contextmanager
def stopping(bell: Bell) -> Iterator[Bell]:
    try:
        yield bell
    finally:
        bell.close()
