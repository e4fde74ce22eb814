"""Engine.IO's heartbeat, second by second: the engine itself, without a server around it."""

from __future__ import annotations

import io
import json

import pytest

from bookings.gateways.socketio.protocol.engine import Engine, Options
from bookings.gateways.socketio.protocol.engineio import PING_INTERVAL
from bookings.gateways.socketio.protocol.session import Session
from bookings.gateways.socketio.protocol.sessions import PINGS_UNAUTHENTICATED
from bookings.sockets.frames.incoming import Limits
from bookings.sockets.hub import Hub

closed_sids: list[str] = []


@pytest.fixture
def engine() -> Engine:
    closed_sids.clear()
    hub = Hub(max_connections=100, idle_seconds=60)
    options = Options(hub, Limits(), 10, ("QUERY_STRING",), lambda origin, environ: True)
    return Engine(options, lambda session, text: None, lambda session: closed_sids.append(session.sid))


def ask(engine: Engine, method: str, sid: str = "", body: bytes = b"") -> str:
    """What a request is answered, with its status where that is none of success."""
    query = "EIO=4&transport=polling" + (f"&sid={sid}" if sid else "")
    environ = {"REQUEST_METHOD": method, "QUERY_STRING": query, "REMOTE_ADDR": "192.0.2.1"}
    environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    status: list[str] = []
    answer = b"".join(engine.handle_request(environ, lambda line, headers: status.append(line))).decode()
    return answer if status == ["200 OK"] else status[0][:3]


def opened(engine: Engine, *, identified: bool) -> Session:
    session = engine.sessions.find(json.loads(ask(engine, "GET")[1:])["sid"])
    assert session is not None
    session.identified = identified
    return session


def an_interval(engine: Engine) -> None:
    for _ in range(PING_INTERVAL):
        engine.sessions.ping()


def test_a_client_that_answers_is_pinged_for_ever(engine: Engine) -> None:
    session = opened(engine, identified=True)
    for _ in range(2 * PINGS_UNAUTHENTICATED):
        an_interval(engine)
        assert ask(engine, "GET", session.sid) == "2"
        assert ask(engine, "POST", session.sid, b"3") == "ok"
    assert closed_sids == []


def test_a_client_that_does_not_answer_is_gone_with_the_next_ping(engine: Engine) -> None:
    session = opened(engine, identified=True)
    an_interval(engine)
    assert ask(engine, "GET", session.sid) == "2"
    assert closed_sids == []
    an_interval(engine)
    assert closed_sids == [session.sid]
    assert ask(engine, "GET", session.sid) == "400"


def test_a_client_that_never_says_who_it_is_is_gone_whatever_it_answers(engine: Engine) -> None:
    session = opened(engine, identified=False)
    for _ in range(PINGS_UNAUTHENTICATED):
        an_interval(engine)
        assert ask(engine, "POST", session.sid, b"3") == "ok"
    assert closed_sids == []
    an_interval(engine)
    assert closed_sids == [session.sid]
