"""What pages show only now and then, for the pictures: forms that were refused, what is not saved, what somebody else changed,
empty and long lists, a club with one court and one with 24, a sheet that is open, a ticket on paper, pages of refusals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

from bookings.administration.events.edit import make_event
from bookings.administration.groups import make_group
from bookings.administration.hours import set_hours
from bookings.administration.resources import add_resource
from bookings.administration.venues import edit_venue, make_venue
from bookings.desk.book import book_seats
from bookings.models import Booking
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import local_day
from tests.busy import Installation
from tests.pages import ADMIN, AIRLINE, CLUB, CUSTOMER, DESK, NOBODY, THEATRE

ROWS = "Stalls, price A 42.00\nA  1-8 | 9-16\nB  1-8 | 9-16"
WITH_FAULTS = ROWS + "\nB  17-20\nC  1-1O\nCircle"
FLIES = {"title": "Ms", "firstName": "Robin", "lastName": "Vale"}
REACHED = {"email": "robin@example.com"}
EVERY_DAY = {str(day): [["07:00", "22:00"]] for day in range(7)}


class State(NamedTuple):
    """`act` brings a page to it, whose `url` begins with the server's address."""

    name: str
    who: str
    act: Callable[[Page, str, Installation], object]


def add_extremes(installation: Installation) -> None:
    """Venues with nothing, with one of everything and with a great many, whose ids are among the installation's words."""
    ada, do = installation.people[ADMIN], installation.desk.do
    club = {"kind": "club", "zone": "Europe/Zurich", "currency": "CHF", "look_in": True}
    made = {
        "bare": do(ada, make_venue, {**club, "name": "Riverside"}),
        "one": do(ada, make_venue, {**club, "name": "The Lone Court"}),
        "many": do(ada, make_venue, {**club, "name": "National Racket Centre"}),
        "stage": do(ada, make_venue, {**club, "kind": "theatre", "name": "Festival Hall"}),
        "dark": do(ada, make_venue, {**club, "kind": "theatre", "name": "Dark House"}),
    }
    installation.words |= made
    for name, count in (("one", 1), ("many", 24)):
        do(ada, set_hours, made[name], {"hours": EVERY_DAY})
        for number in range(count):
            do(ada, add_resource, made[name], {"kind": "court", "name": f"Court {number + 1}", "sport": "tennis"})
    flies = {"passengers": [FLIES, {**FLIES, "firstName": "Kim", "dateOfBirth": "2019-05-05", "type": "CHILD"}], "contact": REACHED}
    checked_in = {"customer": {"name": "Robin Vale"}, "status": BookingStatus.CHECKED_IN, "quantity": 2}
    installation.words["boards"] = do(ada, book_seats, installation.words["flight"], **checked_in, **flies)
    for number in range(50):
        do(ada, make_group, made["many"], {"name": f"Team {number + 1}"})
    with installation.desk.database.read() as session:
        year = local_day(installation.desk.database.now(session), "Europe/Zurich").year + 1
    for day in range(50):
        when = f"{year}-{1 + day // 28:02}-{1 + day % 28:02}"
        event = {"title": f"Concert no. {day + 1}", "starts_at": f"{when}T19:30", "ends_at": f"{when}T21:30", "plan": ROWS}
        do(ada, make_event, made["stage"], event)


def opened(path: str) -> Callable[[Page, str, Installation], object]:
    return lambda page, url, installation: page.goto(url + installation.path(path))


def filled(path: str, **fields: str) -> Callable[[Page, str, Installation], object]:
    """The page with this typed into its fields, by their ids, and nothing sent."""

    def act(page: Page, url: str, installation: Installation) -> None:
        page.goto(url + installation.path(path))
        for name, text in fields.items():
            page.fill(f"[id='{name.replace('__', '-')}']", text)
        page.wait_for_load_state("networkidle")

    return act


def refused(path: str, **fields: str) -> Callable[[Page, str, Installation], object]:
    """The same, sent, and what was wrong with it."""

    def act(page: Page, url: str, installation: Installation) -> None:
        filled(path, **fields)(page, url, installation)
        form = page.locator("form:not([role=search])", has=page.locator(f"[id='{next(iter(fields)).replace('__', '-')}']"))
        form.evaluate("form => { form.noValidate = true; form.querySelector('[data-tone=solid]').click(); }")
        page.wait_for_selector("[role=alert] p, .field .error, p.error:not(:empty)")

    return act


def _changed_meanwhile(page: Page, url: str, installation: Installation) -> None:
    page.goto(url + installation.path(f"{CLUB}/terms"))
    days = int(page.input_value("#window_days"))
    installation.desk.do(installation.people[ADMIN], edit_venue, installation.words["club"], {"window_days": days + 1})
    page.fill("#window_days", str(days + 7))
    page.locator(".save-bar [type=submit]").click()
    page.wait_for_selector("[role=alert]")


def _cancelling(page: Page, url: str, installation: Installation) -> None:
    page.goto(url + installation.path("/bookings/{booking}"))
    page.locator("[id^=ask-cancel-]").first.click()
    page.wait_for_selector(".sheet")


