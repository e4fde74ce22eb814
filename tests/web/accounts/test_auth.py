"""Signing up, in and out by the forms, and what a browser's session does and does not survive."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bookings.accounts.passwords import hash_password
from bookings.administration.people.rights import change_rights
from bookings.models import Change, Login, Person
from tests.web.visits import Visit, Visitor
from tests.world.clock import pass_time
from tests.world.people import ADA, ANN, BOB, SAM, email_of

PASSWORD = "correct horse 7"
NEW = {"name": "Dora Day", "email": "dora@new.example", "password": PASSWORD}


@pytest.fixture
def ann(site: Flask) -> dict[str, str]:
    """What Ann types to sign up."""
    secret = hash_password(PASSWORD)
    database = site.extensions["ringside"].database
    database.write(lambda session: setattr(session.get_one(Person, ANN.id), "password_hash", secret))
    return {"email": email_of(ANN), "password": PASSWORD}


def ended(site: Flask) -> list[bool]:
    """Of each of Ann's log-ins, whether it has ended."""
    with site.extensions["ringside"].database.read() as session:
        logins = session.scalars(select(Login).where(Login.person_id == ANN.id).order_by(Login.created_at)).all()
    return [login.ended_at is not None for login in logins]


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("ringside")
    assert found
    return found.value


def test_whoever_signs_in_comes_to_where_they_wanted_to_go(visit: Visit, ann: dict[str, str]) -> None:
    login = visit().open("/bookings", 302).goes_to
    somebody = visit()
    page = somebody.open(login)
    wanted = page.value_of("next")
    assert wanted == "/bookings"
    assert somebody.send("/login", ann, next=wanted).goes_to == "/bookings"
    assert ANN.name in somebody.open("/bookings").words
    assert somebody.open("/login", 302).goes_to == "/"


ELSEWHERE = (
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "evil.example",
    "javascript:alert(1)", "/\t/evil.example", "/\n//evil.example", "http:evil.example", " //evil.example", "/x\\..\\y", "",
)  # fmt: skip


def test_a_link_to_the_log_in_cannot_lead_a_fresh_log_in_to_another_site(visit: Visit, ann: dict[str, str]) -> None:
    for there in ELSEWHERE:
        assert visit().send("/login", ann, next=there).goes_to == "/", there
        form = {**NEW, "email": f"dora{abs(hash(there))}@new.example", "next": there}
        assert visit().send("/sign-up", form).goes_to == "/", there
    assert visit().send("/login", ann, next="/events/1?view=list#C4").goes_to == "/events/1?view=list#C4"


def test_a_wrong_password_and_an_unknown_address_are_refused_in_the_same_words(
    visit: Visit, ann: dict[str, str]
) -> None:
    wrong = visit().send("/login", {**ann, "password": "wrong horse"}, answers=401)
    unknown = visit().send("/login", {**ann, "email": "nobody@new.example"}, answers=401)
    assert "do not match" in wrong.words
    assert wrong.words == unknown.words
    assert wrong.value_of("email") == email_of(ANN)
    assert "wrong horse" not in wrong.text


def test_an_address_is_found_however_it_is_typed(visit: Visit, ann: dict[str, str]) -> None:
    visit().send("/login", {**ann, "email": f"  {email_of(ANN).upper()} "})


def test_nothing_that_was_planted_in_a_session_survives_signing_in(site: Flask, ann: dict[str, str]) -> None:
    victim = Visitor(site)
    token = victim.token()
    with victim.client.session_transaction() as session:
        session["planted"] = "by somebody else"
    planted = cookie(victim.client)
    victim.send("/login", ann)
    with victim.client.session_transaction() as session:
        assert "planted" not in session
    # Who planted the cookie is still nobody, and the token from before does nothing now.
    stranger = Visitor(site)
    stranger.client.set_cookie("ringside", planted)
    stranger.open("/bookings", 302)
    assert "nothing was changed" in victim.send("/logout", answers=400, token=token).words


def test_a_form_without_its_token_is_refused_in_words(visit: Visit, ann: dict[str, str]) -> None:
    for path, form in (("/login", ann), ("/sign-up", NEW), ("/logout", {})):
        for token in (None, "forged"):
            assert "Load the page again" in visit().send(path, form, answers=400, token=token).words


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(visit: Visit, ann: dict[str, str]) -> None:
    somebody = visit()
    cookie = somebody.send("/login", ann).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert PASSWORD not in cookie


