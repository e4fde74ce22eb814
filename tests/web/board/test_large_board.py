"""The largest board that is usual anywhere: five-minute slots, thirty courts, drawn where they belong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.orm import Session

from bookings.desk import Desk, book
from bookings.models import Resource, Venue
from tests.browsers import Window
from tests.server_process import Served, serving
from tests.world import present
from tests.world.people import ANN, SAM, email_of, named
from tests.world.places import CLUB, COURT_1

pytestmark = pytest.mark.browser

COURTS, SLOTS = 30, 288
# How far each head is from where its number says, and how far each time is: nothing may lie on anything else.
OUT_OF_PLACE = """() => {
  const box = (part) => part.getBoundingClientRect();
  const heads = [...document.querySelectorAll(".court")].map(box), times = [...document.querySelectorAll(".time")].map(box);
  const steps = (boxes, side) => boxes.slice(1).map((each, index) => each[side] - boxes[index][side]);
  const uneven = (all) => Math.max(...all) - Math.min(...all);
  const corner = document.querySelector(".plan").getBoundingClientRect();
  const last = box(document.querySelector('[role="row"]:last-child > .cell:last-child'));
  return {
    heads: heads.length, times: times.length,
    across: uneven(steps(heads, "left")), down: uneven(steps(times, "top")),
    last: Math.abs(last.left - heads.at(-1).left) + Math.abs(last.top - times.at(-1).top),
    inside: last.right <= corner.right + 1 && last.bottom <= corner.bottom + 1,
  };
}"""


def fill(desk: Desk) -> None:
    present.fill(desk)
    desk.database.write(enlarge)


def enlarge(session: Session) -> None:
    venue = session.get_one(Venue, CLUB)
    venue.slot_minutes, venue.min_minutes = 5, 5
    for number in range(4, COURTS + 1):
        session.add(
            Resource(venue_id=CLUB, kind="court", number=number, name=f"Court {number}", sport="tennis")
        )


@pytest.fixture
def large() -> Iterator[Served]:
    with serving(fill) as running:
        yield running


def test_every_court_and_every_slot_has_its_place(large: Served, browser: Browser) -> None:
    one = Window(browser, large.url).sign_in(email_of(SAM))
    page = one.open(present.board())
    found = page.evaluate(OUT_OF_PLACE)
    assert (found["heads"], found["times"]) == (COURTS, SLOTS)
    assert found["across"] < 1 and found["down"] < 1 and found["last"] < 2 and found["inside"], found
    start = present.at("23:00")
    made = large.desk.do(
        SAM, book.book_court, COURT_1, start, start + timedelta(minutes=55), customer=named(ANN)
    )
    card = page.locator(f"#booking-{made}")
    expect(card).to_be_attached()
    rows = [page.locator(f"#{present.slot(2, clock)}").bounding_box() for clock in ("23:00", "23:50")]
    box = card.bounding_box()
    assert box and all(rows)
    assert abs(box["y"] - rows[0]["y"]) < 4 and abs(box["y"] + box["height"] - rows[1]["y"] - rows[1]["height"]) < 4  # type: ignore[index]
    assert one.faults == []
    one.close()
