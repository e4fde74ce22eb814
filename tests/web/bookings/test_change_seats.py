"""A booked flight's seats are changed in the map of its cabin, and its boarding passes printed."""

from __future__ import annotations

import pytest

from bookings.administration.events.flights import edit_flight
from bookings.desk import Desk, book, states
from bookings.desk.events.flight_status import operate_flight
from tests import records
from tests.web.visits import Visit
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, BOB, MAX, SAM
from tests.world.places import HAMLET, RS_101

BEN = {"type": "CHILD", "firstName": "Ben", "lastName": "Canarini", "dateOfBirth": "2018-05-01"}
TIM = {"type": "INFANT", "title": "Mx", "firstName": "", "lastName": "Canarini", "dateOfBirth": "2025-05-01"}


@pytest.fixture
def booking(desk: Desk) -> str:
    made: str = desk.do(ANN, book.book_flight, RS_101, "economy", [ANN_FLIES, BEN, TIM], ANNS_CONTACT, seats=["1A", "1B"])
    return made


def test_a_press_on_a_free_seat_moves_whoever_was_chosen(visit: Visit, desk: Desk, booking: str) -> None:
    here, ann = f"/bookings/{booking}", visit(ANN)
    assert f'href="{here}/seats"' in ann.open(here).text
    page = ann.open(f"{here}/seats")
    assert [each["value"] for each in page.page.all("input", name="give")] == ["1A", "1B"] and "2A" in page.page.buttons("seat")
    moved = ann.open(ann.send(f"{here}/seats/choose", give="1B", seat="2A").goes_to)
    assert "1B is exchanged for 2A." in moved.words and "2A Ben Canarini" in moved.words
    desk.do(BOB, book.book_flight, RS_101, "economy", [ANN_FLIES], ANNS_CONTACT, seats=["2B"])
    for typed, answer, told in (
        ({"give": "2A", "seat": "2B"}, 409, "2B"),
        ({"give": "", "seat": "2C"}, 422, "Choose whose seat is changed"),
        ({"give": "1A"}, 422, "Choose a free seat"),
    ):
        refused = ann.send(f"{here}/seats/choose", typed, answers=answer)
        assert told in refused.words and "Whose seat" in refused.words
    assert [seat["label"] for seat in records.booking(desk.database, booking).seats] == ["1A", "2A"]
    visit(BOB).open(f"{here}/seats", 404)
    assert "2A" in visit(SAM).open(f"{here}/seats").words


def test_nothing_is_offered_where_nothing_would_be_accepted(visit: Visit, desk: Desk, booking: str) -> None:
    here, ann = f"/bookings/{booking}", visit(ANN)
    desk.do(SAM, operate_flight, RS_101, {"status": "BOARDING"})
    assert "Change seats" not in ann.open(here).words and "Change seats" in visit(SAM).open(here).words
    assert "until boarding" in ann.open(f"{here}/seats").words
    ann.open(f"/bookings/{desk.do(ANN, book.book_seats, HAMLET, ['A1'])}/seats", 404)


def test_boarding_passes_are_there_once_they_are_checked_in(visit: Visit, desk: Desk, booking: str) -> None:
    passes, ann = f"/bookings/{booking}/boarding-passes", visit(ANN)
    assert "once this booking is checked in" in ann.open(passes, 409).words and passes not in ann.open(f"/bookings/{booking}").text
    tomorrow = {"starts_at": "2026-03-03T07:10", "ends_at": "2026-03-03T09:00", "doors_at": "2026-03-03T06:40"}
    desk.do(MAX, edit_flight, RS_101, {"gate": "B4", **tomorrow})
    desk.do(SAM, states.confirm, booking)
    desk.do(SAM, states.check_in, booking)
    assert f'href="{passes}"' in ann.open(f"/bookings/{booking}").text
    page = ann.open(passes)
    assert [each["aria-label"] for each in page.page.all("section")] == [
        f"Boarding pass of {name}" for name in ("Annabel Canarini", "Ben Canarini", "Mx Canarini")
    ]
    assert all(words in page.words for words in ("3 boarding passes", "B4", "1A", "1B", "On the lap", "RS 101, ZRH to OSL"))
    visit(BOB).open(passes, 404)
    guest = visit(None)
    guest.open(passes, 302)
    guest.send("/trips", code=records.booking(desk.database, booking).pnr, name="canarini")
    assert "3 boarding passes" in guest.open(passes).words
