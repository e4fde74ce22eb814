"""Ending e-mails of a kind from inside a mail, without signing in; and choosing what reaches oneself."""

from __future__ import annotations

import pytest
from flask import Flask

from bookings.database import Database
from bookings.desk import Desk
from bookings.models import Viewer
from bookings.reading.people.channels import read_choices
from tests import records
from tests.web.visits import Visit
from tests.world.people import ANN, SAM

CHOICES = "/notifications/choices"


def by_email(desk: Desk, person: Viewer = ANN) -> set[str]:
    with desk.database.read() as session:
        return {each.group.name for each in read_choices(session, person.id) if each.channels.email}


@pytest.fixture
def address(site: Flask) -> str:
    path: str = site.extensions["ringside"].unsubscribe_links.path(ANN.id, "booking")
    return path


def test_looking_changes_nothing_and_one_click_ends_it_however_often(
    site: Flask, desk: Desk, sqlite: Database, address: str
) -> None:
    before, program = by_email(desk), site.test_client()
    with records.nothing_changes(sqlite):
        page = program.get(address)
        assert page.status_code == 200 and "Nothing has changed yet" in page.text
    for _ in range(2):  # as RFC 8058 has it: without a cookie, without a token, and no redirect
        answer = program.post(address, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and "no more e-mails of the kind" in answer.text
        assert by_email(desk) == before - {"booking"}
    program.post(address, data={"again": "yes"})
    assert by_email(desk) == before
    program.post(address, data={"all": "yes"})
    assert by_email(desk) == set() and by_email(desk, SAM)


def test_an_address_that_was_not_signed_here_ends_nothing(site: Flask, desk: Desk, address: str) -> None:
    before = by_email(desk)
    for nonsense in (address[:-2], address + "x", "/unsubscribe/x"):
        for answer in (site.test_client().get(nonsense), site.test_client().post(nonsense)):
            assert answer.status_code == 404 and "does not work" in answer.text
    assert by_email(desk) == before


def test_boxes_choose_what_reaches_oneself_and_a_stale_page_takes_nothing_back(visit: Visit, desk: Desk) -> None:
    ann, usual = visit(ANN), by_email(desk)
    page = ann.open("/notifications").page
    shown = [each["value"] for each in page.all("input", name="shown")]
    assert "message.email" in shown and not [each for each in shown if each.startswith("request")], "she has nobody's requests"
    assert any(each["value"] == "request.page" for each in visit(SAM).open("/notifications").page.all("input", name="wanted"))

    def send(*wanted: str) -> None:
        data = {"csrf_token": ann.token(), "shown": shown, "wanted": [*wanted]}
        assert ann.client.post(CHOICES, data=data).location == "/notifications"

    send(*(each for each in shown if each != "message.email"))
    send(*(each for each in shown if each != "flight.email"))
    assert by_email(desk) == usual - {"message", "flight"}
    send(*shown)
    assert not by_email(desk) & {"message", "flight"}, "what this page did not change stays"


def test_what_is_no_box_is_refused(visit: Visit) -> None:
    for nonsense in ("x", "booking", "booking.sms", "nothing.email", ".", "request.email.x"):
        visit(ANN).send(CHOICES, {"wanted": nonsense}, answers=422)
