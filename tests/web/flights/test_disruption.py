"""A disrupted flight on pages, without scripts: two clicks for its customer, and the list of the airline's desk."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bookings.administration.events.copy import copy_event
from bookings.desk import Desk, book
from bookings.desk.events.flight_status import operate_flight
from bookings.desk.money.pay import take_payment
from bookings.models import Flight
from tests.web.visits import Visit
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, BOB, MAX, NORA, SAM
from tests.world.places import FLIGHT, RS_101

DESK = f"/departures/{RS_101}/disruption"


@pytest.fixture
def anns(desk: Desk) -> str:
    desk.do(MAX, copy_event, FLIGHT, "2026-03-04 15:00")
    made: str = desk.do(ANN, book.book_flight, RS_101, "economy", [ANN_FLIES], ANNS_CONTACT, seats=["1A"])
    desk.do(SAM, take_payment, made)
    return made


def test_its_customer_chooses_in_two_clicks(visit: Visit, desk: Desk, anns: str) -> None:
    ann, here = visit(ANN), f"/bookings/{anns}"
    assert "Your choice" not in ann.open(here).words and "Nothing is to be decided" in ann.open(f"{here}/flight").words
    desk.do(SAM, operate_flight, RS_101, {"status": "DELAYED", "estimated_departure": "2026-03-04T10:00"})
    page = ann.open(here)
    keep = page.page.one(id=f"keep-flight-{anns}")["formaction"]
    assert "Another flight or a refund" in page.words and f'href="{here}/flight"' in page.text
    with desk.database.read() as session:
        wanted = session.scalars(select(Flight.id).where(Flight.id != RS_101)).one()
    moved = ann.fill_in(ann.open(f"{here}/flight"), {"flight": wanted}, action=f"{here}/flight/change")
    assert "is on its new flight" in moved.words and "15:00" in moved.words and "Your choice" not in moved.words
    late = ann.send(keep, answers=409)
    assert "flies as it was booked" in late.words


def test_the_desk_sees_who_waits_and_chooses_for_them(visit: Visit, desk: Desk, anns: str) -> None:
    for who in (ANN, BOB, NORA):
        visit(who).open(DESK, 404)
    sam = visit(SAM)
    assert "nobody has to choose" in sam.open(DESK).words
    desk.do(SAM, operate_flight, RS_101, {"status": "CANCELLED"})
    page = sam.open(DESK)
    assert page.rows() == [anns] and f'href="/bookings/{anns}/flight?desk={RS_101}"' in page.text
    choose = sam.open(f"/bookings/{anns}/flight?desk={RS_101}")
    done = sam.fill_in(choose, action=f"/bookings/{anns}/flight/refund")
    assert "what was paid comes back" in done.words and done.rows() == []
    assert sam.open(f"{DESK}?state=refund&page=7").rows() == [anns]
    sam.open(f"{DESK}?state=lost", 404)
    visit(BOB).open(f"/bookings/{anns}/flight", 404)
    visit(BOB).send(f"/bookings/{anns}/flight/refund", answers=404)
