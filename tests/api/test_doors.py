"""At the doors: who is let in, in which words the others are refused, and what is no request at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from bookings.accounts import accounts
from bookings.accounts.login_throttle import FREE_PER_ACCOUNT
from bookings.accounts.passwords import hash_password
from bookings.accounts.tokens import Tokens
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.models import Database, Person, Role
from bookings.rules.times.zones import iso
from tests.api.conftest import SECRET, Program, ringside_of, serve, token_of
from tests.records import bookings
from tests.world.clock import at
from tests.world.people import ADA, ANN, SAM, email_of
from tests.world.places import COURT_1, HAMLET

As = Callable[..., Program]
PASSWORD = "Orange-Harbour-7"
COURT = {"courtId": COURT_1, "start": iso(at("10:00")), "end": iso(at("11:00"))}


@pytest.fixture
def with_passwords(house: Database) -> None:
    secret = hash_password(PASSWORD)
    house.write(lambda session: session.execute(update(Person).values(password_hash=secret)) and None)


def refused(answer: Any) -> tuple[int, str]:
    error = answer.get_json()["error"]
    assert set(error) >= {"code", "message", "fields"} and error["message"]
    return answer.status_code, error["code"]


def calls_of(app: Flask) -> list[tuple[str, str]]:
    """Every call that needs a token, with ids filled in."""
    document = app.test_client().get("/api/openapi.json").get_json()
    return [
        (method.upper(), path.replace("{eventId}", str(HAMLET)).replace("{", "").replace("}", ""))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if operation["security"]
    ]


def test_no_call_answers_without_a_token(app: Flask, nobody: Program) -> None:
    calls = calls_of(app)
    assert len(calls) >= 20
    for method, path in calls:
        answer = nobody(method, path)
        assert refused(answer) == (401, "authentication_required"), path
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        bad = Program(app.test_client(), token_of(app, ANN)[:-2])
        assert refused(bad(method, path)) == (401, "invalid_token"), path


@pytest.mark.usefixtures("with_passwords")
def test_a_cookie_alone_authenticates_nothing(app: Flask) -> None:
    browser = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    assert browser.post("/login", data={"email": email_of(ADA), "password": PASSWORD}).status_code == 303
    assert browser.get("/bookings").status_code == 200  # the cookie is good
    program = Program(browser)
    for method, path in calls_of(app):
        assert refused(program(method, path)) == (401, "authentication_required"), path
    # And beside a token it adds nothing: the cookie is an admin's, the token a customer's.
    assert Program(browser, token_of(app, ANN)).get("/api/v1/bookings").get_json()["items"] == []
    assert Program(browser, token_of(app, ANN)).get("/api/admin/bookings?clubId=x").status_code == 404


def test_a_browser_without_a_form_token_may_call_with_a_bearer(as_: As) -> None:
    assert as_(ANN).post("/api/v1/bookings", COURT).status_code == 201


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Token abc", "bearer\tx"])
def test_a_header_that_shows_no_token_asks_for_one(nobody: Program, header: str) -> None:
    answer = nobody.get("/api/v1/bookings", headers={"Authorization": header})
    assert answer.status_code == 401


@pytest.mark.usefixtures("with_passwords")
def test_a_wrong_password_and_an_unknown_account_are_told_the_same(nobody: Program) -> None:
    wrong = nobody.post("/api/v1/auth/login", {"email": email_of(ANN), "password": "wrong"})
    unknown = nobody.post("/api/v1/auth/login", {"email": "nobody@canary.example", "password": "wrong"})
    assert refused(wrong) == (401, "no_match")
    assert wrong.data == unknown.data


@pytest.mark.usefixtures("with_passwords")
def test_guessing_by_program_is_throttled_and_so_is_the_page(house: Database) -> None:
    app = serve(house)
    program, guess = Program(app.test_client()), {"email": email_of(ANN), "password": "wrong"}
    for _ in range(FREE_PER_ACCOUNT):
        assert refused(program.post("/api/v1/auth/login", guess)) == (401, "no_match")
    answer = program.post("/api/v1/auth/login", {**guess, "password": PASSWORD})
    assert refused(answer) == (429, "too_many_tries") and int(answer.headers["Retry-After"]) >= 1
    app.config["WTF_CSRF_ENABLED"] = False
    page = app.test_client().post("/login", data={**guess, "password": PASSWORD})
    assert page.status_code == 429 and "Wait" in page.text and int(page.headers["Retry-After"]) >= 1
    ringside_of(app).database.close()


def test_losing_a_role_closes_every_door_at_once(app: Flask, served_desk: Desk) -> None:
    program = Program(app.test_client(), token_of(app, SAM))
    assert program.get("/api/v1/bookings").status_code == 200
    served_desk.do(ADA, accounts.change_rights, SAM.id, Role.CUSTOMER)
    assert refused(program.get("/api/v1/bookings")) == (401, "invalid_token")


def test_a_ticket_and_a_refresh_token_are_no_access_tokens(app: Flask, as_: As, served_desk: Desk) -> None:
    ticket = as_(ANN).post("/api/v1/auth/ws-ticket").get_json()["ticket"]
    login = served_desk.do(ANN, accounts.begin_login, ANN.id)
    refresh = Tokens(served_desk, SECRET).begin(login).refresh
    for secret in (ticket, refresh):
        assert refused(Program(app.test_client(), secret).get("/api/v1/bookings")) == (401, "invalid_token")


NESTED = b"[" * 10_000 + b"]" * 10_000
BROKEN: dict[str, bytes] = {
    "no JSON": b"courtId=1",
    "half of it": b'{"courtId": ',
    "NaN": b'{"eventId": NaN, "quantity": 1}',
    "Infinity": b'{"eventId": -Infinity}',
    "a field twice": b'{"eventId": 1, "eventId": 2, "quantity": 1}',
    "a field twice inside": b'{"eventId": 1, "quantity": 1, "x": [{"a": 1, "a": 1}]}',
    "nested": NESTED,
    "nested in a field that nobody asked for": b'{"eventId": 1, "quantity": 1, "x": ' + b"[" * 40 + b"]" * 40 + b"}",
    "another encoding": '{"eventId": 1, "note": "é"}'.encode("latin-1"),
    "UTF-16": '{"eventId": 1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "zeros": b"\0" * 100,
    "a trailing comma": b'{"eventId": 1,}',
    "a comment": b'{"eventId": 1 /* one */}',
}


@pytest.mark.parametrize("name", BROKEN)
def test_json_that_is_broken_or_ambiguous_is_refused(as_: As, house: Database, name: str) -> None:
    answer = as_(ANN).post("/api/v1/bookings", data=BROKEN[name], content_type="application/json")
    assert refused(answer) == (400, "bad_json")
    assert bookings(house) == []


ODD: dict[str, bytes] = {
    "a number of 400 digits": b'{"eventId": ' + b"1" * 400 + b', "quantity": 1}',
    "a number of 100,000 digits": b'{"eventId": ' + b"1" * 100_000 + b', "quantity": 1}',
    "a huge exponent": b'{"eventId": 1e999999, "quantity": 1}',
    "a small exponent": b'{"eventId": 1, "quantity": 1e-999999}',
    "half a character": rb'{"eventId": 1, "quantity": 1, "note": "\ud800"}',
    "a NUL": rb'{"eventId": 1, "quantity": 1, "note": "a\u0000b"}',
    "a NUL in an id": rb'{"courtId": "a\u0000b", "start": "2026-03-03T09:00:00Z", "end": "2026-03-03T10:00:00Z"}',
    "half a character in a time": rb'{"courtId": "a", "start": "\udfff", "end": "\ud800"}',
    "a time of 100,000 digits": b'{"courtId": "a", "start": "' + b"2" * 100_000 + b'", "end": "x"}',
    "a list for a text": b'{"eventId": 1, "quantity": 1, "note": ["x"]}',
    "an object for a number": b'{"eventId": {"a": 1}, "quantity": 1}',
    "a list of nulls": b'{"eventId": 1, "seats": [null]}',
    "markup for a seat": b'{"eventId": 1, "seats": ["<img src=x>"]}',
    "ten thousand seats": b'{"eventId": 1, "seats": [' + b",".join([b'"A1"'] * 10_000) + b"]}",
}


@pytest.mark.parametrize("name", ODD)
def test_json_of_which_nothing_can_be_made_is_refused_by_field(as_: As, house: Database, name: str) -> None:
    answer = as_(ANN).post("/api/v1/bookings", data=ODD[name], content_type="application/json")
    assert answer.status_code == 422 and answer.get_json()["error"]["fields"]
    assert bookings(house) == []


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""],
)
def test_a_body_that_is_not_declared_as_json_is_refused(as_: As, kind: str) -> None:
    answer = as_(ANN).post("/api/v1/bookings", data=b'{"eventId": 1, "quantity": 1}', content_type=kind)
    assert refused(answer) == (415, "not_json")


def test_a_body_that_is_too_large_is_refused(as_: As) -> None:
    answer = as_(ANN).post("/api/v1/bookings", data=b" " * 300_000, content_type="application/json")
    assert refused(answer) == (413, "too_large")


@pytest.mark.parametrize("path", ["/api/nowhere", "/api/v1/bookings/", "/api/v2/bookings", "/api/v1/events/x", "/api/v1/events/-1",
                                  "/api/v1/events/99999999999999999999", "/api/v1/bookings/%00", "/api/v1/bookings/a%20b",
                                  "/api/v1/bookings/" + "x" * 65, "/api/v1/venues/%F0%9F%8E%BE"])  # fmt: skip
def test_an_address_that_leads_nowhere_is_told_in_the_same_shape(as_: As, path: str) -> None:
    assert refused(as_(ADA).get(path)) == (404, "not_found")


def test_another_method_is_told_which_ones_there_are(as_: As) -> None:
    answer = as_(ADA).delete("/api/v1/bookings")
    assert refused(answer) == (405, "method_not_allowed")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_a_fault_of_ours_says_nothing_about_us(as_: As, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    from bookings.api import venues

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the secret is in the cellar")

    monkeypatch.setattr(venues, "read_venues", broken)
    answer = as_(ANN).get("/api/v1/venues")
    assert refused(answer) == (500, "fault") and "cellar" not in answer.text
    assert "cellar" in caplog.text


def test_no_token_is_ever_written_into_the_log(app: Flask, as_: As, served_desk: Desk, caplog: Any) -> None:
    caplog.set_level("DEBUG")
    program = as_(ANN)
    shown = [program.token or "", program.post("/api/v1/auth/ws-ticket").get_json()["ticket"]]
    program.post("/api/v1/bookings", data=BROKEN["nested"], content_type="application/json")
    program.get("/api/v1/bookings?page=x")
    for bad in (shown[0][:-3], shown[0] + "x", shown[1]):
        Program(app.test_client(), bad).get("/api/v1/bookings")
        shown.append(bad)
    app.test_client().post("/api/v1/auth/refresh", json={"refreshToken": shown[1]})
    served_desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    assert not [secret for secret in shown if secret in caplog.text]


@pytest.mark.parametrize("name", ["X-Content-Type-Options", "Referrer-Policy", "Content-Security-Policy"])
def test_every_answer_carries_the_headers_that_browsers_obey(as_: As, name: str) -> None:
    for answer in (as_(ANN).get("/api/v1/venues"), as_(ANN).get("/api/nowhere")):
        assert name in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
