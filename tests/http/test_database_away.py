"""PostgreSQL goes away and comes back: everybody reads so, keeps what they typed, and goes on by themselves."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import event, text

from bookings.accounts.accounts import begin_login
from bookings.database import Database
from tests.web.conftest import _opened
from tests.web.visits import Visitor
from tests.world.people import ANN
from tests.world.places import HAMLET


@pytest.fixture
def pg_site(postgresql: Database) -> Flask:
    return _opened(postgresql)


@pytest.fixture
def away(postgres_server: str, pg_site: Flask) -> Callable[[], AbstractContextManager[None]]:
    """While it lasts nobody gets a connection, and those that were open are gone."""
    name = urlsplit(pg_site.extensions["ringside"].database.url).path.lstrip("/")

    @contextmanager
    def gone() -> Iterator[None]:
        with psycopg.connect(postgres_server, autocommit=True) as server:
            allow = "ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}"
            server.execute(sql.SQL(allow).format(sql.Identifier(name), sql.SQL("false")))
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            try:
                yield
            finally:
                server.execute(sql.SQL(allow).format(sql.Identifier(name), sql.SQL("true")))

    return gone


def test_pages_say_so_and_come_back_by_themselves(
    pg_site: Flask, away: Callable[[], AbstractContextManager[None]], caplog: pytest.LogCaptureFixture
) -> None:
    ann = Visitor(pg_site, ANN)
    paths = ("/", f"/events/{HAMLET}", "/bookings", "/login", f"/live/poll?follow=event:{HAMLET}%7C@0", "/account")
    ann.open("/")
    pg_site.extensions["ringside"].ready = True
    with away():
        for path in paths:
            page = ann.open(path, 503)
            assert "cannot be reached just now" in page.words and int(page.headers["Retry-After"]) > 0
            assert "again.js" in page.text and "Sign in" not in page.words
        assert ann.open("/readyz", 503).text == "no database"
        assert ann.open("/healthz").text == "ok"
    for path in paths[:3]:
        ann.open(path)
    assert "Traceback" not in caplog.text


def test_what_was_typed_is_sent_again_but_no_password(
    pg_site: Flask, away: Callable[[], AbstractContextManager[None]]
) -> None:
    ann = Visitor(pg_site, ANN)
    token = ann.token()
    form = {"seat": "A1", "note": 'two "wheel" <chairs>', "key": "00000000-0000-4000-8000-000000000000"}
    with away():
        page = ann.send(f"/events/{HAMLET}/hold", form, token=token, answers=503)
        assert "What you typed is kept here" in page.words
        signing_in = ann.send("/login", token=token, answers=503, email="ann@canary.example", password="horse battery")
        assert "horse" not in signing_in.text
        note = ann.send(f"/events/{HAMLET}/hold", form, token=token, answers=503, htmx=True)
        assert "cannot be reached" in note.words and "<html" not in note.text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    assert {name: html.unescape(hidden[name]) for name in form} == form
    assert hidden["csrf_token"]


def test_programs_are_answered_in_json(pg_site: Flask, away: Callable[[], AbstractContextManager[None]]) -> None:
    tokens = pg_site.extensions["ringside"].tokens
    desk = pg_site.extensions["ringside"].desk
    shown = {"Authorization": f"Bearer {tokens.begin(desk.do(ANN, begin_login, ANN.id)).access}"}
    with away():
        for call in (
            lambda client: client.get("/api/v1/events", headers=shown),
            lambda client: client.post("/api/v1/bookings", json={"eventId": HAMLET, "quantity": 1}, headers=shown),
        ):
            answer = call(pg_site.test_client())
            assert (answer.status_code, answer.json["error"]["code"]) == (503, "unavailable")
            assert answer.headers["Retry-After"]
    answer = pg_site.test_client().post("/api/v1/bookings", json={"eventId": HAMLET, "quantity": 1}, headers=shown)
    assert answer.status_code == 201


def test_a_full_disk_is_a_refusal_in_words_and_nothing_is_lost(site: Flask) -> None:
    ann, database = Visitor(site, ANN), site.extensions["ringside"].database
    token = ann.token()
    with database.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    database.engine.dispose()

    def full(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    event.listen(database.engine, "connect", full)
    refused = None
    for number in range(200):
        form = {"drop" if number % 2 else "seat": "A1", "csrf_token": token}
        answer = ann.client.post(f"/events/{HAMLET}/hold", data=form)
        if answer.status_code == 503:
            refused = answer.get_data(as_text=True)
            break
    assert refused is not None and "cannot write just now" in refused
    ann.open(f"/events/{HAMLET}")
    event.remove(database.engine, "connect", full)
    database.engine.dispose()
    ann.send(f"/events/{HAMLET}/hold", seat="B1", token=token)
