"""A forgotten password and the pages of one's own account."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from bookings.administration.settings import change_settings
from bookings.desk import book
from bookings.mail.outbox import send_due
from bookings.rules.setup.settings import Environment
from tests.external.smtp import MailServer, link_in, mail_server
from tests.web.visits import Visit, desk_of
from tests.world.clock import TODAY, at
from tests.world.people import ADA, ANN, BOB, PASSWORD, SAM, email_of
from tests.world.places import CLUB, COURT_1, HAMLET

NEW = "another horse 8"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def post(site: Flask, server: MailServer) -> Callable[[], int]:
    """Mail is set up; post() hands over what waits."""
    ringside = site.extensions["ringside"]
    given = {
        "public_url": "https://desk.example.com", "mail_host": "127.0.0.1", "mail_port": server.port, "mail_tls": "none",
        "mail_from": "desk@example.com",
    }  # fmt: skip
    ringside.desk.do(ADA, change_settings, Environment(), given)
    return lambda: send_due(ringside.desk, ringside.site.get())


def test_a_forgotten_password_is_answered_alike_whoever_asks(visit: Visit, post: Callable[[], int], server: MailServer) -> None:
    answers = []
    for address in (email_of(ANN), "nobody@example.com"):
        page = visit().open("/forgotten")
        answers.append(visit().send("/forgotten", answers=200, email=address).words.replace(address, "…"))
        assert "not an e-mail address" in visit().send("/forgotten", answers=422, email="ann").error_at("email")
    assert answers[0] == answers[1] and "on its way" in answers[0] and page.page.all("form")
    assert post() == 1
    somebody = visit()
    inside = somebody.fill_in(somebody.open(link_in(server.wait_for(1))), {"new": NEW})
    assert ANN.name in inside.words


def test_without_mail_it_says_whom_to_ask(visit: Visit) -> None:
    assert "ask at the venue's desk" in visit().open("/forgotten").words
    assert "Ask the venue to change" in visit(ANN).open("/account").words


def test_another_address_is_confirmed_at_the_new_one(visit: Visit, post: Callable[[], int], server: MailServer) -> None:
    ann = visit(ANN)
    asked = ann.fill_in(ann.open("/account"), {"email": "ann@new.example", "password": PASSWORD}, action="/account/email")
    assert "counts once you have opened it" in asked.words and "ann@new.example" not in ann.open("/account").page.one("dl").words
    assert post() == 1
    link = link_in(server.wait_for(1))
    assert "signed in as" in visit(BOB).open(link, 409).words
    assert "is confirmed" in ann.fill_in(ann.open(link)).words
    assert post() == 1 and server.wait_for(2)["To"] == email_of(ANN)


def test_people_write_about_themselves_and_what_is_wrong_stays_typed(visit: Visit) -> None:
    ann = visit(ANN)
    refused = ann.fill_in(ann.open("/account"), {"name": "Anna", "phone": "call me"}, action="/account/profile", answers=422)
    assert "not a telephone number" in refused.error_at("phone") and refused.value_of("name") == "Anna"
    saved = ann.fill_in(refused, {"phone": "+41 44 123 45 67", "names": "Rex (pet)"}, action="/account/profile")
    assert "Saved." in saved.words and saved.value_of("phone") == "+41 44 123 45 67" and "Rex (pet)" in saved.text


def test_dates_are_written_as_one_likes_them_on_ones_own_pages(site: Flask, visit: Visit) -> None:
    desk = desk_of(site)
    booking = desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    ann = visit(ANN)
    for style, short, long in (("", "3 Mar", "3 March 2026"), ("month", "Mar 3", "March 3, 2026"), ("iso", "2026-03-03", "2026-03-03")):
        ann.fill_in(ann.open("/account"), {"date_style": style}, action="/account/profile")
        assert f"Tue {short}" in ann.open("/bookings").words and f"Tue {short}" in ann.open("/").words
        assert f"Tuesday {long}" in ann.open(f"/bookings/{booking}").words
    assert "Tue 3 Mar" in visit(SAM).open(f"/bookings/{booking}").words


def test_every_page_for_one_person_writes_dates_their_way_and_what_many_watch_is_written_for_all(visit: Visit) -> None:
    ann, ada = visit(ANN), visit(ADA)
    show = (TODAY + timedelta(days=2)).isoformat()
    for who in (ann, ada):
        who.fill_in(who.open("/account"), {"date_style": "iso"}, action="/account/profile")
    for page in ("/", "/events"):
        assert show in ann.open(page).words
    assert TODAY.isoformat() in ada.open("/admin/bookings?day=" + TODAY.isoformat()).words
    for shared in (f"/events/{HAMLET}", f"/venues/{CLUB}/board?date={show}"):
        assert show not in ann.open(shared).words and show not in ada.open(shared).words


def test_a_copy_and_the_end(site: Flask, visit: Visit) -> None:
    desk = desk_of(site)
    made = desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    ann = visit(ANN)
    kept = ann.open("/account/data.json")
    assert "attachment" in kept.headers["Content-Disposition"] and json.loads(kept.text)["account"]["name"] == ANN.name
    page = ann.open("/account/delete")
    assert "not your password" in ann.fill_in(page, {"password": "wrong"}, answers=422).error_at("password")
    refused = ann.fill_in(page, {"password": PASSWORD}, answers=409)
    assert "Cancel it first" in refused.words
    bob = visit(BOB)
    bob.fill_in(bob.open("/account/delete"), {"password": PASSWORD})
    bob.open("/account", 302)
    ann.send(f"/bookings/{made}/cancel")
    ann.fill_in(page, {"password": PASSWORD})
    left = visit(SAM).open(f"/bookings/{made}")
    assert "Customer: deleted" in left.words and ANN.name not in left.words


def test_signing_up_by_invitation_alone(site: Flask, visit: Visit) -> None:
    desk = desk_of(site)
    desk.do(ADA, change_settings, Environment(), {"sign_up": "invitation"})
    assert "by invitation" in visit().open("/sign-up", 403).words
    visit().send("/sign-up", {"name": "D", "email": "d@new.example", "password": NEW}, answers=403)
    assert "/sign-up" not in visit().open("/login").text
