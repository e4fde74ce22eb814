"""The notifier: in this process at once, in the others through Redis, and never in the way of a booking."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator

import pytest
import redis as client

from bookings.changes.notifier import CHANNEL, Notifier
from tests.external import free_port, redis


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with redis.server() as url:
        yield url


def publishing(redis_url: str) -> Notifier:
    """A notifier that passes on what it is given, as the program's do."""
    notifier = Notifier(redis_url)
    threading.Thread(target=notifier.publish, daemon=True).start()
    return notifier


def listening(notifier: Notifier) -> threading.Thread:
    thread = threading.Thread(target=notifier.listen)
    thread.start()
    return thread


def received_through(one: Notifier, other: Notifier) -> dict[str, int]:
    """What the other receives once it listens; until then `one` notifies again and again."""
    while not (moved := other.wait(0.1)):
        one.notify({"event:1": 5})
    return moved


def test_what_was_notified_arrives_once_with_the_newest_version() -> None:
    notifier = Notifier()
    notifier.notify({"event:1": 3, "user:a": 1})
    notifier.notify({"event:1": 4})
    notifier.notify({"event:1": 2})
    assert notifier.wait(0) == {"event:1": 4, "user:a": 1}
    assert notifier.wait(0) == {}


def test_whoever_waits_is_woken() -> None:
    notifier, received = Notifier(), list[dict[str, int]]()
    waiting = threading.Thread(target=lambda: received.append(notifier.wait(60)))
    waiting.start()
    notifier.notify({"event:1": 1})
    waiting.join()
    assert received == [{"event:1": 1}]


def test_other_processes_receive_it_through_redis(redis_url: str) -> None:
    here, there = publishing(redis_url), Notifier(redis_url)
    listener = listening(there)
    assert received_through(here, there) == {"event:1": 5}
    there.close()
    listener.join(timeout=30)
    assert not listener.is_alive()


def test_closing_ends_the_listening_at_once(redis_url: str) -> None:
    here, there = publishing(redis_url), Notifier(redis_url)
    listener = listening(there)
    received_through(here, there)
    there.close()
    listener.join(timeout=5)
    assert not listener.is_alive()


def test_without_redis_this_process_is_still_notified() -> None:
    notifier = Notifier(f"redis://127.0.0.1:{free_port()}")
    listener = listening(notifier)
    notifier.notify({"event:1": 1})
    assert notifier.wait(0) == {"event:1": 1}
    notifier.close()
    listener.join(timeout=30)
    assert not listener.is_alive()


@pytest.mark.parametrize("nonsense", ["not json", "[1, 2]", '{"event:1": "seven"}', "null"])
def test_nonsense_on_the_channel_does_not_end_the_listening(redis_url: str, nonsense: str) -> None:
    here, there = publishing(redis_url), Notifier(redis_url)
    listener = listening(there)
    received_through(here, there)
    with client.Redis.from_url(redis_url) as publisher:
        publisher.publish(CHANNEL, nonsense)
    assert received_through(here, there)["event:1"] == 5
    there.close()
    listener.join(timeout=30)
    assert not listener.is_alive()


def test_a_redis_that_hangs_holds_up_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with redis.server() as url, client.Redis.from_url(url) as control, stopping(publishing(url)) as here:
        process = int(control.info()["process_id"])
        with stopping(Notifier(url)) as there:
            listener = listening(there)
            received_through(here, there)
            os.kill(process, signal.SIGSTOP)
            try:
                for version in range(6, 60):
                    here.notify({"event:1": version})
                    assert here.wait(0) == {"event:1": version}
                assert not caplog.records, "nobody has waited for an answer yet"
                here.notify({"event:1": 60})
                while not caplog.records:  # whoever passes it on is not held up for ever either
                    here.wait(0.01)
            finally:
                os.kill(process, signal.SIGCONT)
            while (moved := there.wait(0.1)) != {"event:1": 61}:
                assert moved in ({}, {"event:1": 59}, {"event:1": 60})
                here.notify({"event:1": 61})
        listener.join(timeout=30)
        assert not listener.is_alive()


@contextlib.contextmanager
def stopping(notifier: Notifier) -> Iterator[Notifier]:
    try:
        yield notifier
    finally:
        notifier.close()
