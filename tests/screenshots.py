"""A picture of every page: `python3 dev.py shots` (into shots/; `--readme` renews those that the README shows).

Light, dark and on a phone, from a server with demo data, as the person who uses the page. Look at them with critical eyes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

from bookings.demo import fill
from bookings.demo.ids import CLUB
from tests.browsers import Window, chromium_running
from tests.busy import Installation, busy_demo
from tests.pages import ADMIN, CUSTOMER, DESK, PAGES
from tests.server_process import serving

ROOT = Path(__file__).resolve().parent.parent
FOLDER, README = ROOT / "shots", ROOT / "docs" / "shots"
WIDE = {"width": 1440, "height": 960}
PHONE = {"width": 390, "height": 844}
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
    with serving(fill, DEMO="true") as served, chromium_running() as browser:
        installation = busy_demo(served.desk)
        for style, options in (
            ("light", {"viewport": WIDE, "color_scheme": "light"}),
            ("dark", {"viewport": WIDE, "color_scheme": "dark"}),
            ("phone", {"viewport": PHONE, "color_scheme": "light", "device_scale_factor": 2, "has_touch": True}),
        ):
            _take(browser, served.url, installation, style, options)
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


def _take(browser: Browser, url: str, installation: Installation, style: str, options: dict[str, object]) -> None:
    windows: dict[str, Window] = {}
    for name, who, path, whole in PAGES:
        if who not in windows:
            windows[who] = Window(browser, url, **options)
            if who:
                windows[who].sign_in(installation.email(who))
        page = windows[who].page
        page.goto(url + installation.path(path))
        page.wait_for_load_state("networkidle")
        if whole:
            _as_high_as_it_is(page)
        page.screenshot(path=FOLDER / f"{name}-{style}.png")
        if whole:
            page.set_viewport_size(options["viewport"])  # type: ignore[arg-type]
    own = windows[CUSTOMER].page
    own.goto(f"{url}/bookings")
    first = own.locator("main a[href^='/bookings/']").first
    if first.count():
        first.click()
        own.wait_for_load_state("networkidle")
        own.screenshot(path=FOLDER / f"booking-{style}.png", full_page=True)
    admin = windows[ADMIN].page
    try_a_table(admin, url)
    admin.screenshot(path=FOLDER / f"import-{style}.png", full_page=True)
    desk = windows[DESK].page
    desk.goto(f"{url}/venues/{CLUB}/board")
    card = desk.locator("[id^='booking-']").first
    if card.count():
        card.click()
        desk.wait_for_selector("[id^='booking-panel-']")
        desk.screenshot(path=FOLDER / f"board-panel-{style}.png")
    for window in windows.values():
        window.close()


def _as_high_as_it_is(page: Page) -> None:
    """Then what stays at the window's foot stands at the page's."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"] if page.viewport_size else WIDE["width"], "height": height})


if __name__ == "__main__":
    main()
