"""A picture of every page: `python3 dev.py shots` (into shots/; `--readme` renews those that the README shows).

Light, dark and on a phone, from a server with demo data, as the person who uses the page. Look at them with critical eyes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

from bookings.demo import fill
from bookings.demo.ids import AIRLINE, CLINIC, CLUB, THEATRE
from bookings.demo.people import TEST
from tests.browsers import Window, chromium_running
from tests.server_process import Served, serving

ROOT = Path(__file__).resolve().parent.parent
FOLDER, README = ROOT / "shots", ROOT / "docs" / "shots"
DESK = {"width": 1440, "height": 960}
PHONE = {"width": 390, "height": 844}
STAFF, CUSTOMER, ADMIN, VENDOR = (f"{name}@example.com" for name in ("staff", "test", "admin", "vendor"))

# name, who, path, whether the whole length is shown
PAGES = (
    ("home-staff", STAFF, "/", False),
    ("home", CUSTOMER, "/", False),
    ("board", STAFF, f"/venues/{CLUB}/board", False),
    ("board-customer", CUSTOMER, f"/venues/{CLUB}/board", False),
    ("board-clinic", VENDOR, f"/venues/{CLINIC}/board", False),
    ("events", CUSTOMER, "/events", False),
    ("seats", CUSTOMER, "/events/1", True),
    ("seats-list", CUSTOMER, "/events/1?view=list", False),
    ("arena", CUSTOMER, "/events/3", True),
    ("flight", CUSTOMER, "/events/4", True),
    ("bookings", CUSTOMER, "/bookings", False),
    ("admin", ADMIN, "/admin/bookings", True),
    ("venues", ADMIN, "/admin/venues", False),
    ("terms", ADMIN, f"/admin/venues/{CLUB}/terms", True),
    ("hours", ADMIN, f"/admin/venues/{CLUB}/hours", False),
    ("courts", ADMIN, f"/admin/venues/{CLUB}/courts", True),
    ("providers", ADMIN, f"/admin/venues/{CLINIC}/providers", True),
    ("services", ADMIN, f"/admin/venues/{CLINIC}/services", True),
    ("shows", ADMIN, f"/admin/venues/{THEATRE}/events", False),
    ("plan", ADMIN, f"/admin/venues/{THEATRE}/events/1#plan", False),
    ("halls", ADMIN, f"/admin/venues/{THEATRE}/halls", False),
    ("flights", ADMIN, f"/admin/venues/{AIRLINE}/flights", False),
    ("people", ADMIN, "/admin/people", False),
    ("settings", ADMIN, "/admin/settings", True),
    ("log", ADMIN, "/admin/log", False),
    ("managed-events", ADMIN, f"/admin/venues/{THEATRE}/events", False),
    ("managed-event", ADMIN, f"/admin/venues/{THEATRE}/events/1", True),
    ("managed-flight", ADMIN, f"/admin/venues/{AIRLINE}/flights/4", True),
    ("managed-hall", ADMIN, f"/admin/venues/{THEATRE}/halls/new", True),
    ("groups", ADMIN, f"/admin/venues/{CLUB}/groups", True),
    ("import-empty", ADMIN, f"/admin/venues/{CLUB}/import", True),
    ("prices", ADMIN, f"/admin/venues/{CLUB}/prices?edit=2", True),
    ("customers", STAFF, f"/venues/{CLUB}/customers?q=an", False),
    ("person", ADMIN, f"/admin/people/{TEST.viewer.id}", True),
    ("merge", ADMIN, f"/admin/people/{TEST.viewer.id}/merge?q=example", True),
    ("set-up", ADMIN, "/set-up/venue", True),
    ("set-up-hours", ADMIN, f"/set-up/{CLUB}/hours", True),
    ("set-up-courts", ADMIN, f"/set-up/{CLUB}/courts", True),
    ("set-up-prices", ADMIN, f"/set-up/{CLUB}/prices", True),
    ("set-up-services", ADMIN, f"/set-up/{CLINIC}/services", True),
    ("set-up-hall", ADMIN, f"/set-up/{THEATRE}/hall", True),
    ("set-up-show", ADMIN, f"/set-up/{THEATRE}/show", True),
    ("account", CUSTOMER, "/account", True),
    ("delete-account", CUSTOMER, "/account/delete", False),
    ("forgotten", "", "/forgotten", False),
    ("sign-in", "", "/login", False),
    ("sign-up", "", "/sign-up", False),
    ("missing", CUSTOMER, "/events/999999", False),
)
TABLE = """number;name;colour;sport
1;Centre Court;#2f6f4f;
;Court 12;;tennis
2;Court 2;;
;Court 13;green;tennis
"""
FOR_README = {"board-light", "seats-dark", "booking-phone", "hours-light", "prices-light", "plan-light", "import-light"}


def main() -> None:
    readme = "--readme" in sys.argv
    FOLDER.mkdir(exist_ok=True)
    with serving(lambda desk: fill(desk), DEMO="true") as served, chromium_running() as browser:
        for style, options in (
            ("light", {"viewport": DESK, "color_scheme": "light"}),
            ("dark", {"viewport": DESK, "color_scheme": "dark"}),
            ("phone", {"viewport": PHONE, "color_scheme": "light", "device_scale_factor": 2, "has_touch": True}),
        ):
            _take(browser, served, style, options)
    if readme:
        README.mkdir(exist_ok=True)
        for name in FOR_README:
            (README / f"{name}.png").write_bytes((FOLDER / f"{name}.png").read_bytes())
    print(f"pictures are in {FOLDER.relative_to(ROOT)}/")


def try_a_table(page: Page, url: str) -> None:
    """Look at what a table would do."""
    page.goto(f"{url}/admin/venues/{CLUB}/import?noun=resources")
    page.fill("#csv", TABLE)
    page.click("button[value=try]")
    page.wait_for_selector("#tried")


def _take(browser: Browser, served: Served, style: str, options: dict[str, object]) -> None:
    windows: dict[str, Window] = {}
    for name, email, path, whole in PAGES:
        if email not in windows:
            windows[email] = Window(browser, served.url, **options)
            if email:
                windows[email].sign_in(email)
        page = windows[email].page
        page.goto(served.url + path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}-{style}.png", full_page=whole)
    own = windows[CUSTOMER].page
    own.goto(f"{served.url}/bookings")
    first = own.locator("main a[href^='/bookings/']").first
    if first.count():
        first.click()
        own.wait_for_load_state("networkidle")
        own.screenshot(path=FOLDER / f"booking-{style}.png", full_page=True)
    admin = windows[ADMIN].page
    try_a_table(admin, served.url)
    admin.screenshot(path=FOLDER / f"import-{style}.png", full_page=True)
    desk = windows[STAFF].page
    desk.goto(f"{served.url}/venues/{CLUB}/board")
    card = desk.locator("[id^='booking-']").first
    if card.count():
        card.click()
        desk.wait_for_selector("[id^='booking-panel-']")
        desk.screenshot(path=FOLDER / f"board-panel-{style}.png")
    for window in windows.values():
        window.close()


if __name__ == "__main__":
    main()
