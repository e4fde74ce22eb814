"""How often one may ask on pages: each person and each address for itself, and what is answered to who asks too often."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app import create_app
from bookings.accounts.login_throttle import FREE_PER_ACCOUNT
from bookings.database import Database
from bookings.http import rate_limits
from bookings.settings import Settings
from tests.web.conftest import SECRET
from tests.web.visits import Visitor
from tests.world.people import ANN, BOB, SAM
from tests.world.places import CLUB, HAMLET

Site = Callable[..., Flask]
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


@pytest.fixture
def site_with(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """site_with(FORMS="3 per hour"): the site with another limit."""
    made: list[Flask] = []

    def build(switch: str = "on", **other: str) -> Flask:
        for name, most in other.items():
            monkeypatch.setattr(rate_limits, name, most)
        app = create_app(Settings(database_url=sqlite.url, secret_key=SECRET, rate_limits=switch))
        app.extensions["ringside"].database.skew = sqlite.skew
        made.append(app)
        return app

    yield build
    for app in made:
        app.extensions["ringside"].database.close()


def test_a_person_who_sends_too_many_forms_waits_and_nobody_else_does(site_with: Site) -> None:
    site = site_with(FORMS="2 per hour")
    ann, bob = Visitor(site, ANN), Visitor(site, BOB)
    for label in ("A1", "A2"):
        ann.send(f"/events/{HAMLET}/hold", seat=label)
    page = ann.send(f"/events/{HAMLET}/hold", answers=429, seat="A3")
    assert 0 < int(page.headers["Retry-After"]) <= 3601
    assert "so this one was not carried out. Wait" in page.words and "minutes, then repeat it." in page.words
    assert page.value_of("seat") == "A3" and "Send again" in page.words
    fragment = Visitor(site, ANN).send(
        f"/events/{HAMLET}/hold", answers=429, htmx=True, seat="A3"
    )  # another log-in of hers
    assert 'id="notice"' in fragment.text and "<html" not in fragment.text
    token = ann.token()
    program = ann.client.post(
        f"/events/{HAMLET}/hold", data={"csrf_token": token, "seat": "A3"}, headers={"Accept": "application/json"}
    )
    assert (program.status_code, program.get_json()["error"]["code"]) == (429, "too_many")
    bob.send(f"/events/{HAMLET}/hold", seat="A3")


def test_so_many_accounts_are_made_from_one_address(site_with: Site) -> None:
    site = site_with(SIGN_UPS="2 per hour")
    new = {"name": "Dora Day", "password": "correct horse 7"}
    Visitor(site).send("/sign-up", {**new, "email": "dora@new.example"})
    Visitor(site).send("/sign-up", {**new, "email": "dora@new.example"}, answers=422)  # looking who is there counts too
    page = Visitor(site).send("/sign-up", {**new, "email": "eve@new.example", "next": "/bookings"}, answers=429)
    assert "Wait" in page.words and page.headers["Retry-After"]
    assert [page.value_of(name) for name in ("name", "email", "next")] == ["Dora Day", "eve@new.example", "/bookings"]
    visitor = Visitor(site)
    form = {**new, "email": "eve@new.example", "csrf_token": visitor.token()}
    assert visitor.client.post("/sign-up", data=form, environ_overrides=ELSEWHERE).status_code == 303


def test_so_many_sign_in_from_one_address(site_with: Site) -> None:
    site = site_with(SIGN_INS="1 per hour")
    form = {"email": "nobody@new.example", "password": "whatever it was"}
    Visitor(site).send("/login", form, answers=401)
    page = Visitor(site).send("/login", form, answers=429)
    assert page.value_of("email") == "nobody@new.example" and "then repeat it." in page.words


def test_guessing_the_old_password_takes_as_long_as_at_sign_in(site_with: Site) -> None:
    ann = Visitor(site_with(), ANN)
    for _ in range(FREE_PER_ACCOUNT):
        ann.send("/account/password", answers=422, old="not this", new="another horse 8")
    page = ann.send("/account/password", answers=429, old="not this", new="another horse 8")
    assert "Too many tries with a wrong password" in page.words and page.headers["Retry-After"]


def test_passwords_are_changed_so_often_and_no_more(site_with: Site) -> None:
    ann = Visitor(site_with(PASSWORDS="1 per hour"), ANN)
    ann.send("/account/password", answers=422, old="not this", new="another horse 8")
    assert "then repeat it." in ann.send("/account/password", answers=429, old="not this", new="another horse 8").words


@pytest.mark.parametrize(
    ("limit", "path"),
    [
        ("POLLS", f"/live/poll?follow=event:{HAMLET}%7C@0"),
        ("SEARCHES", "/admin/bookings?q=ann"),
        ("SEARCHES", f"/venues/{CLUB}/board/customers?name=ann"),
        ("SEARCHES", f"/venues/{CLUB}/customers?q=ann"),
        ("PAGES_PER_ADDRESS", f"/live/poll?follow=event:{HAMLET}%7C@0"),
    ],
)
def test_asking_has_limits_too(site_with: Site, limit: str, path: str) -> None:
    sam = Visitor(site_with(**{limit: "2 per hour"}), SAM)
    sam.open(path)
    sam.open(path)
    assert sam.open(path, 429).headers["Retry-After"]
    sam.open("/admin/bookings")


def test_a_socket_is_not_opened_any_number_of_times(site_with: Site) -> None:
    """There is no socket in this process to be taken over, so the handshake itself fails; it counts all the same."""
    ann = Visitor(site_with(SOCKETS="1 per hour"), ANN)
    asked = {"Origin": "http://localhost", "Upgrade": "websocket", "Connection": "Upgrade"}
    answers = [ann.client.get(f"/live?follow=event:{HAMLET}%7C@0", headers=asked) for _ in range(2)]
    assert answers[0].status_code != 429
    assert answers[1].status_code == 429 and "Wait" in answers[1].get_data(as_text=True)


def test_limits_can_be_switched_off(site_with: Site) -> None:
    ann = Visitor(site_with("off", FORMS="1 per hour", POLLS="1 per hour", PASSWORDS="1 per hour"), ANN)
    for label in ("A1", "A2", "A3"):
        ann.send(f"/events/{HAMLET}/hold", seat=label)
        ann.open(f"/live/poll?follow=event:{HAMLET}%7C@0")
    for _ in range(FREE_PER_ACCOUNT + 2):
        ann.send("/account/password", answers=422, old="not this", new="another horse 8")
