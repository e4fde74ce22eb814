"""The departure board, and the page on which the airline's desk changes a flight, without scripts."""

from __future__ import annotations

from bookings.administration.venues import edit_venue
from bookings.desk import Desk
from tests.web.visits import Visit
from tests.world.people import ADA, ANN, NORA, SAM
from tests.world.places import AIRLINE, CLUB, FLIGHT, RS_101

CHANGE = f"/departures/{RS_101}"


def test_the_desk_changes_a_flight_from_its_row_and_everybody_reads_it(visit: Visit) -> None:
    sam = visit(SAM)
    assert f'href="{CHANGE}"' in sam.open("/departures").text
    page = sam.open(CHANGE)
    board = sam.fill_in(page, {"status": "DELAYED", "gate": "b7", "estimated_departure": "2026-03-04T07:55"})
    assert "RS 101 is changed" in board.words
    read = visit(ANN).open("/departures")
    assert all(word in read.words for word in ("07:10", "07:55", "B7", "Delayed", "OSL")), read.words
    assert CHANGE not in read.text and f'href="/events/{FLIGHT}"' in read.text
    late = sam.fill_in(page, {"gate": "C1"}, answers=409)
    assert "Sam" in late.words and late.value_of("gate") == "C1", "somebody changed it, and what was typed stays"


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(visit: Visit) -> None:
    sam = visit(SAM)
    typed = {"gate": "B7", "estimated_departure": "2026-03-04T09:00", "estimated_arrival": "2026-03-04T08:00"}
    page = sam.fill_in(sam.open(CHANGE), typed, answers=422)
    assert "land after it leaves" in page.error_at("estimated_arrival")
    assert {name: page.value_of(name) for name in typed} == typed
    assert "C1" not in sam.open("/departures").words


def test_who_sees_a_board_and_who_changes_a_flight(visit: Visit, desk: Desk) -> None:
    for who in (ANN, NORA):
        visit(who).open(CHANGE, 404)
        visit(who).send(CHANGE, {"gate": "A1"}, answers=404)
    stranger = visit()
    assert stranger.open("/departures", 302).goes_to.startswith("/login")
    desk.do(ADA, edit_venue, AIRLINE, {"look_in": True})
    assert "RS 101" in stranger.open("/departures").words
    for nowhere in ("?venue=nowhere", f"?venue={CLUB}", "?from=Zurich"):
        visit(ANN).open(f"/departures{nowhere}", 404)
    assert "No departures" in visit(ANN).open("/departures?from=BGO").words
