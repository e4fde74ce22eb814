"""The log for security: what is written about whom, once each, and no secret."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bookings import audit
from bookings.accounts import accounts
from bookings.accounts.tokens import Tokens
from bookings.administration.people.rights import change_rights
from bookings.audit import LOGGER, Act
from bookings.database import Database
from bookings.desk import Desk
from bookings.errors import Invalid, NotSignedIn
from bookings.models import Person, Role, Viewer
from tests.server_process import Served, serving
from tests.sockets.raw_socket import RawSocket
from tests.world import present
from tests.world.clock import NOW, pass_time
from tests.world.people import ADA, ANN, PASSWORD, SAM, email_of
from tests.world.places import CLUB

ROOT = Path(__file__).resolve().parents[1]
SECRET = "only for tests, and longer than thirty-two characters"
CANARY = "Canary-Password-7-seen"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """The lines of the log for security, as they come."""
    monkeypatch.setattr(audit, "_last", {})
    caplog.set_level(logging.INFO, LOGGER)

    class ConnectionLifecycle(list[dict[str, Any]]):
        def __iter__(self) -> Iterator[dict[str, Any]]:
            return iter([record.msg for record in caplog.records if record.name == LOGGER])  # type: ignore[misc]

    yield ConnectionLifecycle()


def values(lines: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(line.get(name) for name in ("event", *names)) for line in lines]


def test_the_manual_names_each_act_and_no_other() -> None:
    manual = (ROOT / "docs/operators.md").read_text().split("\n## The log\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", manual, re.MULTILINE)) == set(Act)


def test_a_log_in_is_recorded_from_its_beginning_to_its_end(desk: Desk, lines: list[dict[str, Any]]) -> None:
    dora = accounts.sign_up(desk, email="dora@example.com", password=CANARY, name="Dora Dove")
    _, first = accounts.sign_in(desk, email="dora@example.com", password=CANARY)
    _, second = accounts.sign_in(desk, email="dora@example.com", password=CANARY)
    viewer = Viewer(dora, "Dora Dove", Role.CUSTOMER, login_id=second)
    with pytest.raises(Invalid):
        accounts.change_password(desk, viewer, old="wrong", new=CANARY * 2)
    accounts.change_password(desk, viewer, old=CANARY, new=CANARY * 2)
    desk.do(viewer, accounts.sign_out, second)
    desk.do(viewer, accounts.sign_out, second)
    assert values(lines, "person", "login", "why") == [
        ("signed_up", dora, None, None), ("signed_in", dora, first, None), ("signed_in", dora, second, None),
        ("password_change_refused", dora, None, None), ("password_changed", dora, None, None),
        ("signed_out", dora, first, "new password"), ("signed_out", dora, second, "signed out"),
    ]  # fmt: skip
    assert not any(word in str(list(lines)) for word in (CANARY, "Dora", "dora@"))


def test_other_rights_and_a_copied_token_are_recorded(desk: Desk, database: Database, lines: list[dict[str, Any]]) -> None:
    login = desk.do(SAM, accounts.begin_login, SAM.id)
    desk.do(ADA, change_rights, SAM.id, Role.STAFF, {CLUB: "desk"})
    tokens = Tokens(desk, SECRET)
    pair = tokens.begin(desk.do(ANN, accounts.begin_login, ANN.id))
    tokens.renew(pair.refresh)
    pass_time(database, minutes=1)
    with pytest.raises(NotSignedIn):
        tokens.renew(pair.refresh)
    assert values(lines, "person", "by", "role", "why") == [
        ("signed_in", SAM.id, None, None, None),
        ("rights_changed", SAM.id, ADA.id, "staff", None),
        ("signed_out", SAM.id, None, None, "other rights"),
        ("signed_in", ANN.id, None, None, None),
        ("refresh_token_reused", ANN.id, None, None, None),
        ("signed_out", ANN.id, None, None, "refresh token used again"),
    ]
    assert login in str(list(lines)) and pair.refresh not in str(list(lines))


def test_what_was_not_committed_is_not_recorded(desk: Desk, lines: list[dict[str, Any]]) -> None:
    def begin_and_fail(tx: Any) -> None:
        accounts.begin_login(tx, ANN.id)
        raise Invalid("No.")

    with pytest.raises(Invalid):
        desk.do(ANN, begin_and_fail)
    assert values(lines) == []


def test_what_somebody_can_repeat_without_end_is_recorded_once_a_minute(lines: list[dict[str, Any]]) -> None:
    for address in ("192.0.2.1", "192.0.2.2"):
        for _ in range(100):
            audit.record(Act.THROTTLED, endpoint="auth.sign_in", address=address)
    audit.record(Act.ORIGIN_REFUSED, origin="x" * 10_000)
    assert values(lines, "address") == [("throttled", "192.0.2.1"), ("throttled", "192.0.2.2"), ("origin_refused", None)]
    assert len(str(list(lines)[-1])) < 1_000


def test_every_line_is_one_json_object_whatever_stands_in_it() -> None:
    program = (
        "import logging; from bookings import audit, logs; logs.configure(); log = logging.getLogger('else');"
        "log.warning('a name\\n{\"event\": \"forged\"}\\r\\u2028 %s', 'x');"
        "audit.record(audit.Act.ORIGIN_REFUSED, origin='http://a\\nb');"
        "\ntry: 1 / 0\nexcept ZeroDivisionError: log.exception('failed')"
        "\nimport gevent, threading"
        "\ngevent.spawn(int, 'x').join()"
        "\nthread = threading.Thread(target=int, args=['x']); thread.start(); thread.join()"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in run.stderr.split("\n") if line]
    assert [(line["logger"], line["level"]) for line in lines] == [
        ("else", "warning"), (LOGGER, "warning"), ("else", "error"), ("bookings.logs", "error"),
        ("bookings.logs", "error"),
    ]  # fmt: skip
    assert lines[1]["event"] == "origin_refused" and "ZeroDivisionError" in lines[2]["exception"]
    assert all("ValueError" in line["exception"] for line in lines[3:])
    assert all(line["timestamp"].endswith("Z") for line in lines)


def test_what_the_database_refuses_is_recorded_without_the_values(database: Database) -> None:
    def twice(session: Session) -> None:
        session.add(Person(id=ANN.id, name=CANARY, password_hash=CANARY, created_at=NOW))

    with pytest.raises(IntegrityError) as refused:
        database.write(twice)
    assert CANARY not in str(refused.value)


# -- from outside ------------------------------------------------------------------------------------------------------


class Program:
    """A browser without scripts, and a program, that name their requests."""

    def __init__(self, served: Served) -> None:
        self.served, self.jar = served, CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay)
        self.secrets: set[str] = set()

    def ask(
        self, path: str, body: Any = None, form: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, Any, str]:
        data = urlencode(form).encode() if form is not None else json.dumps(body).encode() if body is not None else None
        kind = {"Content-Type": "application/json"} if body is not None else {}
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.served.url + path, data, {**kind, **names})
        try:
            answer = self._open.open(request, timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            text = answer.read().decode()
            self.secrets |= {str(cookie.value) for cookie in self.jar}
            return answer.status, json.loads(text) if text.startswith("{") else text, answer.headers["X-Request-ID"]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def test_the_running_program_records_what_happened_at_the_log_in_and_no_secret() -> None:
    with serving(present.fill) as served:
        one = Program(served)
        token = re.search(r'name="csrf_token" value="([^"]+)"', one.ask("/login")[1])[1]  # type: ignore[index]
        form = {"csrf_token": token, "email": email_of(ANN)}
        assert one.ask("/login", form={**form, "password": CANARY}, X_Request_ID="first-try")[::2] == (401, "first-try")
        assert one.ask("/login", form={**form, "password": PASSWORD})[0] == 303
        assert one.ask("/logout", form={"csrf_token": CANARY}, X_Request_ID="a\tforged id " * 9)[0] == 400
        log_in = {"email": email_of(ANN), "password": PASSWORD}
        status, answer, named = one.ask("/api/v1/auth/login", log_in)
        assert status == 200 and re.fullmatch("[0-9a-f]{32}", named)
        access, refresh = answer["data"]["accessToken"], answer["data"]["refreshToken"]
        one.secrets |= {access, refresh, token, PASSWORD, CANARY}
        ticket = one.ask("/api/v1/auth/ws-ticket", {}, Authorization=f"Bearer {access}")[1]["ticket"]
        one.secrets.add(ticket)
        assert one.ask(f"/api/v1/bookings/{CANARY}/confirm", {}, Authorization=f"Bearer {access}x")[0] == 401
        for address in (f"/ws?token={access}x", f"/ws?ticket={refresh}"):
            with RawSocket(served.port, address) as refused:
                assert refused.goodbye().code == 1008
        with RawSocket(served.port, f"/ws?ticket={ticket}", headers="Origin: https://evil.example\r\n") as refused:
            assert refused.goodbye().code == 1008
        assert one.ask("/live?follow=x", Origin="https://evil.example")[0] == 403
        served.stop()
        lines = [json.loads(line) for line in served.log.splitlines() if line.startswith("{")]
    acts = [line for line in lines if line["logger"] == LOGGER]
    assert [line["event"] for line in acts] == [
        "sign_in_refused", "signed_in", "form_refused", "signed_in", "socket_refused", "origin_refused", "socket_refused",
        "origin_refused", "access_denied",
    ]  # fmt: skip
    assert all(line["address"] == "127.0.0.1" and line["request_id"] for line in acts)
    assert acts[0]["request_id"] == "first-try" and acts[0]["account"] == audit.account(email_of(ANN))
    assert acts[1]["person"] == ANN.id
    assert "forged" not in served.log
    for secret in (*one.secrets, email_of(ANN), *ANN.name.split()):
        assert secret not in served.log, secret
