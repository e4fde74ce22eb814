"""Ghosts move the boards, and leave alone what people do."""

from __future__ import annotations

import logging
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, or_, select

from bookings.demo.day_ahead import read_day_ahead
from bookings.demo.ghosts.loop import Ghosts
from bookings.demo.ids import CLUB
from bookings.demo.people import CAST, STAFF, TEST, viewer_named
from bookings.desk import Desk, states
from bookings.desk.book import book_court
from bookings.desk.holds import expire_holds, hold_best
from bookings.models import Booking, Change, Hold
from bookings.models.person import RINGSIDE
from tests.demo.demos import AFTERNOON, board_of, desk_at, map_of
from tests.demo.order import faults

STEP, STEPS = timedelta(seconds=20), 330
KEEPER, CONCERT = "The Lighthouse Keeper", "Northern Lights Tour"
LONG_HOLDS = 120


def ghosts_of(desk: Desk) -> Ghosts:
    return Ghosts(desk, desk.database, chance=random.Random(7))


def haunt(desk: Desk, ghosts: Ghosts, steps: int) -> list[str]:
    """So many steps, with some time between them on the database's clock. Returns what was done."""
    done = []
    for _ in range(steps):
        desk.database.skew += STEP
        desk.do(RINGSIDE, expire_holds)
        done.append(ghosts.step())
    return done


def changes_in(desk: Desk) -> int:
    with desk.database.read() as session:
        return session.scalar(select(func.count()).select_from(Change)) or 0


def visited(desk: Desk) -> dict[str, tuple[object, ...]]:
    """The bookings that a visitor has, made or touched, as they stand."""
    hand_in = Booking.id.in_(select(Change.booking_id).where(Change.by_id.not_in(CAST)))
    with desk.database.read() as session:
        rows = session.scalars(select(Booking).where(or_(hand_in, Booking.customer_id.not_in(CAST)))).all()
    return {row.id: (row.status, row.payment_status, row.updated_at) for row in rows}


def book_for_luca(desk: Desk) -> str:
    """The club's staff, who is a visitor, books for one of the cast."""
    with desk.database.read() as session:
        opening = read_day_ahead(session, desk.database.now(session), 1).openings[-1]
    span = (opening.slots[0].start, opening.slots[0].end)
    return desk.do(STAFF.viewer, book_court, opening.court_id, *span, customer={"id": viewer_named("Luca Marti").id})


def confirm_one(desk: Desk) -> str:
    with desk.database.read() as session:
        pending = select(Booking.id).where(Booking.venue_id == CLUB, Booking.status == "PENDING").limit(1)
        booking_id = session.scalars(pending).one()
    return desk.do(STAFF.viewer, states.confirm, booking_id)


@dataclass
class Haunted:
    """A demo after two hours with ghosts, during which visitors had been there first."""

    desk: Desk
    acts: set[str]
    done: list[str]
    changes: int
    sold: dict[str, int]
    visited: dict[str, tuple[object, ...]]
    touched: set[str]


@pytest.fixture(scope="module")
def haunted(filled_at: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Haunted]:
    copy = Path(shutil.copy(filled_at(AFTERNOON), tmp_path_factory.mktemp("haunted")))
    with desk_at(copy, AFTERNOON) as desk:
        touched = {book_for_luca(desk), confirm_one(desk)}
        Desk(desk.database, LONG_HOLDS).do(TEST.viewer, hold_best, 1, 2)
        ghosts = ghosts_of(desk)
        sold = {title: map_of(desk, title).counts["booked"] for title in (KEEPER, CONCERT)}
        before = Haunted(
            desk, {act.__name__ for act in ghosts.acts}, [], changes_in(desk), sold, visited(desk), touched
        )
        before.done += haunt(desk, ghosts, STEPS)
        yield before


def test_everything_that_ghosts_can_do_happens_in_two_hours(haunted: Haunted) -> None:
    assert set(haunted.done) == haunted.acts
    assert changes_in(haunted.desk) >= haunted.changes + STEPS


def test_whatever_ghosts_do_the_database_stays_in_order(haunted: Haunted) -> None:
    with haunted.desk.database.read() as session:
        assert faults(session, haunted.desk.database.now(session)) == []


def test_ghosts_never_touch_what_a_visitor_had_a_hand_in(haunted: Haunted) -> None:
    assert haunted.touched <= haunted.visited.keys() and len(haunted.visited) > 8
    assert visited(haunted.desk) == haunted.visited


def test_ghosts_leave_a_visitors_basket_alone(haunted: Haunted) -> None:
    with haunted.desk.database.read() as session:
        assert session.scalar(select(func.count()).where(Hold.person_id == TEST.viewer.id)) == 1


def test_the_days_stay_full_and_the_events_as_full_as_they_were(haunted: Haunted) -> None:
    assert 55 <= board_of(haunted.desk, CLUB).counts.sold_percent <= 85
    assert 60 <= board_of(haunted.desk, CLUB, days=1).counts.sold_percent <= 85
    for title, before in haunted.sold.items():
        assert abs(map_of(haunted.desk, title).counts["booked"] - before) < 40


def test_each_act_changes_something_or_says_that_it_did_not(demo: Desk) -> None:
    ghosts = ghosts_of(demo)
    haunt(demo, ghosts, 10)
    moved = {}
    for act in ghosts.acts:
        before = changes_in(demo)
        moved[act.__name__] = act()
        assert moved[act.__name__] == (changes_in(demo) > before), act.__name__
    assert set(moved.values()) == {True, False}


def test_ghosts_have_nothing_to_do_where_there_is_no_demo(tmp_path: Path) -> None:
    with desk_at(tmp_path / "empty.db", AFTERNOON) as desk:
        assert ghosts_of(desk).step() == ""
        assert changes_in(desk) == 0


def test_a_ghost_that_stumbles_does_not_end_the_others(demo: Desk, caplog: pytest.LogCaptureFixture) -> None:
    went_on = threading.Event()
    stumbled: list[int] = []

    def stumble() -> bool:
        stumbled.append(1)
        if len(stumbled) > 1:
            went_on.set()
        raise ZeroDivisionError

    ghosts = Ghosts(demo, demo.database, every_seconds=(0, 0))
    ghosts.acts = {stumble: 1}
    with caplog.at_level(logging.WARNING):
        thread = threading.Thread(target=ghosts.run)
        thread.start()
        assert went_on.wait(10)
        ghosts.stop()
        thread.join(10)
    assert not thread.is_alive() and "a ghost stumbled" in caplog.text
