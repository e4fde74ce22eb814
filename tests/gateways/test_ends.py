"""When a log-in ends, by whatever act, its page, its raw socket and its Socket.IO clients end with it; nobody else's."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import unquote

import pytest
from sqlalchemy import update

from bookings.accounts import accounts
from bookings.accounts.accounts import sign_out
from bookings.accounts.last_use import end_idle
from bookings.administration.people.accounts import deactivate
from bookings.administration.people.merge import merge_people
from bookings.administration.people.rights import change_rights, change_staff
from bookings.desk import book
from bookings.models import Login, Role, Viewer
from bookings.models.person import RINGSIDE
from tests.gateways.browser_cookie import cookie_of
from tests.gateways.clients import Crowd
from tests.gateways.conftest import POLLING, WEBSOCKET, Connect, Subscription, pair_of
from tests.server_process import Served
from tests.sockets.raw_socket import RawSocket
from tests.world import present
from tests.world.people import ADA, ANN, BOB, CLEO, MAX, NORA, PASSWORD, PIA, SAM, TESS, named
from tests.world.places import AIRLINE, CLUB, COURTS, HAMLET

OURS = "Origin: http://127.0.0.1\r\n"
Act = Callable[[Served, Viewer], object]


def live_address(served: Served, cookie: str) -> str:
    """Where the page of the play connects."""
    request = urllib.request.Request(f"{served.url}/events/{HAMLET}", headers={"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=30) as answer:
        found = re.search(r'hx-ws:connect="([^"]+)"', answer.read().decode())
    assert found
    return unquote(unescape(found[1]))


def by_signing_out(served: Served, who: Viewer) -> None:
    served.desk.do(who, sign_out, who.login_id or "")


def by_a_new_password_elsewhere(served: Served, who: Viewer) -> None:
    other, _ = pair_of(served, who)
    accounts.change_password(served.desk, replace(who, login_id=other), old=PASSWORD, new=PASSWORD)


def by_losing_the_role(served: Served, who: Viewer) -> None:
    served.desk.do(ADA, change_rights, who.id, Role.CUSTOMER)


def by_a_manager(served: Served, who: Viewer) -> None:
    served.desk.do(MAX, change_staff, AIRLINE, who.id, None)


def by_being_deactivated(served: Served, who: Viewer) -> None:
    served.desk.do(ADA, deactivate, who.id)


def by_being_merged(served: Served, who: Viewer) -> None:
    served.desk.do(ADA, merge_people, ANN.id, who.id)


def by_not_using_it(served: Served, who: Viewer) -> None:
    long_ago = update(Login).where(Login.id == who.login_id).values(last_used_at=datetime(2026, 1, 1, tzinfo=UTC))
    served.desk.database.write(lambda session: session.execute(long_ago) and None)
    assert served.desk.do(RINGSIDE, end_idle, timedelta(days=30)) == 1


ACTS = [
    (by_signing_out, ANN), (by_not_using_it, SAM), (by_a_new_password_elsewhere, BOB), (by_losing_the_role, TESS),
    (by_a_manager, PIA), (by_being_deactivated, NORA), (by_being_merged, CLEO),
]  # fmt: skip


@pytest.mark.parametrize(("act", "person"), ACTS, ids=[act.__name__ for act, _ in ACTS])
def test_every_kind_of_socket_of_that_log_in_ends(
    served: Served, programs: Crowd, connect: Connect, follow: Subscription, act: Act, person: Viewer
) -> None:
    others, stranger = connect(ADA), follow(SAM, HAMLET)
    login, pair = pair_of(served, person)
    carried = [programs.socketio(served.url, pair.access, way) for way in (WEBSOCKET, POLLING)]
    for client in carried:
        client.event("connected")
    raw = programs.raw(served.url, f"/ws?token={pair.access}")
    raw.message("connection_established")
    cookie = cookie_of(login)
    with RawSocket(served.port, live_address(served, cookie), headers=f"{OURS}Cookie: {cookie}\r\n") as page:
        page.text()
        act(served, replace(person, login_id=login))
        for client in carried:
            # Such a client does not come back by itself, and when its program lets it, it learns why.
            assert client.kind("disconnect") == ["disconnect", "io server disconnect"]
            client.do("again")
            assert client.kind("connect_error") == ["connect_error", "Invalid token"]
        assert raw.closed() == (1008, "Signed out")
        assert page.goodbye().code == 1008
    assert others.ask("register")["ok"]
    stranger.say({"type": "ping"})
    stranger.message("pong")


def test_another_log_in_of_the_same_person_goes_on(served: Served, programs: Crowd, connect: Connect) -> None:
    other = connect(SAM)
    login, pair = pair_of(served, SAM)
    ended = programs.socketio(served.url, pair.access)
    ended.event("connected")
    served.desk.do(SAM, sign_out, login)
    ended.kind("disconnect")
    booking = served.desk.do(SAM, book.book_court, COURTS[0], present.at("09:00"), present.at("10:00"), customer=named(SAM))
    assert other.event("booking:created", data__bookingId=booking)["clubId"] == CLUB
    assert ended.events("booking:created") == []


def test_a_going_server_sends_clients_away_such_that_they_come_back(served: Served, connect: Connect) -> None:
    clients = [connect(SAM), connect(SAM, transports=POLLING)]
    served.stop()
    for client in clients:
        assert client.kind("disconnect")[1] in ("transport close", "transport error")
    served.start()
    for client in clients:
        client.event("connected")


def test_a_board_is_not_followed_without_a_cookie(served: Served) -> None:
    with RawSocket(served.port, f"/live?follow={present.board()}", headers=OURS) as page:
        assert page.goodbye().code == 1008
