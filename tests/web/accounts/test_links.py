"""The page behind a password link."""

from __future__ import annotations

from flask import Flask

from bookings.accounts.set_password import password_link
from tests.web.visits import Visit, desk_of
from tests.world.people import ADA, ANN, BOB, email_of

NEW = "another horse 8"


def link_for_ann(site: Flask) -> str:
    desk = desk_of(site)
    return f"/link/{desk.do(ADA, password_link, ANN.id)}"


def test_whoever_opens_it_sets_a_password_and_is_signed_in(site: Flask, visit: Visit) -> None:
    address, somebody = link_for_ann(site), visit()
    page = somebody.open(address)
    assert ANN.name in page.words
    refused = somebody.fill_in(page, {"new": "short"}, answers=422)
    assert "8 to 128" in refused.error_at("new") and "short" not in refused.text
    inside = somebody.fill_in(page, {"new": NEW})
    assert "you are signed in" in inside.words and ANN.name in inside.words
    visit().send("/login", {"email": email_of(ANN), "password": NEW})
    assert "used already" in visit().open(address, 410).words


def test_it_does_nothing_for_somebody_else_who_is_signed_in(site: Flask, visit: Visit) -> None:
    address, bob = link_for_ann(site), visit(BOB)
    assert f"signed in as {BOB.name}" in bob.open(address, 409).words
    assert "Sign out" in bob.send(address, answers=409, new=NEW).words
    assert ANN.name not in bob.open(address, 409).text
    visit(ANN).open(address)


def test_one_that_never_was_is_said_to_be_none(visit: Visit) -> None:
    assert "no such link" in visit().open("/link/x", 404).words
    assert "no such link" in visit().send("/link/" + "x" * 300, answers=404, new=NEW).words
