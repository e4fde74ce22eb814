"""Authentication of programs: who is refused and how, and that no secret is ever logged."""

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
from bookings.administration.people.rights import change_rights
from bookings.api.framework.calls import Call, declare
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.models import Person, Role, Viewer
from bookings.rules.times.zones import iso
from tests.api.conftest import SECRET, Program, refused, ringside_of, serve, token_of
from tests.web.visits import Visitor
from tests.world.clock import at
from tests.world.people import ADA, ANN, SAM, email_of
from tests.world.places import COURT_1, HAMLET

As = Callable[..., Program]
PASSWORD = "Orange-Harbour-7"
COURT = {"courtId": COURT_1, "start": iso(at("10:00")), "end": iso(at("11:00"))}


@pytest.fixture
def with_passwords(served_database: Database) -> None:
    secret = hash_password(PASSWORD)
    served_database.write(lambda session: session.execute(update(Person).values(password_hash=secret)) and None)


def calls_of(app: Flask) -> list[tuple[str, str]]:
    """Every call that needs a token, with ids filled in."""
    document = app.test_client().get("/api/openapi.json").get_json()
    return [
        (method.upper(), path.replace("{eventId}", str(HAMLET)).replace("{wishId}", "1").replace("{", "").replace("}", ""))
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
    visitor = Visitor(app)
    visitor.send("/login", email=email_of(ADA), password=PASSWORD)
    browser = visitor.client
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
def test_a_wrong_password_and_an_unknown_account_are_refused_alike(nobody: Program) -> None:
    wrong = nobody.post("/api/v1/auth/login", {"email": email_of(ANN), "password": "wrong"})
    unknown = nobody.post("/api/v1/auth/login", {"email": "nobody@canary.example", "password": "wrong"})
    assert refused(wrong) == (401, "no_match")
    assert wrong.data == unknown.data


@pytest.mark.usefixtures("with_passwords")
def test_guessing_by_program_is_throttled_and_so_is_the_page(served_database: Database) -> None:
    app = serve(served_database)
    program, guess = Program(app.test_client()), {"email": email_of(ANN), "password": "wrong"}
    for _ in range(FREE_PER_ACCOUNT):
        assert refused(program.post("/api/v1/auth/login", guess)) == (401, "no_match")
    answer = program.post("/api/v1/auth/login", {**guess, "password": PASSWORD})
    assert refused(answer) == (429, "too_many_tries") and int(answer.headers["Retry-After"]) >= 1
    page = Visitor(app).send("/login", answers=429, **{**guess, "password": PASSWORD})
    assert "Wait" in page.text and int(page.headers["Retry-After"]) >= 1
    ringside_of(app).database.close()


def test_losing_a_role_ends_every_token_at_once(app: Flask, served_desk: Desk) -> None:
    program = Program(app.test_client(), token_of(app, SAM))
    assert program.get("/api/v1/bookings").status_code == 200
    served_desk.do(ADA, change_rights, SAM.id, Role.CUSTOMER)
    assert refused(program.get("/api/v1/bookings")) == (401, "invalid_token")


def test_a_ticket_and_a_refresh_token_are_no_access_tokens(app: Flask, as_: As, served_desk: Desk) -> None:
    ticket = as_(ANN).post("/api/v1/auth/ws-ticket").get_json()["ticket"]
    login = served_desk.do(ANN, accounts.begin_login, ANN.id)
    refresh = Tokens(served_desk, SECRET).begin(login).refresh
    for secret in (ticket, refresh):
        assert refused(Program(app.test_client(), secret).get("/api/v1/bookings")) == (401, "invalid_token")


def test_no_token_is_ever_written_into_the_log(app: Flask, as_: As, served_desk: Desk, caplog: Any) -> None:
    caplog.set_level("DEBUG")
    program = as_(ANN)
    shown = [program.token or "", program.post("/api/v1/auth/ws-ticket").get_json()["ticket"]]
    program.post("/api/v1/bookings", data=b"[" * 10_000, content_type="application/json")
    program.get("/api/v1/bookings?page=x")
    for bad in (shown[0][:-3], shown[0] + "x", shown[1]):
        Program(app.test_client(), bad).get("/api/v1/bookings")
        shown.append(bad)
    app.test_client().post("/api/v1/auth/refresh", json={"refreshToken": shown[1]})
    served_desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    assert not [secret for secret in shown if secret in caplog.text]


def without_viewer() -> None: ...


def with_viewer(viewer: Viewer) -> None: ...


@pytest.mark.parametrize(("handler", "public"), [(without_viewer, False), (with_viewer, True)])
def test_a_call_takes_a_viewer_or_is_declared_public(handler: object, public: bool) -> None:
    calls: list[Call] = []
    with pytest.raises(TypeError, match="GET /api/new has to take a viewer, or be declared public"):
        declare(calls, "New")("GET", "/api/new", returns={200: None}, public=public)(handler)
    assert calls == []
