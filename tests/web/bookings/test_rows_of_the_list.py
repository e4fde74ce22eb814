"""What each row of the venues' list offers."""

from __future__ import annotations

from datetime import date

import pytest

from bookings.desk.money import pay
from bookings.live import element_ids
from bookings.models import Booking
from bookings.rules.status import MOVES, BookingStatus
from tests.web.bookings.made import LIST, Made
from tests.web.markup import Element
from tests.web.visits import Answer, Visit, Visitor
from tests.world.clock import TODAY, TOMORROW, at, set_clock
from tests.world.people import ADA, SAM


@pytest.mark.parametrize("day", [TODAY, TOMORROW])
def test_a_row_offers_the_moves_of_its_state_at_that_time_and_no_others(made: Made, visit: Visit, day: date) -> None:
    set_clock(made.desk.database, at("10:30", day))
    ada, today = visit(ADA), day == TOMORROW
    for status in BookingStatus:
        set_state(made, status)
        options = row_of(ada.open(LIST), made.court).all("option")
        early = set() if today else {"COMPLETED", "NO_SHOW"}
        assert {each["value"] for each in options if "selected" not in each} == {str(move) for move in MOVES[status]} - early
        assert [each["value"] for each in options if "selected" in each] == [status]


def test_a_row_offers_the_likeliest_next_step(made: Made, visit: Visit) -> None:
    set_clock(made.desk.database, at("10:30"))
    ada = visit(ADA)
    take = dict.fromkeys(("CONFIRMED", "CHECKED_IN", "COMPLETED", "NO_SHOW"), "Take CHF 26.00 by card")
    unpaid = {"PENDING": "Approve", "CANCELLED": None, **take}
    paid = {
        "PENDING": "Approve", "CONFIRMED": "Check in", "CHECKED_IN": "Complete", "COMPLETED": None, "NO_SHOW": None,
        "CANCELLED": None,
    }  # fmt: skip
    assert {status: step_at(made, ada, status) for status in unpaid} == unpaid
    set_state(made, "CONFIRMED")
    made.desk.do(SAM, pay.take_payment, made.court)
    assert {status: step_at(made, ada, status) for status in paid} == paid


def set_state(made: Made, status: str) -> None:
    made.desk.database.write(lambda session: setattr(session.get_one(Booking, made.court), "status", status))


def step_at(made: Made, ada: Visitor, status: str) -> str | None:
    set_state(made, status)
    buttons = row_of(ada.open(LIST), made.court).one(class_="act num").all("button")
    return buttons[0].words.split(",")[0].strip() if buttons else None


def row_of(page: Answer, booking: str) -> Element:
    return page.page.one(id=element_ids.booking(booking))


def test_a_next_step_without_scripts_leads_back_to_the_same_list(made: Made, visit: Visit) -> None:
    page = visit(ADA).open(f"{LIST}?kind=court&page=1")
    back = page.value_of("back")
    assert back is not None
    (button,) = row_of(page, made.court).one(class_="act num").all("button")
    answer = visit(ADA).send(button["formaction"], status="CONFIRMED", back=back)
    assert answer.goes_to == f"{LIST}?kind=court"
