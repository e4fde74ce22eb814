"""A request sounds for those of the staff who want to hear it, until somebody opens or answers it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.notifications.choose import choose
from bookings.desk.notifications.own import mark_all, open_request
from bookings.desk.states import cancel, confirm
from bookings.errors import Invalid, NotFound
from bookings.models import Viewer
from bookings.reading.notifications import read_latest
from tests import records
from tests.world.clock import at
from tests.world.people import ANN, BOB, SAM, TESS
from tests.world.places import COURT_1


def sounding(desk: Desk, person: Viewer) -> int:
    with desk.database.read() as session:
        return read_latest(session, person.id).sounding


@pytest.fixture
def request_(desk: Desk) -> str:
    desk.do(SAM, choose, {("request", "sound"): True})
    asked = desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    assert (sounding(desk, SAM), sounding(desk, TESS)) == (1, 0), "it is off for who has not chosen it"
    return asked


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda desk, it: desk.do(TESS, open_request, it),
        lambda desk, it: desk.do(TESS, confirm, it),
        lambda desk, it: desk.do(ANN, cancel, it),
        lambda desk, it: desk.do(SAM, mark_all),
        lambda desk, it: desk.do(SAM, choose, {("request", "sound"): False}),
    ],
    ids=["opened by a colleague", "answered by a colleague", "cancelled by the customer", "read", "switched off"],
)
def test_it_ends_for_all(desk: Desk, request_: str, meanwhile: Callable[[Desk, str], object]) -> None:
    meanwhile(desk, request_)
    assert sounding(desk, SAM) == 0


def test_only_staff_opens_a_request_and_only_requests_sound(desk: Desk, request_: str) -> None:
    for who in (ANN, BOB):
        with records.nothing_changes(desk.database), pytest.raises(NotFound):
            desk.do(who, open_request, request_)
    with records.nothing_changes(desk.database), pytest.raises(Invalid):
        desk.do(SAM, choose, {("booking", "sound"): True})
    desk.do(TESS, open_request, request_)
    with records.nothing_changes(desk.database):
        desk.do(TESS, open_request, request_)
