"""Whoever signs up is signed in, and what cannot be used is explained where it was typed."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from bookings.models import Person
from tests.web.visits import Visit
from tests.world.people import ANN, email_of

PASSWORD = "correct horse 7"
NEW = {"name": "Dora Day", "email": "dora@new.example", "password": PASSWORD}


def people(site: Flask) -> int:
    with site.extensions["ringside"].database.read() as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def test_a_new_account_is_signed_in_at_once(visit: Visit) -> None:
    dora = visit()
    assert dora.send("/sign-up", NEW).goes_to == "/"
    assert "Dora Day" in dora.open("/account").words
    visit().send("/login", {"email": "Dora@New.example", "password": PASSWORD})


WRONG = [
    ({"name": ""}, "name", "fill in the name"),
    ({"name": "   "}, "name", "fill in the name"),
    ({"name": "N" * 10_000}, "name", "too long: 10000 characters, and at most 120 fit"),
    ({"name": "a\u202eb"}, "name", "cannot be shown"),
    ({"email": ""}, "email", "not an e-mail address"),
    ({"email": "dora"}, "email", "not an e-mail address"),
    ({"email": "d@" + "x" * 9_990 + ".example"}, "email", "too long"),
    ({"email": email_of(ANN)}, "email", "There is an account with this email already"),
    ({"password": "short"}, "password", "8 to 128 characters; this one has 5"),
    ({"password": "x" * 10_000}, "password", "8 to 128 characters; this one has 10000"),
    ({"password": "password123"}, "password", "first that anyone would try"),
]


def test_what_cannot_be_used_is_explained_at_its_field_and_what_was_typed_stays(site: Flask, visit: Visit) -> None:
    before = people(site)
    for wrong, field, words in WRONG:
        typed = {**NEW, "name": '<b>Dora</b> & "co"', **wrong, "next": "/bookings"}
        page = visit().send("/sign-up", typed, answers=422)
        assert words in page.error_at(field), (field, page.words[:400])
        assert f'href="#{field}"' in page.text  # the summary leads there
        assert (page.value_of("name"), page.value_of("email")) == (typed["name"] or None, typed["email"] or None)
        assert page.value_of("next") == "/bookings"
        assert typed["password"] not in page.text
    assert people(site) == before


def test_markup_in_a_name_is_kept_and_read_as_it_was_typed(visit: Visit) -> None:
    dora, name = visit(), "<script>alert(1)</script> O'Day"
    dora.send("/sign-up", {**NEW, "name": name})
    for path in ("/", "/account", "/bookings"):
        page = dora.open(path)
        assert "<script>alert" not in page.text
        assert name in page.words


def test_more_than_any_form_needs_is_refused_in_words(visit: Visit) -> None:
    answer = visit().send("/sign-up", {**NEW, "name": "N" * 300_000}, answers=413)
    assert "larger than anything this desk needs" in answer.words
