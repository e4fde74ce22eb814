"""The same sockets under gunicorn, which hands them over in a way of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from bookings.desk import Desk, book
from bookings.models import Database
from bookings.models.migrate import migrate
from tests.gateways.clients import Crowd
from tests.gateways.conftest import POLLING, UPGRADE, WEBSOCKET, token_of
from tests.open_house import ANN, COURTS, PLAY, SAM, at, furnish
from tests.parts import free_port
from tests.served import ROOT, SECRET, Served


@pytest.fixture
def gunicorn() -> Iterator[Served]:
    """One worker, as docs/operators.md starts it."""
    with tempfile.TemporaryDirectory() as home:
        url, port = f"sqlite:///{home}/ringside.db", free_port()
        desk = Desk(Database(url))
        migrate(desk.database)
        furnish(desk)
        words = ["-k", "gevent", "-w", "1", "--graceful-timeout", "5", "--no-control-socket", "-b", f"127.0.0.1:{port}"]
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *words, "wsgi:app"], cwd=ROOT, text=True, stderr=subprocess.PIPE,
            env={**os.environ, "DATABASE_URL": url, "SECRET_KEY": SECRET, "RATE_LIMITS": "off"},
        )  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}/login", process)
            yield SimpleNamespace(url=f"http://127.0.0.1:{port}", port=port, desk=desk)  # type: ignore[misc]
        finally:
            process.send_signal(signal.SIGTERM)
            said = process.communicate(timeout=30)[1]
            desk.database.close()
        assert "Traceback" not in said, said


def wait_for(url: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(url, timeout=30).close()
            return
        except OSError:
            assert process.poll() is None and time.monotonic() < deadline


def test_every_kind_of_client_hears_a_booking(gunicorn: Served, programs: Crowd) -> None:
    clients = [programs.socketio(gunicorn.url, token_of(gunicorn, SAM), way) for way in (WEBSOCKET, POLLING, UPGRADE)]
    raw = programs.raw(gunicorn.url, f"/ws/events/{PLAY}?token={token_of(gunicorn, ANN)}")
    for client in clients:
        client.event("connected")
    raw.message("subscribed")
    booking = gunicorn.desk.do(ANN, book.book_court, COURTS[0], at("10:00"), at("11:00"))
    gunicorn.desk.do(ANN, book.book_seats, PLAY, ["A1"])
    for client in clients:
        client.event("booking:created", booking__id=booking)
        assert client.ask("register")["userId"] == SAM.id
    assert raw.message("seat_update")["availableSeats"] == 29
