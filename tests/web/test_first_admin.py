"""A program that nobody has set up: strangers are told where to look, and the secret of the last start makes one admin."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from bookings.accounts.admins import set_up_secret
from bookings.models import AccountLink, Person, Role
from bookings.models.person import RINGSIDE
from tests.web.visits import Visitor
from tests.world.clock import pass_time

NEW = {"name": "Jana Holm", "email": "jana@holm.example", "password": "correct horse 7"}


@pytest.fixture
def fresh(each_site: Flask) -> Flask:
    """The site while nobody is an admin."""
    database = each_site.extensions["ringside"].database
    database.write(lambda session: session.execute(update(Person).where(Person.role == Role.ADMIN).values(role=Role.CUSTOMER)) and None)
    return each_site


def secret_of(site: Flask) -> str:
    secret = site.extensions["ringside"].desk.do(RINGSIDE, set_up_secret)
    assert secret
    return secret


@pytest.mark.parametrize("path", ["/", "/login", "/sign-up", "/bookings", "/nothing/here"])
def test_every_page_leads_strangers_to_where_the_address_is_named(fresh: Flask, path: str) -> None:
    stranger = Visitor(fresh)
    answer = stranger.client.get(path, follow_redirects=True)
    assert answer.request.path == "/set-up" and "not set up yet" in answer.text
    assert "new one until there is an admin" in answer.text


def test_the_address_makes_one_admin_and_no_second(fresh: Flask) -> None:
    secret, jana = secret_of(fresh), Visitor(fresh)
    page = jana.open(f"/set-up?secret={secret}")
    wrong = jana.fill_in(page, {**NEW, "password": "short"}, answers=422)
    assert "8 to 128 characters" in wrong.error_at("password") and wrong.value_of("name") == "Jana Holm"
    jana.fill_in(page, NEW)
    with fresh.extensions["ringside"].database.read() as session:
        admin = session.scalars(select(Person).where(Person.role == Role.ADMIN)).one()
        assert (admin.name, admin.email) == ("Jana Holm", "jana@holm.example")
        assert secret not in {link.digest for link in session.scalars(select(AccountLink))}
    late = Visitor(fresh)
    assert "there is an admin. Sign in" in late.open(f"/set-up?secret={secret}", 410).words
    second = late.send("/set-up", {**NEW, "email": "eve@elsewhere.example"}, secret=secret, answers=410)
    assert "set up already" in second.words
    assert late.open("/set-up", 303).goes_to == "/"
    assert late.open("/login").status == 200


def test_only_the_last_starts_address_is_good_and_not_for_ever(fresh: Flask) -> None:
    former, last, stranger = secret_of(fresh), secret_of(fresh), Visitor(fresh)
    assert "a newer start takes its place" in stranger.open(f"/set-up?secret={former}", 410).words
    assert "not the address of the last start" in stranger.open("/set-up?secret=guessed", 404).words
    stranger.open(f"/set-up?secret={last}")
    pass_time(fresh.extensions["ringside"].database, days=8)
    assert "start the program again" in stranger.open(f"/set-up?secret={last}", 410).words.lower()


def test_with_an_admin_there_is_no_secret(site: Flask) -> None:
    assert site.extensions["ringside"].desk.do(RINGSIDE, set_up_secret) is None