def _found_trip(page: Page, url: str, installation: Installation) -> None:
    with installation.desk.database.read() as session:
        code = session.get_one(Booking, installation.words["trip"]).pnr
    page.goto(f"{url}/trips")
    page.fill("#code", code)
    page.fill("#name", "VALE")
    page.locator("[data-tone=solid]").click()
    page.wait_for_selector(".ticket")


def _on_paper(path: str) -> Callable[[Page, str, Installation], object]:
    def act(page: Page, url: str, installation: Installation) -> None:
        page.goto(url + installation.path(path))
        page.emulate_media(media="print")

    return act


STATES = (
    State("state-terms-refused", ADMIN, refused(f"{CLUB}/terms", min_minutes="45", max_minutes="30", cancel_fee_percent="120")),
    State("state-terms-unsaved", ADMIN, filled(f"{CLUB}/terms", name="Lindenhof Racket and Padel Club", notice_minutes="90")),
    State("state-terms-changed-meanwhile", ADMIN, _changed_meanwhile),
    State("state-hours-refused", ADMIN, refused(f"{CLUB}/hours", hours__0="22:00-07:0", hours__2="07:00-12:00, 11:00-22:00")),
    State("state-hours-affected", ADMIN, refused(f"{CLUB}/hours", hours__0="12:00-13:00", hours__1="", hours__2="", hours__3="")),
    State("state-plan-refused", ADMIN, refused(f"{THEATRE}/halls/new", name="Studio", plan=WITH_FAULTS)),
    State("state-event-refused", ADMIN, refused(f"{THEATRE}/events/new", title="", seats_per_basket="0", plan=ROWS)),
    State("state-flight-refused", ADMIN, refused(f"{AIRLINE}/flights/new", number="?", origin="ZRHX", destination="1")),
    State("state-court-refused", ADMIN, refused(f"{CLUB}/courts/{{court}}", name="Court 2", colour="green")),
    State("state-invitation-refused", ADMIN, refused("/admin/people", name="Sam", email="sam at example")),
    State("state-set-up-refused", ADMIN, refused("/set-up/venue", name="")),
    State("state-sign-up-refused", NOBODY, refused("/sign-up", name="Eva", email="eva", password="short")),
    State("state-no-courts", ADMIN, opened("/admin/venues/{bare}/courts")),
    State("state-no-prices", ADMIN, opened("/admin/venues/{bare}/prices")),
    State("state-no-groups", ADMIN, opened("/admin/venues/{bare}/groups")),
    State("state-no-hours", ADMIN, opened("/admin/venues/{bare}/hours")),
    State("state-no-events", ADMIN, opened("/admin/venues/{dark}/events")),
    State("state-no-plans", ADMIN, opened("/admin/venues/{dark}/halls")),
    State("state-no-log", ADMIN, opened("/admin/log?text=nothing+is+called+this")),
    State("state-no-people", ADMIN, opened("/admin/people?q=nobody+is+called+this")),
    State("state-no-board", ADMIN, opened("/venues/{bare}/board")),
    State("state-no-bookings", ADMIN, opened("/admin/bookings?venue={bare}")),
    State("state-no-customers", ADMIN, opened("/venues/{bare}/customers?q=nobody")),
    State("state-one-court", ADMIN, opened("/venues/{one}/board")),
    State("state-one-court-customer", CUSTOMER, opened("/venues/{one}/board")),
    State("state-many-courts", ADMIN, opened("/venues/{many}/board")),
    State("state-many-courts-hours", ADMIN, opened("/admin/venues/{many}/hours")),
    State("state-many-courts-list", ADMIN, opened("/admin/venues/{many}/courts")),
    State("state-many-groups", ADMIN, opened("/admin/venues/{many}/groups")),
    State("state-many-events", ADMIN, opened("/admin/venues/{stage}/events")),
    State("state-cancelling", CUSTOMER, _cancelling),
    State("state-cancelling-staff", DESK, _cancelling),
    State("state-paper-ticket", CUSTOMER, _on_paper("/bookings/{booking}")),
    State("state-paper-booking", DESK, _on_paper("/bookings/{booking}")),
    State("state-paper-board", DESK, _on_paper("/venues/{club}/board")),
    State("state-trip", NOBODY, _found_trip),
    State("state-trip-refused", NOBODY, refused("/trips", code="ABC234", name="Vale")),
    State("state-boarding-passes", ADMIN, opened("/bookings/{boards}/boarding-passes")),
    State("state-paper-boarding-passes", ADMIN, _on_paper("/bookings/{boards}/boarding-passes")),
    State("state-flights-none", CUSTOMER, opened("/flights?origin=ZRH&destination=LIS&date=2031-01-01")),
    State("state-not-allowed", CUSTOMER, opened("/admin/settings")),
    State("state-not-found", CUSTOMER, opened("/no-such-page")),
    State("state-link-over", NOBODY, opened("/link/no-such-secret")),
)
