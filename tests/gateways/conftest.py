"""A running server for the tests of this folder, with programs and people who come to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from bookings.accounts.accounts import begin_login
from bookings.accounts.tokens import IssuedTokens, Tokens
from bookings.models import Viewer
from tests import server_process
from tests.gateways.clients import Crowd, Raw, SocketIo, crowd
from tests.server_process import Served, serving
from tests.world import present

WEBSOCKET, POLLING, UPGRADE = ("websocket",), ("polling",), ("polling", "websocket")
TRANSPORTS = pytest.mark.parametrize(
    "transports", [WEBSOCKET, POLLING, UPGRADE], ids=["websocket", "polling", "upgrade"]
)
BOTH_CLIENTS = pytest.mark.parametrize(
    "programs", ["socket.io-client", "socket.io-client-3"], ids=["client 4", "client 3"], indirect=True
)

Connect = Callable[..., SocketIo]
Subscription = Callable[..., Raw]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A server for the tests of one file. None of them may leave an error in its log."""
    with serving(present.fill) as running:
        yield running
        assert "Traceback" not in running.log, running.log
        assert '"level": "error"' not in running.log, running.log


@pytest.fixture(scope="session")
def crowds() -> Iterator[Callable[[str], Crowd]]:
    """crowds("socket.io-client-3"): the process of those who use that package."""
    with ExitStack() as running:
        yield cache(lambda package: running.enter_context(crowd(package)))


@pytest.fixture
def programs(request: pytest.FixtureRequest, crowds: Callable[[str], Crowd]) -> Iterator[Crowd]:
    gathered = crowds(getattr(request, "param", "socket.io-client"))
    yield gathered
    gathered.leave()
    assert gathered.faults == []


def pair_of(served: Served, person: Viewer) -> tuple[str, IssuedTokens]:
    """A new log-in of this person: its id, and its tokens."""
    login = served.desk.do(person, begin_login, person.id)
    return login, Tokens(served.desk, server_process.SECRET).begin(login)


def token_of(served: Served, person: Viewer) -> str:
    return pair_of(served, person)[1].access


@pytest.fixture
def connect(served: Served, programs: Crowd) -> Connect:
    """connect(ANN) is a Socket.IO client of Ann's, after `connected`; connect(ANN, transports=POLLING, auth={…})."""

    def connected(person: Viewer, **options: object) -> SocketIo:
        client = programs.socketio(served.url, token_of(served, person), **options)  # type: ignore[arg-type]
        client.event("connected")
        return client

    return connected


@pytest.fixture
def follow(served: Served, programs: Crowd) -> Subscription:
    """follow(ANN, 1) is a raw client of Ann's that follows an event, follow(ANN) one that follows none yet."""

    def followed(person: Viewer, event: int | None = None, **query: object) -> Raw:
        words = "".join(f"&{name}={value}" for name, value in query.items())
        place = "/ws" if event is None else f"/ws/events/{event}"
        client = programs.raw(served.url, f"{place}?token={token_of(served, person)}{words}")
        client.message("connection_established")
        if event is not None:
            client.message("subscribed", eventId=event)
        return client

    return followed
