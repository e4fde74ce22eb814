"""How current a page is: what it says of itself, and what it does when no socket brings anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from bookings.accounts.ended_logins import end_all_logins
from bookings.desk import holds
from tests.browsers import Window
from tests.server_process import Served, serving
from tests.world import present
from tests.world.people import ANN, BOB, email_of
from tests.world.places import HAMLET

pytestmark = pytest.mark.browser

Open = Callable[..., Window]
MAP = f"/events/{HAMLET}"
POLLS = "Every 15 s"

# The reader's clock, which a test can set; time that passes goes on beneath it.
SETTABLE = "const real = Date.now.bind(Date); window.skew = 0; Date.now = () => real() + window.skew"


def badge(page: Page) -> str:
    return " ".join(page.locator("#live").inner_text().split())


def opened(one: Window) -> Page:
    """The seat map with a clock that the test moves and another that it sets."""
    one.page.clock.install()
    one.page.add_init_script(SETTABLE)
    one.page.goto(one.url + MAP)
    return one.page


def shows_by_asking(served: Served, page: Page, label: str) -> None:
    """Ann takes a seat; the page shows it after some twenty seconds of its own clock."""
    served.desk.do(ANN, holds.hold_seats, HAMLET, [label])
    for _ in range(25):
        page.clock.run_for(1_000)
        if page.locator(f"#seat-{label} [data-state=held]").count():
            break
    expect(page.locator(f"#seat-{label} button")).to_have_attribute("data-state", "held")


@pytest.fixture
def without_sockets() -> Iterator[Served]:
    with serving(present.fill, WEBSOCKET_ENABLED="false") as running:
        yield running


def test_where_sockets_are_switched_off_a_page_says_so_and_asks(without_sockets: Served, browser: Browser) -> None:
    one = Window(browser, without_sockets.url).sign_in(email_of(BOB))
    page = opened(one)
    page.clock.run_for(10_000)
    shows_by_asking(without_sockets, page, "A1")
    assert badge(page).startswith(POLLS)
    assert one.faults == []
    one.close()


MUTE: dict[str, Callable[[WebSocketRoute], object]] = {
    "opens and says nothing": lambda route: None,
    "is closed at once, for all places are taken": lambda route: route.close(code=1013),
    "is cut": lambda route: route.close(code=1011),
}


@pytest.mark.parametrize("socket", MUTE)
def test_a_socket_that_brings_nothing_is_none(served: Served, window: Open, socket: str) -> None:
    one, words = window(BOB), set()
    one.context.route_web_socket("**/live?*", MUTE[socket])
    page = opened(one)
    for _ in range(10):
        page.clock.run_for(1_000)
        words.add(badge(page).split(" as of")[0])
    shows_by_asking(served, page, "A1")
    assert badge(page).startswith(POLLS)
    assert not any("Live" in each for each in words)


def test_a_page_to_sign_in_at_that_is_slow_to_come_is_asked_for_once(served: Served, window: Open) -> None:
    one, asked = window(BOB), []
    one.block_sockets()
    page = opened(one)
    page.route("**/login?*", lambda route: (asked.append(route), route.fulfill(status=204)))  # one stays where one is
    served.desk.do(BOB, end_all_logins, BOB.id, "signed out")
    for _ in range(30):
        page.clock.run_for(3_000)
    assert len(asked) == 1, "each further time would end the one under way"


def test_the_pauses_between_attempts_grow(served: Served, window: Open) -> None:
    one, attempts = window(BOB), []
    one.context.route_web_socket("**/live?*", lambda route: (attempts.append(route), route.close(code=1013)))
    page = opened(one)
    for _ in range(200):
        page.clock.run_for(3_000)
    assert 5 <= len(attempts) <= 40, "ten minutes at a pause of a second and a half would be 400"


def test_a_page_goes_on_asking_when_the_readers_clock_is_put_back(served: Served, window: Open) -> None:
    one = window(BOB)
    one.block_sockets()
    page = opened(one)
    page.clock.run_for(10_000)
    shows_by_asking(served, page, "A1")
    page.evaluate("window.skew = -3_600_000")
    shows_by_asking(served, page, "A2")
    page.evaluate("window.skew = 3_600_000")
    shows_by_asking(served, page, "A3")
    assert badge(page).startswith(POLLS)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_hold_runs_out_at_the_servers_time_whatever_is_done_to_the_readers_clock(
    served: Served, window: Open, hours: int
) -> None:
    served.desk.do(BOB, holds.hold_seats, HAMLET, ["A1"])
    page = opened(window(BOB))
    page.clock.run_for(2_000)
    page.evaluate(f"window.skew = {hours * 3_600_000}")
    page.clock.run_for(3_000)
    minutes, seconds = page.locator("#basket .clock b").inner_text().split(":")
    assert 9 * 60 <= int(minutes) * 60 + int(seconds) <= 10 * 60


def test_a_page_that_wakes_says_that_it_is_not_current_and_catches_up(served: Served, window: Open) -> None:
    one = window(BOB)
    one.context.add_init_script(SETTABLE)
    one.take_hold_of_sockets()
    page = one.open(MAP)
    words = page.evaluate("""async () => {
      const words = [], badge = document.getElementById("live");
      new MutationObserver(() => words.push(badge.dataset.state)).observe(badge, { attributeFilter: ["data-state"] });
      for (let n = 0; n < 300 && words.at(-1) !== "live"; n += 1) {
        if (n % 50 === 0) window.skew += 3_600_000;  // once more where a message came before the page looked at its clock
        await new Promise((done) => setTimeout(done, 100));
      }
      return words;
    }""")
    assert words[0] == "stale" and words[-1] == "live"
    served.desk.do(ANN, holds.hold_seats, HAMLET, ["A1"])
    expect(page.locator("#seat-A1 button")).to_have_attribute("data-state", "held")


def test_a_page_promises_nothing_before_a_message_came(served: Served, window: Open) -> None:
    one = window(BOB)
    one.context.route_web_socket("**/live?*", lambda route: None)
    one.page.goto(one.url + MAP)
    assert badge(one.page).startswith("as of")
