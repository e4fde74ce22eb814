"""How often one may ask, which other sites may, and what is counted."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis as redis_client
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from bookings.api.framework import rate_limits
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from tests.api.conftest import Program, ringside_of, serve, token_of
from tests.external import redis
from tests.world.clock import at
from tests.world.people import ANN, BOB, SAM, canaries, named
from tests.world.places import COURT_1, COURT_2

Serving = Callable[..., Flask]
FRIEND, STRANGER = "https://boards.example", "https://boards.example.evil.example"


@pytest.fixture
def serving(served_database: Database) -> Iterator[Serving]:
    """serving(rate_limits="off"): the application with other settings."""
    made: list[Flask] = []

    def build(**settings: Any) -> Flask:
        made.append(serve(served_database, **settings))
        return made[-1]

    yield build
    for app in made:
        ringside_of(app).database.close()


def test_a_person_who_asks_too_often_waits_and_nobody_else_does(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "PER_PERSON", "3 per hour")
    app = serving()
    ann, bob = (Program(app.test_client(), token_of(app, person)) for person in (ANN, BOB))
    paths = ("/api/v1/venues", "/api/v1/events", "/api/v1/flights", "/api/v1/bookings")
    assert [ann.get(path).status_code for path in paths] == [200, 200, 200, 429]
    refused = ann.get("/api/v1/venues")
    assert refused.get_json()["error"]["code"] == "too_many"
    assert 0 < int(refused.headers["Retry-After"]) <= 3601
    again = Program(app.test_client(), token_of(app, ANN))
    assert again.get("/api/v1/venues").status_code == 429  # another log-in is the same person
    assert bob.get("/api/v1/venues").status_code == 200


def test_a_redis_that_hangs_stops_neither_the_calls_nor_the_counting(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "PER_PERSON", "3 per hour")
    with redis.server() as url, redis_client.Redis.from_url(url) as control:
        app = serving(redis_url=url)
        ann = Program(app.test_client(), token_of(app, ANN))
        assert ann.get("/api/v1/venues").status_code == 200
        process = int(control.info()["process_id"])
        os.kill(process, signal.SIGSTOP)
        try:
            assert [ann.get("/api/v1/venues").status_code for _ in range(4)] == [200, 200, 200, 429]
        finally:
            os.kill(process, signal.SIGCONT)


def test_an_address_that_asks_too_often_waits(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "CALLS_PER_ADDRESS", "3 per hour")
    app = serving()
    for person in (ANN, BOB, SAM):
        assert Program(app.test_client(), token_of(app, person)).get("/api/v1/venues").status_code == 200
    nobody = Program(app.test_client())
    assert nobody.get("/api/socket").status_code == 429
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    assert nobody.get("/api/socket", environ_overrides=elsewhere).status_code == 200


def test_changing_things_has_a_lower_limit_than_looking(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "WRITES_PER_PERSON", "2 per hour")
    app = serving()
    ann = Program(app.test_client(), token_of(app, ANN))
    tickets = [ann.post("/api/v1/auth/ws-ticket").status_code for _ in range(3)]
    assert tickets == [200, 200, 429]
    assert ann.get("/api/v1/venues").status_code == 200


def test_limits_can_be_switched_off(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "CALLS_PER_ADDRESS", "1 per hour")
    app = serving(rate_limits="off")
    assert [Program(app.test_client()).get("/api/socket").status_code for _ in range(5)] == [200] * 5


def test_an_address_is_only_believed_from_as_many_proxies_as_there_are(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "CALLS_PER_ADDRESS", "1 per hour")
    spoofed = [{"X-Forwarded-For": f"198.51.100.{n}"} for n in range(3)]

    def answers(app: Flask) -> list[int]:
        return [Program(app.test_client()).get("/api/socket", headers=header).status_code for header in spoofed]

    assert answers(serving()) == [200, 429, 429]
    assert answers(serving(proxy_hops=1)) == [200, 200, 200]
    behind_one = serving(proxy_hops=1)
    lies = [{"X-Forwarded-For": f"192.0.2.{n}, 198.51.100.7"} for n in range(2)]
    assert [Program(behind_one.test_client()).get("/api/socket", headers=lie).status_code for lie in lies] == [200, 429]


def test_another_site_may_call_only_when_it_is_named(serving: Serving) -> None:
    named, unnamed = serving(rate_limits="off", websocket_cors_origin=FRIEND), serving(rate_limits="off")
    ask = {"Origin": FRIEND, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    preflight = Program(named.test_client())("OPTIONS", "/api/v1/bookings", headers=ask)
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == FRIEND
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    for path in ("/api/socket", "/api/v1/bookings"):  # an error too: else the page could not read it
        answer = Program(named.test_client()).get(path, headers={"Origin": FRIEND})
        assert answer.headers["Access-Control-Allow-Origin"] == FRIEND and "Origin" in answer.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in answer.headers
    for app, origin in (
        (unnamed, FRIEND),
        (named, STRANGER),
        (named, "null"),
        (named, "http://boards.example"),
        (named, "*"),
    ):
        for method in ("GET", "OPTIONS"):
            answer = Program(app.test_client())(method, "/api/socket", headers={**ask, "Origin": origin})
            assert not [name for name, _ in answer.headers if name.startswith("Access-Control-")]
    page = named.test_client().get("/login", headers={"Origin": FRIEND})
    assert "Access-Control-Allow-Origin" not in page.headers


def figures(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_what_is_counted_names_patterns_and_no_persons(as_: Any, app: Flask, served_desk: Desk) -> None:
    served_desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    served_desk.do(SAM, book_court, COURT_2, at("10:00"), at("11:00"), customer=named(SAM))
    booking = served_desk.do(BOB, book_court, COURT_2, at("12:00"), at("13:00"))
    as_(BOB).get(f"/api/v1/bookings/{booking}")
    as_(BOB).get("/api/nowhere/at-all")
    text = Program(app.test_client()).get("/metrics").text
    found = figures(text)
    assert found["ringside_bookings", "court", "PENDING"] == 2
    assert found["ringside_bookings", "court", "CONFIRMED"] == 1
    rule = "/api/v1/bookings/<opaque:booking_id>"
    assert found["ringside_request_seconds_count", "GET", rule, "200"] == 1
    assert found["ringside_request_seconds_count", "any", "none", "404"] == 1
    assert found["ringside_live",] == 0
    assert not [canary for person in (ANN, BOB, SAM) for canary in (*canaries(person), booking) if canary in text]


TOKEN = "a token for the one who collects figures"


@pytest.mark.parametrize(
    "address, headers, status",
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("198.51.100.7", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "198.51.100.7"}, 404),
        ("127.0.0.1", {"Forwarded": "for=198.51.100.7"}, 404),
        ("198.51.100.7", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("198.51.100.7", {"Authorization": f"Bearer {TOKEN}x"}, 404),
        ("198.51.100.7", {"Authorization": "Bearer "}, 404),
        ("nonsense", {}, 404),
    ],
)
def test_figures_are_for_this_machine_or_for_a_token(
    serving: Serving, address: str, headers: dict[str, str], status: int
) -> None:
    program = Program(serving(metrics_token=TOKEN).test_client())
    assert program.get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": address}).status_code == status


def test_without_a_token_set_none_opens_the_figures(serving: Serving) -> None:
    for shown in ("Bearer ", "Bearer", ""):
        answer = Program(serving().test_client()).get(
            "/metrics", headers={"Authorization": shown}, environ_overrides={"REMOTE_ADDR": "198.51.100.7"}
        )
        assert answer.status_code == 404
