"""The third document with people in it: a customer and a vendor at two browsers, a third who looks on, and a program of each of the two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from bookings.live import element_ids
from bookings.rules.times.zones import iso
from tests.browsers import Window
from tests.gateways.clients import Crowd
from tests.gateways.http_client import Http
from tests.server_process import Served
from tests.world import present
from tests.world.people import ANN, BOB, SAM
from tests.world.places import CHECK_UP, CLINIC, DR_VOGEL

pytestmark = pytest.mark.browser
Open = Callable[..., Window]


def test_a_request_is_answered_and_another_time_agreed_on_by_pages_and_programs_alike(
    served: Served, window: Open, programs: Crowd
) -> None:
    ann, sam = (Http(served.url).log_in(each) for each in (ANN, SAM))
    ten, eleven = present.at("10:00"), present.at("11:00")
    times = f"/venues/{CLINIC}/appointments/{CHECK_UP}?provider={DR_VOGEL}&day={present.tomorrow()}"
    hers, his, bobs = window(ANN), window(SAM), window(BOB)
    onlooker = bobs.open(times)
    board = his.open(f"/venues/{CLINIC}/board?date={present.tomorrow()}")
    vendor, customer = (programs.socketio(served.url, each.token) for each in (sam, ann))
    for client in (vendor, customer):
        client.event("connected")

    place = f"#{element_ids.free_time(ten)}"
    page = hers.open(times)
    page.click(f"{place} a")
    page.fill("#note", "Limps")
    page.click("#book [type=submit]")
    page.wait_for_url("**/bookings/*")
    booking = page.url.rsplit("/", 1)[1]
    expect(onlooker.locator(place)).to_have_count(0)
    asked = vendor.event("notification", type="booking_requested")
    assert asked["bookingId"] == booking and "Check-up with Dr. Vogel" in asked["title"]
    for client in (vendor, customer):
        assert client.ask("joinBookingRoom", booking)["ok"]

    request = board.locator(f"#{element_ids.request(booking)}")
    expect(request).to_contain_text("Limps")
    for figure in (request.locator(".kept b"), page.locator(".kept b").first):
        expect(figure).to_contain_text("left")  # the time limit, counted down on both pages
    request.get_by_role("button", name="Approve").click()
    expect(request).to_have_count(0)
    expect(board.locator(f"#booking-{booking}")).to_have_attribute("data-status", "confirmed")
    expect(page.locator(".ticket .plate")).to_have_attribute("data-status", "confirmed")
    heard = [client.event("booking-status-update", bookingId=booking) for client in (vendor, customer)]
    assert heard[0] == heard[1]
    assert (heard[0]["status"], heard[0]["message"]) == ("confirmed", "Booking has been confirmed by the vendor")
    shown = page.locator(f"#{element_ids.version(f'booking:{booking}')}").get_attribute("value")
    assert shown == f"booking:{booking}|@{heard[0]['version']}"
    assert customer.event("notification", type="booking_confirmed")["bookingId"] == booking

    assert sam("POST", f"/api/v1/bookings/{booking}/proposal", {"start": iso(eleven)})[0] == 200
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".ticket .when")).to_have_text("11:00")
    expect(board.locator(f"#{element_ids.slot(DR_VOGEL, eleven)} .card")).to_contain_text(ANN.name)
    expect(onlooker.locator(place)).to_have_count(1)
    for each in (hers, his, bobs):
        each.must_equal_a_fresh_load()
