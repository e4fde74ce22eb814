"""One club, four people, five browsers: what one does the others see, each as much as is theirs to see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bookings.administration.people.rights import change_rights
from bookings.desk import book, states
from bookings.desk.money import pay
from bookings.models import Role, Viewer
from bookings.rules.status import BookingStatus
from tests.browsers import Window
from tests.live.test_render import Roots
from tests.server_process import Served, serving
from tests.world import present
from tests.world.people import ADA, ANN, BOB, PEOPLE, SAM, TESS, email_of, named
from tests.world.places import COURTS, HAMLET

pytestmark = pytest.mark.browser

Open = Callable[..., Window]
SIGN_IN = re.compile(r"/login\?next=")

# Counts, per element id, how often a changed fragment came in: each of them flashes once.
COUNT_FLASHES = """() => {
  window.flashes = {};
  new MutationObserver((changes) => {
    for (const change of changes) {
      const came = change.type === "attributes" ? [change.target] : [...change.addedNodes];
      for (const node of came) if (node.matches?.("[data-changed]")) flashes[node.id] = (flashes[node.id] ?? 0) + 1;
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-changed"] });
}"""


def flashes(page: Page, key: str) -> int:
    return int(page.evaluate("(key) => window.flashes[key] ?? 0", key))


def canaries(person: Viewer) -> tuple[str, ...]:
    return (person.id, *person.name.split(), email_of(person))


def received(window: Window) -> str:
    """All that came down to this browser: the page as it was loaded, every frame, and what stands there now."""
    return "\n".join([*window.answers, *window.frames, window.page.content()])


def test_what_one_desk_does_everybody_sees_as_much_as_is_theirs(served: Served, window: Open) -> None:
    sam, tess, bob, ada = window(SAM), window(TESS), window(BOB), window(ADA)
    for one in (tess, bob):
        one.take_hold_of_sockets()
    desk, other, stranger = sam.open(present.board()), tess.open(present.board()), bob.open(present.board())
    place = present.slot(1, "10:00")
    for page in (other, stranger):
        page.evaluate(COUNT_FLASHES)

    desk.click(f"#{place} .free")
    desk.fill("#book-name", ANN.name)
    desk.fill("#book-email", email_of(ANN))
    desk.click("#book button[type=submit]")
    expect(other.locator(f"#{place} .card")).to_contain_text(ANN.name)
    expect(stranger.locator(f"#{place} .card")).to_contain_text("Taken")
    assert (flashes(other, place), flashes(stranger, place)) == (1, 1)

    booking = str(other.locator(f"#{place} .card").get_attribute("id")).removeprefix("booking-")
    own = window(ANN).open(f"/bookings/{booking}")
    listed = ada.open("/admin/bookings")
    listed.locator(f"#status-{booking}").select_option(BookingStatus.CHECKED_IN)
    expect(other.locator(f"#booking-{booking}")).to_have_attribute("data-status", "checked_in")
    expect(own.locator(".ticket .plate")).to_have_attribute("data-status", "checked_in")
    assert (flashes(other, place), flashes(stranger, place)) == (2, 1), "a switch is nothing to a stranger"

    desk.goto(f"{served.url}{present.board()}&booking={booking}")
    desk.locator(f"#booking-panel-{booking} button", has_text="Back").first.click()
    expect(own.locator(".ticket .plate")).to_have_attribute("data-status", "confirmed")
    served.desk.do(SAM, states.cancel, booking, reason="Rain")
    expect(other.locator(f"#{place} .free")).to_be_visible()
    expect(stranger.locator(f"#{place} .free")).to_be_visible()
    expect(own.locator(".ticket .plate")).to_have_attribute("data-status", "cancelled")

    for one in (sam, tess, bob):
        one.must_equal_a_fresh_load()
    assert any(name in received(tess) for name in canaries(ANN)), "staff read who it is, so there is something to find"
    assert [name for name in canaries(ANN) if name in received(bob)] == []
    assert booking not in received(bob)


def test_every_fragment_that_comes_down_is_one_element_with_an_id(served: Served, window: Open) -> None:
    windows = {path: window(person) for person, path in PLACES}
    for path, one in windows.items():
        one.take_hold_of_sockets()
        one.open(path)
    booking = do_something_of_everything(served)
    for path, one in windows.items():
        one.must_equal_a_fresh_load()
        assert one.frames, path
        for frame in one.frames:
            found = Roots(frame)
            assert not found.stray and not found.unclosed, frame
            assert all(name for _, name in found.roots), f"a root without an id in {frame}"
            assert len({name for _, name in found.roots}) == len(found.roots), "one id twice in one frame"
    assert booking


def test_no_stranger_receives_a_name_an_address_or_an_id(served: Served, window: Open) -> None:
    strangers = [window(BOB), window(BOB)]
    for one, path in zip(strangers, (present.board(), f"/events/{HAMLET}"), strict=True):
        one.take_hold_of_sockets()
        one.open(path)
    booking = do_something_of_everything(served)
    for one in strangers:
        one.must_equal_a_fresh_load()
        assert one.frames
        others = [person for person in PEOPLE if person is not BOB]
        leaked = [name for person in others for name in canaries(person) if name in received(one)]
        assert leaked == []
        assert booking not in received(one)


@pytest.fixture
def hasty() -> Iterator[Served]:
    """A server on which a basket lasts three seconds."""
    with serving(present.fill, HOLD_MINUTES="0.05") as running:
        yield running


def test_a_hold_by_one_greys_the_seat_for_the_other_and_ends_for_both(hasty: Served, browser: object) -> None:
    ann, bob = (Window(browser, hasty.url).sign_in(email_of(person)) for person in (ANN, BOB))  # type: ignore[arg-type]
    mine, theirs = ann.open(f"/events/{HAMLET}"), bob.open(f"/events/{HAMLET}")
    mine.click("#seat-A3 button")
    expect(mine.locator("#seat-A3 button")).to_have_attribute("data-state", "mine")
    expect(theirs.locator("#seat-A3 button")).to_have_attribute("data-state", "held")
    for page in (mine, theirs):
        expect(page.locator("#seat-A3 button")).to_have_attribute("data-state", "free")
    for one in (ann, bob):
        one.must_equal_a_fresh_load()
        one.close()


def test_signing_out_and_losing_a_right_closes_what_was_open(served: Served, window: Open) -> None:
    here, elsewhere = window(SAM), window(TESS)
    for one in (here, elsewhere):
        one.take_hold_of_sockets()
        one.open(present.board())
    second = here.context.new_page()
    second.goto(f"{served.url}/bookings")
    second.evaluate("document.querySelector('form[action=\"/logout\"]').requestSubmit()")
    here.page.wait_for_url(SIGN_IN)
    served.desk.do(ADA, change_rights, TESS.id, Role.CUSTOMER)
    elsewhere.page.wait_for_url(SIGN_IN)


PLACES = (
    (TESS, present.board()),
    (BOB, present.board()),
    (ANN, f"/events/{HAMLET}"),
    (ANN, "/bookings"),
    (ADA, "/admin/bookings"),
)


def do_something_of_everything(served: Served) -> str:
    """A booking of Ann's with its whole life, and seats in every state. Returns the id of one of her bookings."""
    desk = served.desk
    start = present.at("15:00")
    first = desk.do(ANN, book.book_court, COURTS[1], start, start + timedelta(hours=1))
    desk.do(SAM, states.confirm, first)
    desk.do(SAM, pay.take_payment, first)
    desk.do(SAM, states.check_in, first)
    gone = desk.do(SAM, book.book_court, COURTS[2], start, start + timedelta(hours=1), customer=named(ANN))
    desk.do(SAM, states.cancel, gone, reason="Rain")
    desk.do(ANN, book.book_seats, HAMLET, ["A1", "A2"])
    return first
