"""What a page shows only now and then: money to give back, a clock that runs, a check-out and what is wrong in it, a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from bookings.demo import fill
from bookings.demo.ids import CLUB
from bookings.demo.people import STAFF, TEST
from bookings.desk import Desk, book, holds, move, states
from bookings.desk.money import pay
from bookings.live import element_ids
from bookings.models import Event, Resource
from bookings.rules.times.zones import local_day, to_utc
from tests.axe import violations
from tests.browsers import Window
from tests.server_process import Served, serving

pytestmark = pytest.mark.browser

JANA, MARA = STAFF.viewer, TEST.viewer
ZONE = "Europe/Zurich"
PETRA = {"name": "Petra Novák", "email": "petra.novak@example.com"}


class Demo(NamedTuple):
    """The demo, with two bookings that were paid too much, a request, and two baskets."""

    served: Served
    board: str
    surplus: str
    another_surplus: str
    request: str
    show: int
    flight: int


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with serving(fill, DEMO="true") as served:
        yield filled(served)


def filled(served: Served) -> Demo:
    desk: Desk = served.desk
    with desk.database.read() as session:
        of_the_club = (Resource.venue_id == CLUB, Resource.kind == "court")
        courts = session.scalars(select(Resource.id).where(*of_the_club).order_by(Resource.number)).all()
        show = session.scalars(select(Event.id).where(Event.kind == "show").order_by(Event.id)).first()
        flight = session.scalars(select(Event.id).where(Event.title == "NL 126 to Hamburg")).one()
        today = local_day(desk.database.now(session), ZONE)
    day = today + timedelta(days=9)  # beyond what the demo has booked

    def at(hour: int) -> datetime:
        return to_utc(datetime.combine(day, time(hour)), ZONE)

    surplus = desk.do(JANA, book.book_court, courts[0], at(10), at(12), customer=PETRA, note="The key is in the drawer")
    by_mistake = desk.do(JANA, pay.take_payment, surplus, Decimal(10), method="cash")
    desk.do(JANA, pay.reverse_line, surplus, by_mistake)
    desk.do(JANA, pay.take_payment, surplus)
    desk.do(JANA, move.move, surplus, courts[1], at(15), at(16))
    another_surplus = desk.do(JANA, book.book_court, courts[0], at(13), at(15), customer=PETRA)
    desk.do(JANA, pay.take_payment, another_surplus)
    desk.do(JANA, move.move, another_surplus, courts[1], at(17), at(18))
    request = desk.do(MARA, book.book_court, courts[2], at(10), at(12), note="Two rackets, please")
    desk.do(JANA, move.change_details, request, note="Owes us a racket.")
    assert show is not None
    desk.do(JANA, holds.hold_best, show, 2)
    desk.do(MARA, holds.hold_best, flight, 2, "Y")
    return Demo(served, f"/venues/{CLUB}/board?date={day}", surplus, another_surplus, request, show, flight)


def opened(demo: Demo, path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(demo.served.url + path)


def with_the_sheet(demo: Demo, path: str) -> Callable[[Page], object]:
    def act(page: Page) -> None:
        page.goto(demo.served.url + path)
        page.locator("[id^=ask-cancel-]").click()
        page.fill("#keep", "4,5,6")
        page.get_by_role("button", name="Cancel the booking").click()
        expect(page.locator("#cancel-keep .error")).to_be_visible()
        expect(page.locator("#keep")).to_be_focused()

    return act


def sent_empty(demo: Demo, path: str) -> Callable[[Page], object]:
    def act(page: Page) -> None:
        page.goto(demo.served.url + path)
        for field in page.locator("main form input.input:visible").all():
            field.fill("")
        page.locator("main form [data-tone=solid]").click()
        expect(page.locator("main [role=alert]")).to_be_visible()

    return act


def of_staff(demo: Demo) -> dict[str, Callable[[Page], object]]:
    return {
        "a surplus": opened(demo, f"/bookings/{demo.surplus}"),
        "a surplus beside the board": opened(demo, f"{demo.board}&booking={demo.surplus}"),
        "a request": opened(demo, f"/bookings/{demo.request}"),
        "a request beside the board": opened(demo, f"{demo.board}&booking={demo.request}"),
        "requests": opened(demo, "/admin/bookings?status=pending"),
        "the fee at cancelling": with_the_sheet(demo, f"/bookings/{demo.surplus}"),
        "for whom": opened(demo, f"/events/{demo.show}/check-out"),
        "for whom, nothing filled in": sent_empty(demo, f"/events/{demo.show}/check-out"),
    }


def of_a_customer(demo: Demo) -> dict[str, Callable[[Page], object]]:
    return {
        "one's request": opened(demo, f"/bookings/{demo.request}"),
        "one's bookings": opened(demo, "/bookings"),
        "seats in the basket": opened(demo, f"/events/{demo.flight}"),
        "who travels": opened(demo, f"/events/{demo.flight}/check-out"),
        "who travels, nothing filled in": sent_empty(demo, f"/events/{demo.flight}/check-out"),
    }


def test_axe_finds_nothing_in_what_is_there_now_and_then(demo: Demo, browser: Browser) -> None:
    found: dict[str, list[str]] = {}
    faults: list[str] = []
    for person, pages in ((STAFF, of_staff(demo)), (TEST, of_a_customer(demo))):
        window = Window(browser, demo.served.url).sign_in(person.email)
        for name, act in pages.items():
            act(window.page)
            if wrong := violations(window.page):
                found[name] = wrong
        faults += window.faults
        window.close()
    assert (found, faults) == ({}, [])


def test_a_form_for_money_is_shown_only_while_there_is_money_to_move(demo: Demo, browser: Browser) -> None:
    window = Window(browser, demo.served.url).sign_in(STAFF.email)
    pays = window.page.get_by_role("heading", name="Take a payment")
    gives_back = window.page.get_by_role("heading", name="Give money back")
    window.open(f"/bookings/{demo.request}")
    expect(pays).to_be_visible()
    expect(gives_back).to_be_hidden()
    window.open(f"/bookings/{demo.surplus}")
    expect(gives_back).to_be_visible()
    expect(pays).to_be_hidden()
    demo.served.desk.do(JANA, states.cancel, demo.surplus)
    expect(gives_back).to_be_hidden()
    window.close()


def test_where_a_button_is_gone_with_what_it_did_the_focus_stays_in_its_part_and_it_is_read_out(
    demo: Demo, browser: Browser
) -> None:
    window = Window(browser, demo.served.url).sign_in(STAFF.email)
    booking = demo.another_surplus
    page, title = window.open(f"/bookings/{booking}"), f"#{element_ids.booking_panel(booking)} h2"
    button = page.locator(f"#{element_ids.act('refund-cash', booking)}")

    def answer_after_the_change_came(route: Route) -> None:
        answer = route.fetch()
        expect(button).to_be_hidden()
        route.fulfill(response=answer)

    window.wait_until_live()
    page.route("**/refunds?**", answer_after_the_change_came)
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_be_hidden()
    expect(page.locator(title).first).to_be_focused()
    expect(page.locator("#announcement")).to_contain_text("is noted.")
    demo.served.desk.do(JANA, states.cancel, booking)
    page = window.open(f"{demo.board}&booking={booking}")
    page.get_by_role("button", name="Restore").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Restore")).to_be_hidden()
    expect(page.locator("#panel :focus")).to_have_count(1)
    expect(page.locator("#announcement")).to_contain_text("is restored.")
    assert window.faults == []
    window.close()
