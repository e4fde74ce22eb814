"""What the first day has at every venue: the first admin, a venue's first step, the administration, customers who sign up."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsers import Window
from tests.server_process import Served

PASSWORD = "correct horse 7"
ZONE = "Europe/Zurich"
TODAY = datetime.now(ZoneInfo(ZONE)).date()
EVENING = TODAY + timedelta(days=next(n for n in range(2, 5) if (TODAY + timedelta(days=n)).weekday() < 5))
"""A day from Monday to Friday, which has an evening; the holiday is the day after it."""
HOLIDAY = EVENING + timedelta(days=1)

Open = Callable[[], Window]


@contextlib.contextmanager
def empty_windows(browser: Browser, served: Served) -> Iterator[Open]:
    """`opened()` is one more person's window, signed in as nobody. In the end none may have raised a script error."""
    every: list[Window] = []

    def opened() -> Window:
        every.append(Window(browser, served.url))
        return every[-1]

    yield opened
    faults = [fault for each in every for fault in each.faults]
    for each in every:
        each.close()
    assert faults == []


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


TYPED_INTO = ":is(input:not([type=checkbox]), textarea):visible"


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def link(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


def fill(page: Page | Locator, **typed: str) -> None:
    """By label: "Last_name" is "Last name", and "Rows__as_text" is "Rows, as text"."""
    for label, text in typed.items():
        page.get_by_label(label.replace("__", ", ").replace("_", " ")).and_(page.locator(TYPED_INTO)).fill(text)


def make_the_first_admin(page: Page, served: Served) -> None:
    """Jana Holm, by the address that the start printed."""
    page.goto(served.url)
    heading(page, "Ringside is not set up yet")
    (address,) = re.findall(r"http://\S+/set-up\?secret=\S+", served.log)
    page.goto(address)
    fill(page, Name="Jana Holm", Email="jana@holm.example", Password=PASSWORD)
    button(page, "Make the admin and go on").click()


def begin_a_venue(page: Page, kind: str, name: str, currency: str = "CHF") -> None:
    page.get_by_role("radio", name=kind).check()
    fill(page, Name=name)
    page.get_by_label("Time zone").select_option(ZONE)
    page.get_by_label("Currency").select_option(currency)


def go_on(page: Page, question: str) -> None:
    page.get_by_role("button", name=re.compile("^Next: ")).click()
    heading(page, question)


def open_it(page: Page) -> None:
    button(page, "Save and open").click()
    expect(page.get_by_text("It is open.")).to_be_visible()


def manage(page: Page, venue: str, noun: str) -> None:
    """From any page to one noun of the venue."""
    nouns = page.get_by_role("navigation", name="Administration")
    if not nouns.get_by_text(venue, exact=True).is_visible():
        link(page, "Manage").click()
        page.get_by_role("link", name=re.compile(f"^{re.escape(venue)}")).click()
    link(nouns, noun).click()
    heading(page, noun)


def save(page: Page, name: str = "Save") -> None:
    button(page, name).click()
    expect(page.locator("#notice")).to_be_visible()


def invite_a_clerk(page: Page, clerk: Window, venue: str) -> None:
    """Sam opens the link that Jana hands over, and is at the desk."""
    manage(page, venue, "People")
    fill(page, Name="Sam Keller", Email="sam@seeblick.example")
    button(page, "Invite").click()
    set_password(clerk.page, page.get_by_label("Link", exact=True).input_value())


def set_password(page: Page, address: str) -> None:
    """By a link that was handed over; whoever does is signed in."""
    page.goto(address)
    page.get_by_label("New password").fill(PASSWORD)
    button(page, "Set the password").click()
    expect(page.get_by_text("The password is set")).to_be_visible()


def sign_up(window: Window, name: str) -> str:
    """Make an account on the page for it, from the start page. Returns the address."""
    page, email = window.page, f"{name.split()[0].lower()}@example.net"
    page.goto(window.url)
    link(page, "Make an account").click()
    fill(page, Name=name, Email=email, Password=PASSWORD)
    button(page, "Make an account").click()
    heading(page, "Places")
    return email


def open_board(window: Window, venue: str, day: date) -> Page:
    """The venue's board on this day, from the start page."""
    page = window.page
    page.goto(window.url)
    link(page, venue).click()
    page.get_by_label("Another day").fill(str(day))
    button(page, "Go").click()
    window.wait_until_live()
    return page


def ask_for(page: Page, court: str, time: str) -> None:
    page.get_by_role("link", name=re.compile(f"{court}, {time}")).click()
    expect(page.locator("#book")).to_be_visible()


def seat(page: Page, label: str) -> Locator:
    return page.locator(f"#seat-{label} > button")


def shows(page: Page, label: str, state: str) -> None:
    expect(seat(page, label)).to_have_attribute("data-state", state)


def open_map(window: Window, title: str) -> Page:
    """The seats of an event or a flight, from the start page."""
    page = window.page
    page.goto(window.url)
    link(page, title).click()
    window.wait_until_live()
    return page
