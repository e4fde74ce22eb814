"""People at their browsers: real Chromium, one private window each, signed in."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response, WebSocketRoute, expect, sync_playwright

from bookings.models import Viewer
from tests.external import chromium
from tests.world.people import PASSWORD, email_of

TIMEOUT_MS = 20_000
SAME = (Path(__file__).parent / "live" / "same.js").read_text()

expect.set_options(timeout=TIMEOUT_MS)


@contextlib.contextmanager
def chromium_running() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


class Window:
    """One person's browser window. `page` is Playwright's; what went wrong in it is kept in `faults`."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.url = url
        self.context: BrowserContext = browser.new_context(locale="en-GB", timezone_id="UTC", **options)
        self.context.set_default_timeout(TIMEOUT_MS)
        self.faults: list[str] = []
        self.sockets: list[WebSocketRoute] = []
        self.frames: list[str] = []
        self.answers: list[str] = []
        self.page = self._watched(self.context.new_page())

    def sign_in(self, email: str) -> Window:
        """Send the form of the log-in page without drawing it."""
        login = f"{self.url}/login"
        token = self.context.request.get(login).text().split('name="csrf_token" value="')[1].split('"')[0]
        form = {"csrf_token": token, "email": email, "password": PASSWORD}
        answer = self.context.request.post(login, form=form, headers={"Origin": self.url}, max_redirects=0)
        assert answer.status == 303, answer.text()
        return self

    def open(self, path: str) -> Page:
        """Go to a live page and wait until its socket is open."""
        self.page.goto(self.url + path)
        self.wait_until_live()
        return self.page

    def wait_until_live(self) -> None:
        self.page.wait_for_selector("#live[data-state=live]", state="attached")

    def take_hold_of_sockets(self) -> None:
        """From the next page on, its sockets pass through here, so that a test can drop them."""

        def pass_through(route: WebSocketRoute) -> None:
            self.sockets.append(route)
            server = route.connect_to_server()
            server.on_message(lambda message: (self.frames.append(str(message)), route.send(message))[-1])

        self.context.route_web_socket("**/live?*", pass_through)

    def drop_sockets(self, code: int = 1012) -> None:
        """As a lost network or a restarting server would, seen from the page."""
        while self.sockets:
            with contextlib.suppress(Exception):
                self.sockets.pop().close(code=code)

    def block_sockets(self) -> None:
        """From the next page on, WebSockets are refused, as some proxies do."""
        self.context.route_web_socket("**/live?*", lambda route: route.close(code=1013))

    def differs(self) -> str:
        """ "" when the live region of the page equals that of a fresh load; else the first difference in words."""
        return str(self.page.evaluate(SAME))

    def must_equal_a_fresh_load(self) -> None:
        """Wait until it does; fail with the difference when it never does."""
        give_up = time.monotonic() + TIMEOUT_MS / 1000
        while (difference := self.differs()) and time.monotonic() < give_up:
            self.page.wait_for_timeout(100)  # Playwright's own waiting needs eval, which the page's policy forbids
        assert difference == "", f"{self.page.url} differs from a fresh load: {difference}"

    def close(self) -> None:
        self.context.close()

    def _watched(self, page: Page) -> Page:
        page.on("response", self._keep)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on(
            "console",
            lambda message: (
                self.faults.append(message.text)
                if message.type == "error" and "Content Security Policy" in message.text
                else None
            ),
        )
        return page

    def _keep(self, response: Response) -> None:
        """Pages as they were loaded and answers to forms; what a redirect or a closed page leaves has no text."""
        if response.request.resource_type in ("document", "fetch", "xhr"):
            with contextlib.suppress(Exception):
                self.answers.append(response.text())


@contextlib.contextmanager
def windows(browser: Browser, url: str, **usual: Any) -> Iterator[Callable[..., Window]]:
    """`opened(ANN)` is Ann at a window of her own, signed in. In the end none may have raised a script error."""
    every: list[Window] = []

    def opened(person: Viewer, **options: Any) -> Window:
        every.append(Window(browser, url, **usual | options).sign_in(email_of(person)))
        return every[-1]

    yield opened
    faults = [fault for each in every for fault in each.faults]
    for each in every:
        each.close()
    assert faults == []
