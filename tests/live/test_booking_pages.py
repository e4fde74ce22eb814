"""Bookings before one's eyes: what one does in a browser, the others see, and nobody's hands are disturbed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from bookings.desk import book, move, states
from bookings.desk.money import pay
from bookings.models import Viewer
from bookings.rules.status import BookingStatus
from tests.axe import violations
from tests.browsers import Window
from tests.server_process import Served
from tests.world import present
from tests.world.people import ADA, ANN, BOB, SAM, TESS, email_of, named
from tests.world.places import COURTS

pytestmark = pytest.mark.browser

Open = Callable[..., Window]


def booked(served: Served, by: Viewer = ANN, court: int = 1, clock: str = "10:00") -> str:
    start = present.at(clock)
    return served.desk.do(by, book.book_court, COURTS[court - 1], start, start.replace(hour=start.hour + 1))


def under_way(served: Served) -> str:
    """A booking of Ann's that has begun: only such a one may be completed."""
    start = datetime.now(UTC).replace(minute=30 * (datetime.now(UTC).minute // 30), second=0, microsecond=0)
    return served.desk.do(SAM, book.book_court, COURTS[0], start, start + timedelta(hours=1), customer=named(ANN))


def row(page: Page, booking: str):  # type: ignore[no-untyped-def]
    return page.locator(f"#booking-{booking}")


def choose(page: Page, booking: str, status: str) -> None:
    page.select_option(f"#status-{booking}", status)


def test_an_admins_switch_shows_on_the_customers_page_and_the_customers_cancellation_in_the_list(
    served: Served, window: Open
) -> None:
    booking = booked(served)
    admin, own = window(ADA).open("/admin/bookings"), window(ANN).open(f"/bookings/{booking}")
    expect(own.locator(".ticket .plate")).to_have_text("Pending")
    choose(admin, booking, "CONFIRMED")
    expect(own.locator(".ticket .plate")).to_have_text("Confirmed")
    expect(row(admin, booking)).to_have_attribute("data-status", "confirmed")

    own.click("text=Cancel, no fee")
    own.fill("#reason", "Rain <b>all day</b>")
    own.click("text=Cancel the booking")
    expect(row(admin, booking)).to_have_attribute("data-status", "cancelled")
    expect(admin.locator(f"#status-{booking}")).to_have_value("CANCELLED")
    expect(own.locator(".ticket .plate")).to_have_text("Cancelled")
    expect(own.locator(f"#cancel-{booking}")).to_be_hidden()
    expect(own.locator(".log li").first).to_contain_text("Cancelled: Rain <b>all day</b>")


def test_a_choice_follows_what_others_choose_also_after_ones_own(served: Served, window: Open) -> None:
    booking = booked(served)
    admin = window(ADA).open("/admin/bookings")
    state = admin.locator(f"#status-{booking}")
    choose(admin, booking, "CONFIRMED")
    expect(state.locator("option[selected]")).to_have_text("Confirmed")
    for status in (BookingStatus.CHECKED_IN, BookingStatus.CONFIRMED, BookingStatus.PENDING, BookingStatus.CONFIRMED):
        served.desk.do(SAM, states.switch, booking, status)
        expect(row(admin, booking)).to_have_attribute("data-status", status.lower())
        expect(state).to_have_value(status)


def test_a_state_is_switched_by_keyboard_and_the_focus_stays(served: Served, window: Open) -> None:
    booking = under_way(served)
    admin = window(ADA).open("/admin/bookings")
    admin.focus(f"#status-{booking}")
    for status in ("checked_in", "completed"):  # the likeliest is always the nearest
        admin.keyboard.press("ArrowUp")
        expect(row(admin, booking)).to_have_attribute("data-status", status)
        assert admin.evaluate("document.activeElement.id") == f"status-{booking}"


def test_a_choice_that_is_refused_goes_back_and_says_why(served: Served, window: Open) -> None:
    booking, other = under_way(served), booked(served, BOB, 2)
    one = window(ADA)
    one.block_sockets()  # so that the page still offers what is no longer to be had
    one.page.goto(f"{served.url}/admin/bookings")
    served.desk.do(SAM, states.cancel, booking, reason="Rain")
    choose(one.page, booking, "CHECKED_IN")
    expect(one.page.locator("#notice")).to_contain_text("cancelled")
    expect(one.page.locator(f"#status-{booking}")).to_have_value("CANCELLED")
    choose(one.page, other, "CONFIRMED")
    expect(row(one.page, other)).to_have_attribute("data-status", "confirmed")
    expect(one.page.locator("#notice")).to_be_empty()


def test_each_change_of_a_row_flashes_once(served: Served, window: Open) -> None:
    booking, other = booked(served), booked(served, BOB, 2)
    admin = window(ADA).open("/admin/bookings")
    admin.evaluate("""() => { window.flashes = [];
        document.addEventListener("animationstart", (e) => {
            if (e.animationName.startsWith("flash")) window.flashes.push(e.target.closest("[role=row]").id); }); }""")
    served.desk.do(SAM, states.switch, booking, BookingStatus.CONFIRMED)
    expect(row(admin, booking)).to_have_attribute("data-status", "confirmed")
    served.desk.do(SAM, states.switch, booking, BookingStatus.CHECKED_IN)
    expect(row(admin, booking)).to_have_attribute("data-status", "checked_in")
    served.desk.do(SAM, states.switch, other, BookingStatus.CONFIRMED)
    expect(row(admin, other)).to_have_attribute("data-status", "confirmed")
    admin.wait_for_function("() => window.flashes.length >= 3")
    assert admin.evaluate("window.flashes") == [f"booking-{booking}", f"booking-{booking}", f"booking-{other}"]


def test_the_second_half_of_a_double_click_does_not_press_what_came_under_it(served: Served, window: Open) -> None:
    booking = under_way(served)
    served.desk.do(SAM, pay.take_payment, booking)
    admin = window(ADA).open("/admin/bookings")
    # However slow this machine is: the moment after a change lasts as long as the test.
    admin.context.new_cdp_session(admin).send("Animation.setPlaybackRate", {"playbackRate": 0.0001})
    button = row(admin, booking).locator(".act .btn")
    box = button.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    posts: list[str] = []
    admin.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    admin.mouse.click(x, y)
    expect(button).to_contain_text("Complete")
    admin.mouse.click(x, y)
    admin.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    served.desk.do(SAM, move.change_details, booking, note="a change that comes after")
    admin.wait_for_function("(id) => document.querySelector(`#booking-${id}`).dataset.changed === 'again'", arg=booking)
    assert len(posts) == 1
    expect(row(admin, booking)).to_have_attribute("data-status", "checked_in")


def test_new_bookings_come_in_on_top_and_leave_a_filter_by_themselves(served: Served, window: Open) -> None:
    first = booked(served)
    everything, pending = window(ADA).open("/admin/bookings"), window(TESS).open("/admin/bookings?status=pending")
    second = booked(served, BOB, 2)
    for page in (everything, pending):
        expect(page.locator("[role=row][id]").first).to_have_id(f"booking-{second}")
    choose(pending, first, "CONFIRMED")
    expect(row(pending, first)).to_have_count(0)
    expect(row(everything, first)).to_have_attribute("data-status", "confirmed")
    expect(pending.locator(".count[aria-current] b")).to_have_text("1")


def test_staff_take_money_in_parts_and_what_is_typed_outlives_changes(served: Served, window: Open) -> None:
    booking = booked(served)
    panel, own = window(SAM).open(f"/bookings/{booking}"), window(ANN).open(f"/bookings/{booking}")
    panel.fill("#note", "Left-handed <i>")
    served.desk.do(TESS, states.switch, booking, BookingStatus.CONFIRMED)
    expect(panel.locator(".booking-panel .plate")).to_have_text("Confirmed")
    assert panel.input_value("#note") == "Left-handed <i>"
    panel.click("text=Keep details")
    expect(panel.locator(".facts")).to_contain_text("Left-handed <i>")

    panel.fill("#amount", "10")
    panel.click("text=Take payment")
    expect(panel.locator(".booking-panel .pay")).to_have_text("CHF 10.00 of CHF 26.00 paid")
    panel.fill("#amount", "99")
    panel.click("text=Take payment")
    expect(panel.locator("#amount-error")).to_contain_text("16.00")
    assert panel.input_value("#amount") == "99"
    panel.get_by_role("button", name="Take CHF 16.00").click()
    expect(own.locator(".ticket ~ .duo .pay")).to_have_text("Paid")
    expect(own.locator("text=Left-handed")).to_have_count(0)


def test_everything_works_without_scripts(served: Served, browser: Browser) -> None:
    booking = booked(served)
    admin = Window(browser, served.url, java_script_enabled=False).sign_in(email_of(ADA)).page
    admin.goto(f"{served.url}/admin/bookings")
    choose(admin, booking, "CONFIRMED")
    row(admin, booking).get_by_role("button", name="Set").click()
    expect(admin.locator("#notice")).to_contain_text("is confirmed")
    row(admin, booking).get_by_role("button", name="Take CHF 26.00").click()
    expect(row(admin, booking)).to_contain_text("Paid")
    admin.goto(f"{served.url}/bookings/{booking}")
    admin.click(f"#ask-cancel-{booking}")
    admin.fill("#reason", "Flooded")
    admin.click("text=Cancel the booking")
    expect(admin.locator(".booking-panel .plate")).to_have_text("Cancelled")
    admin.context.close()


def test_axe_finds_nothing_where_there_is_little(served: Served, window: Open) -> None:
    """The pages of somebody with many bookings are among all pages, in tests/web/test_every_page.py."""
    booking = booked(served)
    found = {}
    for person, paths in ((ADA, ["/admin/bookings?q=nobody", f"/bookings/{booking}"]), (TESS, ["/bookings"])):
        one = window(person)
        for path in paths:
            one.page.goto(one.url + path)
            if wrong := violations(one.page):
                found[path] = wrong
    assert found == {}
