"""The pages behind the links of a reminder: no sign-in, one button, and a sentence for whatever cannot be any more."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.money.pay import take_payment
from bookings.desk.move import change_details
from bookings.models import Venue
from bookings.reading.bookings.linked import link_to
from tests import records
from tests.web.visits import Visit
from tests.world.clock import NEXT_DAY, at, set_clock
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import CLUB, COURT_1

LATE = update(Venue).where(Venue.id == CLUB).values(cancel_hours=100)
TEN, ELEVEN = at("10:00", NEXT_DAY), at("11:00", NEXT_DAY)


@pytest.fixture
def booked(desk: Desk) -> str:
    booking = desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=named(ANN))
    desk.do(SAM, take_payment, booking)
    return desk.do(SAM, change_details, booking, note="Pays late")


@pytest.fixture
def address(site: Flask, booked: str) -> str:
    ringside = site.extensions["ringside"]
    return f"/answer/{ringside.booking_links.sign(link_to(records.booking(ringside.database, booked)))}"


def test_looking_changes_nothing_and_the_button_says_that_they_come(
    visit: Visit, desk: Desk, booked: str, address: str
) -> None:
    nobody = visit()
    token = nobody.token()
    with records.nothing_changes(desk.database):
        pages = [nobody.open(f"{address}/{each}") for each in ("coming", "move", "cancel")]
    for page in pages:
        assert "Court 1" in page.words and "Seehof Tennis" in page.words
        assert ANN.name not in page.text and "Pays late" not in page.text and SAM.name not in page.text
    thanks = nobody.send(f"{address}/coming", answers=200, token=token)
    assert "knows now that you are coming" in thanks.words
    assert "said already" in nobody.open(f"{address}/coming").words
    assert "noted already" in nobody.send(f"{address}/coming", answers=409, token=token).words
    assert "Is coming" in visit(SAM).open(f"/bookings/{booked}").words


def test_cancelling_says_what_comes_back_and_is_done_once(visit: Visit, desk: Desk, booked: str, address: str) -> None:
    nobody = visit()
    page = nobody.open(f"{address}/cancel")
    assert "What you paid is given back in full" in page.words
    refused = nobody.fill_in(page, {"reason": "x" * 3000}, answers=422)
    assert refused.error_at("reason") and records.booking(desk.database, booked).status == "CONFIRMED"
    assert "is cancelled" in nobody.fill_in(page, {"reason": "I am ill"}, answers=200).words
    again = nobody.fill_in(page, answers=410)
    assert "is cancelled, so the link does nothing" in again.words
    assert "does nothing" in nobody.open(f"{address}/move", 410).words


def test_after_the_cut_off_there_is_no_button_and_the_verb_says_why(visit: Visit, site: Flask, desk: Desk, address: str) -> None:
    nobody = visit()
    page = nobody.open(f"{address}/cancel")
    desk.database.write(lambda session: session.execute(LATE) and None)
    assert "Ask Seehof Tennis" in nobody.open(f"{address}/cancel").words
    assert "can be cancelled until 100 hours" in nobody.fill_in(page, answers=409).words
    set_clock(desk.database, TEN)
    assert "until the booking began" in nobody.open(f"{address}/coming", 410).words


def test_it_does_nothing_for_somebody_else_who_is_signed_in(visit: Visit, desk: Desk, address: str) -> None:
    visit(ANN).open(f"{address}/coming")
    bob = visit(BOB)
    assert f"signed in as {BOB.name}" in bob.open(f"{address}/coming", 409).words
    assert "somebody else" in bob.send(f"{address}/cancel", answers=409).words


def test_one_that_never_was_is_said_to_be_none(visit: Visit) -> None:
    assert "no such link" in visit().open("/answer/x/coming", 404).words
    assert "no such link" in visit().send("/answer/" + "x" * 300 + "/cancel", answers=404).words
    visit().open("/answer/x/else", 404)
