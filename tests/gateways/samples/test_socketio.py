"""The samples of the four documents of Socket.IO: what they print and show in Node and in a browser is what happens here."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bookings.desk import book
from bookings.models import Viewer
from tests.gateways.conftest import token_of
from tests.gateways.http_client import Http
from tests.gateways.samples.conftest import Open, Run
from tests.gateways.samples.running import adapt, asking, build, build_page
from tests.server_process import Served
from tests.world import present
from tests.world.people import ADA, ANN, SAM, TESS, email_of
from tests.world.places import CHECK_UP, CLUB, COURTS, DR_VOGEL, RS_101

pytestmark = pytest.mark.browser


def test_a_clubs_operations_page_refreshes_its_day(served: Served, site: tuple[str, Path], tmp_path: Path, window: Open) -> None:
    sources = adapt("s1", tmp_path, {"http://localhost:3000": served.url})
    path = site[0] + build_page(sources / "main.jsx", site[1])
    sam = Http(served.url).log_in(SAM)
    assert Http(served.url)("GET", "/api/socket")[0] == 200
    page = window().page
    page.clock.set_fixed_time(present.at("10:00"))  # the day that it shows is today
    page.goto(asking(path, token=sam.token, id=CLUB))
    expect(page.locator("#root")).to_contain_text("● Live")
    wanted = {
        "courtId": COURTS[0], "userId": ANN.id, "userName": ANN.name,
        "start": present.at("10:00").isoformat(), "end": present.at("11:00").isoformat(),
    }  # fmt: skip
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    booking = {"id": ""}
    for method, address, body, words in (
        ("POST", "create", wanted, "New booking received, refreshing..."),
        ("PATCH", "{}", {"status": "CHECKED_IN"}, "Booking updated, refreshing..."),
        ("DELETE", "{}", None, "Booking deleted, refreshing..."),
    ):
        with page.expect_console_message(lambda message: message.text.startswith("Bookings:")) as shown:
            status, answer = sam(method, f"/api/admin/bookings/{address.format(booking['id'])}", body)
            assert status == 200, answer
        assert said[-2] == words
        booking = booking if method == "DELETE" else answer
        there = [each for each in json.loads(shown.value.text.removeprefix("Bookings:")) if each["id"] == booking["id"]]
        assert there == ([] if method == "DELETE" else [booking])


def test_a_travellers_programs_and_dashboard_hear_all_six_events(
    served: Served, site: tuple[str, Path], tmp_path: Path, run: Run, window: Open
) -> None:
    hers, ada = token_of(served, ANN), Http(served.url).log_in(ADA)
    changes = {
        "http://localhost:3004": served.url, "http://localhost:3001": served.url, "your-flight-id": RS_101,
        "test@example.com": email_of(ANN), "your-jwt-token-here": hers, "your-jwt-token": hers,
    }  # fmt: skip
    sources = adapt("s2", tmp_path, changes)
    rooms = adapt("s2", tmp_path / "admin", {**changes, "your-jwt-token-here": str(ada.token)}) / "rooms.mjs"
    listening, logging, admin = (run(each) for each in (sources / "method_1.mjs", sources / "method_3.cjs", rooms))
    page = window().page
    page.goto(site[0] + build_page(sources / "main.jsx", site[1]))
    expect(page.locator("#bell")).to_contain_text("Listening, 0 unread")
    expect(page.locator("#root")).to_contain_text("Status: 🟢 Connected")
    assert listening.prints("Server confirmation:")["userId"] == logging.prints("✅ Server confirmation:")["userId"] == ANN.id
    admin.prints("connected")

    booked = run(sources / "test-websocket.cjs").prints("📚 Booking created via API:")["id"]
    mine = {"data__bookingId": booked}
    created = listening.prints("New booking created:", **mine)
    assert logging.prints("📚 New booking:", bookingId=booked) == created["data"]
    assert admin.prints("booking:created", **mine)["event"] == created["event"] == "BOOKING_CREATED"
    here = f"/api/v1/bookings/{booked}"
    paid = {"amount": created["data"]["totalPrice"], "method": "CARD"}
    assert ada("POST", f"{here}/confirm")[0] == 200 and ada("POST", f"{here}/payments", paid)[0] == 201
    assert listening.prints("Booking confirmed:", **mine)["data"] == logging.prints("✅ Booking confirmed:", bookingId=booked)
    assert listening.prints("Payment completed:", **mine)["data"]["status"] == "SUCCEEDED"
    assert ada("PATCH", f"/api/v1/flights/{RS_101}/status", {"status": "DELAYED"})[0] == 200
    assert listening.prints("Flight status changed:")["data"]["affectedBookings"] == [booked]
    for verb in ("check-in", "confirm", "cancel"):
        assert ada("POST", f"{here}/{verb}")[0] == 200
    assert listening.prints("Booking updated:", **mine)["data"]["status"] == "CHECKED_IN"
    assert listening.prints("Booking cancelled:", **mine)["data"] == logging.prints("❌ Booking cancelled:", bookingId=booked)
    admin.prints("booking:cancelled", **mine)

    expect(page.locator("#bell")).to_contain_text("Listening, 8 unread")  # the money that goes back is the last update
    kinds = [text.partition(":")[0] for text in page.locator(".notification").all_inner_texts()]
    confirmed = "booking_confirmed"  # after the check-in once more; and the dashboard does not ask for updates
    assert kinds == ["booking_created", confirmed, "payment_completed", "flight_status_changed", confirmed, "booking_cancelled"]
    page.get_by_role("button", name="Read").click()
    expect(page.locator("#bell")).to_contain_text("Listening, 0 unread")
    assert logging.interrupt() == 0


def test_a_vendor_and_a_customer_see_a_bookings_status(
    served: Served, site: tuple[str, Path], tmp_path: Path, run: Run, window: Open
) -> None:
    ann, sam = (Http(served.url).log_in(each) for each in (ANN, SAM))
    wanted = {"serviceId": CHECK_UP, "providerId": DR_VOGEL, "start": present.at("10:00").isoformat()}
    status, booking = ann("POST", "/api/v1/bookings", wanted)
    assert status == 201, booking
    changes = {"http://localhost:3000": served.url, "your-jwt-token": str(ann.token), "booking-123": booking["id"]}
    sources = adapt("s3", tmp_path, changes)
    path = site[0] + build_page(sources / "main.tsx", site[1])
    usage = run(build(sources / "usage.ts", tmp_path / "usage.cjs", "--platform=node"))
    vendor, customer = window().page, window().page
    for page, one, hash_ in ((vendor, sam, "#vendor"), (customer, ann, "")):
        with page.expect_console_message(lambda message: message.text == "Joined: true"):
            page.goto(asking(path, token=one.token, id=booking["id"]) + hash_)
        expect(page.locator("#root")).to_have_text("as it was")
    assert usage.prints("Joined:") is True
    with customer.expect_console_message(lambda message: "Notification:" in message.text):
        assert sam("POST", f"/api/v1/bookings/{booking['id']}/confirm")[0] == 200
    told = usage.prints("Booking updated:", bookingId=booking["id"])
    assert (told["status"], told["message"]) == ("confirmed", "Booking has been confirmed by the vendor")
    for page in (vendor, customer):
        expect(page.locator("#root")).to_have_text(f"{told['status']}: {told['message']}")
    usage.type("leave")
    assert usage.end() == 0
    assert ann("POST", f"/api/v1/bookings/{booking['id']}/cancel")[0] == 200
    for page in (vendor, customer):
        expect(page.locator("#root")).to_contain_text("cancelled: ")
    assert len([line for line in usage.printed if line[0] == "Booking updated:"]) == 1


def test_an_app_of_two_colleagues_is_signed_in_by_its_cookie(
    served: Served, tmp_path: Path, window: Open
) -> None:
    booking = served.desk.do(ANN, book.book_court, COURTS[1], present.at("10:00"), present.at("11:00"))
    sources = adapt("s5", tmp_path, {'"123"': f'"{SAM.id}"', '"456"': f'"{booking}"'})
    build_page(sources / "main.jsx", tmp_path)

    def app(person: Viewer) -> Page:
        one = window()
        one.url = served.url
        page = one.sign_in(email_of(person)).page
        page.route(f"{served.url}/s5.*", lambda route: route.fulfill(path=tmp_path / route.request.url.rsplit("/", 1)[1]))
        page.goto(f"{served.url}/s5.html")
        expect(page.locator("#root")).to_contain_text("WebSocket Status: Connected")
        return page

    tess, ann = app(TESS), app(ANN)
    sam = app(SAM)
    toasts = tess.locator("li")
    expect(toasts.filter(has_text="userOnline").filter(has_text=SAM.id).first).to_be_visible()
    for page in (tess, sam):
        page.get_by_role("button", name="Join").click()
    sam.get_by_role("button", name="Send Message").click()  # an event of the app's own, which goes no further
    for name, event in (("Be available", "statusUpdated"), ("Type", "userTyping")):
        sam.get_by_role("button", name=name).click()
        expect(toasts.filter(has_text=event).first).to_contain_text(SAM.id)
    sam.get_by_role("button", name="Confirm").click()
    for event in ("bookingUpdated", "newNotification"):
        expect(ann.locator("li").filter(has_text=re.compile(f"^{event}")).filter(has_text=booking)).to_have_count(1)
    other = sam.context.new_page()
    other.goto(f"{served.url}/bookings")
    other.evaluate("document.querySelector('form[action=\"/logout\"]').requestSubmit()")
    expect(sam.locator("#root")).to_contain_text("WebSocket Status: Disconnected")
    expect(toasts.last).to_contain_text("userOffline")
    expect(toasts.last).to_contain_text(SAM.id)
