"""A flight is found by its booking code and a family name, without an account, and by nothing less."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from bookings.accounts import booking_codes
from bookings.accounts.login_throttle import FREE_PER_ACCOUNT, LoginThrottled
from bookings.desk import Desk, book
from bookings.desk.events.flight_status import operate_flight
from bookings.desk.move import change_details
from bookings.errors import NotFound
from tests import records
from tests.web.visits import Visit
from tests.world.clock import pass_time
from tests.world.people import ANN, ANN_FLIES, BOB, SAM
from tests.world.places import HAMLET, RS_101

BEN = {"type": "CHILD", "firstName": "Ben", "lastName": "Müller", "dateOfBirth": "2018-05-01"}
CONTACT = {"email": "reach.me@canary.example", "phone": "+41 79 000 11 22"}


@pytest.fixture
def booking(desk: Desk) -> str:
    made: str = desk.do(
        ANN, book.book_flight, RS_101, "economy", [ANN_FLIES, BEN], CONTACT, seats=["1A", "1B"], note="A canary note"
    )
    desk.do(SAM, change_details, made, note="A canary of the staff")
    return made


def code_of(desk: Desk, booking: str) -> str:
    return records.booking(desk.database, booking).pnr


@pytest.mark.parametrize("name", ["MULLER", "mueller", "Canarini"])
def test_who_has_the_code_and_a_name_sees_that_flight_alone(visit: Visit, desk: Desk, booking: str, name: str) -> None:
    stranger, other = visit(None), desk.do(BOB, book.book_flight, RS_101, "economy", [{**ANN_FLIES, "lastName": "Elsewhere"}], CONTACT)
    found = stranger.send("/trips", code=f" {code_of(desk, booking).lower()}", name=name)
    page = stranger.open(found.goes_to)
    for words in ("RS 101", "ZRH to OSL", "07:10", "1A Annabel Canarini", "1B Ben Müller (child)", "Gate"):
        assert words in page.words, words
    for secret in ("canary", "79 000", "129", "2018-05-01", "Cancel"):
        assert secret not in page.text, secret
    desk.do(SAM, operate_flight, RS_101, {"status": "DELAYED", "gate": "B7"})
    (follow,) = [each for each in (value["value"] for value in page.page.all("data", class_="version")) if each]
    live = stranger.open(f"/live/poll?look=in&follow={quote(follow)}")
    assert "B7" in live.words and "canary" not in live.text
    for elsewhere in (f"/trips/{other}", f"/bookings/{booking}", "/bookings"):
        assert stranger.open(elsewhere, 302).goes_to.startswith(("/trips", "/login")), elsewhere
    for view in (f"booking:{other}|trip@0", f"booking:{booking}|@0", f"user:{ANN.id}|@0"):
        stranger.open(f"/live/poll?look=in&follow={quote(view)}", 302)
    stranger.send("/trips/end")
    assert stranger.open(found.goes_to, 302).goes_to == "/trips"


def test_a_wrong_code_and_a_wrong_name_are_answered_alike(visit: Visit, desk: Desk, booking: str) -> None:
    show = desk.do(ANN, book.book_seats, HAMLET, ["A1"])
    code, stranger = code_of(desk, booking), visit(None)
    wrong = [(code, "Finch"), ("ABC234", "Müller"), (code[:3], "Müller"), (code, ""), (code_of(desk, show), "Canarini"), ("\x00", "<b>")]
    said = [stranger.send("/trips", code=code, name=name, answers=404) for code, name in wrong]
    assert {each.page.one(role="alert").words for each in said} == {booking_codes.NOT_FOUND}
    assert said[0].value_of("code") == code and said[0].value_of("name") == "Finch", "what was typed is kept"
    pass_time(desk.database, days=4)
    assert booking_codes.NOT_FOUND in stranger.send("/trips", code=code, name="Müller", answers=404).words, "it has landed long ago"


def test_guessing_a_name_takes_longer_and_longer(desk: Desk, booking: str) -> None:
    def tried(name: str, address: str = "192.0.2.99") -> Any:
        return booking_codes.look_up(desk, code=code_of(desk, booking), family_name=name, address=address)

    assert tried("Müller", "198.51.100.7") == booking
    for n in range(FREE_PER_ACCOUNT):
        with pytest.raises(NotFound):
            tried(f"Name {n}")
    with pytest.raises(LoginThrottled, match="wrong code or name"):
        tried("Müller")
    assert tried("Müller", "198.51.100.7") == booking, "who found it before is not held up where they did"
