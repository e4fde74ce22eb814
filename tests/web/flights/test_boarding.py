"""A flight's gate on pages, without scripts: passes that are read, the manifest on paper and as a file."""

from __future__ import annotations

import csv
import io

import pytest

from bookings.desk import Desk, book
from bookings.desk.events.flight_status import operate_flight
from tests.records import booking as booking_of
from tests.web.visits import Visit
from tests.world.clock import pass_time
from tests.world.people import ANN, ANNS_CONTACT, NORA, SAM, named
from tests.world.places import RS_101

GATE, MANIFEST = f"/departures/{RS_101}/boarding", f"/departures/{RS_101}/manifest"
FLIES = {"type": "ADULT", "firstName": '=HYPERLINK("http://x")', "lastName": "<b>Canarini</b>"}


@pytest.fixture
def code(desk: Desk) -> str:
    booking = desk.do(SAM, book.book_flight, RS_101, "economy", [FLIES], ANNS_CONTACT, seats=["1A"], customer=named(ANN))
    pass_time(desk.database, hours=24)
    return booking_of(desk.database, booking).pnr


def test_passes_are_read_and_the_figures_follow(visit: Visit, desk: Desk, code: str) -> None:
    sam = visit(SAM)
    page = sam.open(GATE)
    assert "0 of 1 boarded" in page.words and page.value_of("code") in (None, "")
    checked = sam.open(sam.send(GATE, {"code": f"{code}/1A", "act": "check-in"}).goes_to)
    assert "Checked in: 1A" in checked.words and f"0 of 1 of booking {code}" in checked.words
    early = sam.send(GATE, {"code": code, "act": "board"}, answers=409)
    assert f"{code}: RS 101 does not board yet" in early.words and early.value_of("code") in (None, "")
    desk.do(SAM, operate_flight, RS_101, {"status": "BOARDING"})
    button = sam.open(GATE).page.one(id=f"board-{booking_id(sam.open(GATE).text)}-1A")["formaction"]
    sam.send(button)
    assert "1 of 1 boarded" in sam.open(f"{GATE}?state=boarded").words
    assert "Boarded already" in sam.send(GATE, {"code": code, "act": "board"}, answers=409).words
    assert "not a boarding pass" not in sam.send(GATE, {"code": "<i>?", "act": "board"}, answers=422).text
    sam.send(GATE, {"code": code, "act": "jump"}, answers=404)


def booking_id(text: str) -> str:
    return text.split('href="/bookings/')[1].split('"')[0]


def test_the_manifest_is_for_the_airline_alone_and_safe_in_a_spreadsheet(visit: Visit, code: str) -> None:
    for who in (ANN, NORA):
        for path in (GATE, MANIFEST, f"{MANIFEST}.csv"):
            visit(who).open(path, 404)
    sam = visit(SAM)
    page = sam.open(MANIFEST)
    assert "As of" in page.words and code in page.words and "<b>Canarini</b>" not in page.text
    [head, line] = csv.reader(io.StringIO(sam.open(f"{MANIFEST}.csv").text.removeprefix("\ufeff")))
    assert head[:2] == ["Seat", "Name"] and line[0] == "1A" and line[1].startswith("'=HYPERLINK")
