"""S5: a page of ours connects with the browser's session cookie alone. A page of another site does not."""

from __future__ import annotations

import pytest

from bookings.accounts.accounts import sign_out
from tests.gateways.browser_cookie import cookie_of
from tests.gateways.clients import Crowd
from tests.gateways.conftest import TRANSPORTS, pair_of
from tests.server_process import Served
from tests.world.people import SAM


@TRANSPORTS
def test_the_cookie_of_a_page_of_ours_is_enough(served: Served, programs: Crowd, transports: tuple[str, ...]) -> None:
    login, _ = pair_of(served, SAM)
    headers = {"Cookie": cookie_of(login), "Origin": served.url}
    client = programs.socketio(served.url, transports=transports, extraHeaders=headers)
    assert client.event("connected")["userId"] == SAM.id
    served.desk.do(SAM, sign_out, login)
    client.kind("disconnect")
    client.do("again")
    assert client.kind("connect_error")[1] == "Authentication required"


def test_a_browser_that_names_no_origin_says_at_least_that_it_is_the_same_site(served: Served, programs: Crowd) -> None:
    cookie = cookie_of(pair_of(served, SAM)[0])
    same = programs.socketio(served.url, extraHeaders={"Cookie": cookie, "Sec-Fetch-Site": "same-origin"})
    assert same.event("connected")["userId"] == SAM.id
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        client = programs.socketio(served.url, extraHeaders={"Cookie": cookie, **headers})
        assert client.kind("connect_error")[1] == "Authentication required"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1.evil.example"]
)
@TRANSPORTS
def test_a_page_of_another_site_is_refused_whatever_it_shows(
    served: Served, programs: Crowd, transports: tuple[str, ...], origin: str
) -> None:
    login, pair = pair_of(served, SAM)
    headers = {"Cookie": cookie_of(login), "Origin": origin}
    client = programs.socketio(served.url, pair.access, transports, extraHeaders=headers, reconnection=False)
    client.kind("connect_error")
    assert client.events() == []


def test_a_wrong_token_is_not_mended_by_a_cookie(served: Served, programs: Crowd) -> None:
    headers = {"Cookie": cookie_of(pair_of(served, SAM)[0]), "Origin": served.url}
    assert programs.socketio(served.url, "x", extraHeaders=headers).kind("connect_error")[1] == "Invalid token"
