"""The box with which staff chooses whether the customer is told: ticked at first, and as it was left when a form comes back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bookings.desk import Desk
from bookings.desk.book import book_court, book_service
from bookings.desk.holds import hold_seats
from bookings.models import Notification
from tests import records
from tests.web.markup import Element
from tests.web.visits import Answer, Visit
from tests.world.clock import TOMORROW, at
from tests.world.people import ANN, SAM, email_of, named
from tests.world.places import CHECK_UP, CLUB, COURT_1, HAMLET


@pytest.fixture
def booked(desk: Desk) -> str:
    made = desk.do(SAM, book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    desk.database.write(lambda session: [session.delete(each) for each in session.scalars(select(Notification))] and None)
    return made


def box(page: Answer, id: str) -> Element:
    return page.page.one("input", id=id)


def told(desk: Desk) -> list[str]:
    return records.found(desk.database, select(Notification.kind).where(Notification.person_id == ANN.id))


def test_every_form_of_the_staff_asks_and_none_of_the_customer(visit: Visit, desk: Desk, booked: str) -> None:
    page = visit(SAM).open(f"/bookings/{booked}")
    for name in ("act", "cancel", "details", "pay", "refund", "price"):
        assert "checked" in box(page, f"{name}-tell")
    assert "checked" in box(visit(SAM).open(f"/venues/{CLUB}/board?date={TOMORROW}&booking={booked}"), "move-tell")
    visit_to_the_vet = desk.do(ANN, book_service, CHECK_UP, at("10:00"))
    assert "checked" in box(visit(SAM).open(f"/bookings/{visit_to_the_vet}"), "propose-tell")
    for mine in (f"/bookings/{booked}", f"/bookings/{visit_to_the_vet}"):
        assert "notify" not in visit(ANN).open(mine).text


@pytest.mark.parametrize(("ticked", "kinds"), [("1", ["booking_cancelled"]), (None, [])])
def test_a_cleared_box_keeps_it_from_the_customer(
    visit: Visit, desk: Desk, booked: str, ticked: str | None, kinds: list[str]
) -> None:
    sam = visit(SAM)
    page = sam.open(f"/bookings/{booked}")
    sam.fill_in(page, {"reason": "Rain", "notify": ticked}, action=f"/bookings/{booked}/cancel")
    assert records.booking(desk.database, booked).status == "CANCELLED" and told(desk) == kinds


@pytest.mark.parametrize(("ticked", "kinds"), [("1", ["booking_created"]), (None, [])])
def test_so_it_is_at_the_box_office(visit: Visit, desk: Desk, ticked: str | None, kinds: list[str]) -> None:
    sam, address = visit(SAM), f"/events/{HAMLET}/check-out"
    desk.do(SAM, hold_seats, HAMLET, ["A1"])
    again = sam.fill_in(sam.open(address), {"paid": "", "notify": ticked}, answers=422)
    assert ("checked" in box(again, "sell-tell")) == bool(ticked)
    sam.fill_in(again, {"customer-name": ANN.name, "customer-email": email_of(ANN), "notify": ticked})
    assert told(desk) == kinds


def test_a_form_that_comes_back_keeps_the_box_as_it_was(visit: Visit, booked: str) -> None:
    sam = visit(SAM)
    page = sam.open(f"/bookings/{booked}")
    for ticked in ("1", None):
        again = sam.fill_in(page, {"price": "nonsense", "notify": ticked}, action=f"/bookings/{booked}/price", answers=422)
        assert ("checked" in box(again, "price-tell")) == bool(ticked)