def test_signing_out_ends_the_log_in_and_a_kept_cookie_with_it(site: Flask, visit: Visit, ann: dict[str, str]) -> None:
    here, there = visit(), visit()
    here.send("/login", ann)
    there.send("/login", ann)
    kept = cookie(here.client)
    assert here.send("/logout").goes_to == "/login"
    assert sorted(ended(site)) == [False, True]
    thief = visit()
    thief.client.set_cookie("ringside", kept)
    assert thief.open("/bookings", 302).goes_to.startswith("/login")
    there.open("/bookings")
    with site.extensions["ringside"].database.read() as session:
        assert session.scalars(select(Change.kind)).all() == ["SignedOut"]


@pytest.mark.parametrize("road", ["/login", "/sign-up"])
def test_whoever_signs_in_over_another_ends_that_log_in(
    site: Flask, visit: Visit, ann: dict[str, str], road: str
) -> None:
    one_browser, elsewhere = visit(BOB), visit(BOB)
    kept = cookie(one_browser.client)
    refused = {**ann, "password": "wrong horse"} if road == "/login" else {**NEW, "password": "short"}
    one_browser.send(road, refused, answers=401 if road == "/login" else 422)
    assert BOB.name in one_browser.open("/account").words  # a try that fails changes nothing
    one_browser.send(road, ann if road == "/login" else NEW)
    assert BOB.name not in one_browser.open("/account").words
    thief = visit()
    thief.client.set_cookie("ringside", kept)
    assert thief.open("/bookings", 302).goes_to.startswith("/login")
    elsewhere.open("/bookings")
    with site.extensions["ringside"].database.read() as session:
        assert session.scalars(select(Change.kind)).all() == ["SignedOut"]


def test_signing_out_twice_does_no_harm(visit: Visit, ann: dict[str, str]) -> None:
    somebody = visit()
    somebody.send("/login", ann)
    for _ in range(2):
        somebody.send("/logout")


def test_a_link_cannot_sign_anybody_out(visit: Visit) -> None:
    ann = visit(ANN)
    assert "does not take that kind of request" in ann.open("/logout", 405).words
    ann.open("/bookings")


def test_whoever_loses_a_role_is_signed_out(site: Flask, visit: Visit) -> None:
    sam = visit(SAM)
    sam.open("/admin/bookings")
    site.extensions["ringside"].desk.do(ADA, change_rights, SAM.id, "customer")
    sam.open("/admin/bookings", 302)


def test_a_page_that_is_looked_at_uses_its_log_in_and_one_that_only_stays_open_does_not(
    site: Flask, visit: Visit
) -> None:
    ringside = site.extensions["ringside"]
    ann = visit(ANN)

    def used_at() -> object:
        ringside.last_use.store()
        with ringside.database.read() as session:
            return session.scalars(select(Login.last_used_at).where(Login.person_id == ANN.id)).one()

    begun = used_at()
    pass_time(ringside.database, minutes=30)
    ann.open("/live/poll?follow=event:1|@0")
    assert used_at() == begun
    ann.open("/bookings")
    assert used_at() != begun


def test_a_new_password_ends_all_other_log_ins(site: Flask, visit: Visit, ann: dict[str, str]) -> None:
    here, there = visit(), visit()
    here.send("/login", ann)
    there.send("/login", ann)
    kept = cookie(here.client)
    here.send("/account/password", old=PASSWORD, new="another horse 8")
    assert "signed out everywhere else" in here.open("/account").words
    there.open("/account", 302)
    thief = visit()  # with a copy of the cookie from which the password was changed
    thief.client.set_cookie("ringside", kept)
    thief.open("/account", 302)
    visit().send("/login", ann, answers=401)
    visit().send("/login", {**ann, "password": "another horse 8"})


def test_a_password_is_not_changed_without_the_old_one_or_to_a_bad_one(
    site: Flask, visit: Visit, ann: dict[str, str]
) -> None:
    somebody = visit()
    somebody.send("/login", ann)
    wrong = somebody.send("/account/password", answers=422, old="not this", new="another horse 8")
    assert "old password is not right" in wrong.error_at("old")
    short = somebody.send("/account/password", answers=422, old=PASSWORD, new="short")
    assert "8 to 128" in short.error_at("new")
    somebody.send("/account/password", answers=400, token=None, old=PASSWORD, new="another horse 8")
    visit().send("/login", ann)
