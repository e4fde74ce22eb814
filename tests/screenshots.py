"""A picture of every page: `python3 dev.py shots` (into shots/; `--readme` renews those that the README shows; names of pages
and states take those alone).

Light, dark and on a phone, from a server with demo data, as the person who uses the page, then what pages show only now and
then (tests/states.py). Look at them with critical eyes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from bookings.demo import fill
from bookings.demo.ids import CLUB
from tests.browsers import Window, chromium_running
from tests.busy import Installation, busy_demo
from tests.pages import ADMIN, CUSTOMER, DESK, PAGES
from tests.server_process import serving
from tests.states import STATES, add_extremes

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
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light", "device_scale_factor": 2, "has_touch": True},
}


def main() -> None:
    named = {each for each in sys.argv[1:] if not each.startswith("--")}
    FOLDER.mkdir(exist_ok=True)
    with serving(fill, DEMO="true") as served, chromium_running() as browser:
        installation = busy_demo(served.desk)
        for style, options in LOOKS.items():
            _take_pages(browser, served.url, installation, style, options, named)
        if not named or named & {state.name for state in STATES}:
            add_extremes(installation)
            for style, options in LOOKS.items():
                _take_states(browser, served.url, installation, style, options, named)
    if "--readme" in sys.argv:
        README.mkdir(exist_ok=True)
        for name in FOR_README:
            whole = Image.open(FOLDER / f"{name}.png").convert("RGB")
            few_colours = whole.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
            few_colours.save(README / f"{name}.png", optimize=True)
    print(f"pictures are in {FOLDER.relative_to(ROOT)}/")


def try_a_table(page: Page, url: str) -> None:
    """Look at what a table would do."""
    page.goto(f"{url}/admin/venues/{CLUB}/import?noun=resources")
    page.fill("#csv", TABLE)
    page.click("button[value=try]")
    page.wait_for_selector("#tried")


class Windows:
    """One for each person, signed in when first looked at."""

    def __init__(self, browser: Browser, url: str, installation: Installation, options: dict[str, Any]) -> None:
        self._browser, self._url, self._installation, self._options = browser, url, installation, options
        self._each: dict[str, Window] = {}

    def page(self, who: str) -> Page:
        if who not in self._each:
            self._each[who] = Window(self._browser, self._url, **self._options)
            if who:
                self._each[who].sign_in(self._installation.email(who))
        return self._each[who].page

    def close(self) -> None:
        for window in self._each.values():
            window.close()


def _take_pages(browser: Browser, url: str, installation: Installation, style: str, options: dict[str, Any], named: set[str]) -> None:
    windows = Windows(browser, url, installation, options)
    for name, who, path, whole in PAGES:
        if named and name not in named:
            continue
        page = windows.page(who)
        page.goto(url + installation.path(path))
        page.wait_for_load_state("networkidle")
        if whole:
            _as_high_as_it_is(page)
        page.screenshot(path=FOLDER / f"{name}-{style}.png")
        if whole:
            page.set_viewport_size(options["viewport"])
    if not named or "booking" in named:
        own = windows.page(CUSTOMER)
        own.goto(f"{url}/bookings")
        own.locator("main a[href^='/bookings/']").first.click()
        own.wait_for_load_state("networkidle")
        own.screenshot(path=FOLDER / f"booking-{style}.png", full_page=True)
    if not named or "import" in named:
        try_a_table(windows.page(ADMIN), url)
        windows.page(ADMIN).screenshot(path=FOLDER / f"import-{style}.png", full_page=True)
    if not named or "board-panel" in named:
        desk = windows.page(DESK)
        desk.goto(f"{url}/venues/{CLUB}/board")
        desk.locator("[id^='booking-']").first.click()
        desk.wait_for_selector("[id^='booking-panel-']")
        desk.screenshot(path=FOLDER / f"board-panel-{style}.png")
    windows.close()


def _take_states(browser: Browser, url: str, installation: Installation, style: str, options: dict[str, Any], named: set[str]) -> None:
    """Each in a page of its own, for some leave a sheet open or are as on paper."""
    windows = Windows(browser, url, installation, options)
    for name, who, act in STATES:
        if not named or name in named:
            page = windows.page(who).context.new_page()
            act(page, url, installation)
            page.wait_for_load_state("networkidle")
            _as_high_as_it_is(page)
            page.screenshot(path=FOLDER / f"{name}-{style}.png")
            page.close()
    windows.close()


def _as_high_as_it_is(page: Page) -> None:
    """Then what stays at the window's foot stands at the page's."""
    height = page.evaluate("document.documentElement.scrollHeight")
    size = page.viewport_size or {**WIDE}
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})


if __name__ == "__main__":
    main()
