"""The strongest promise: whatever happens while a page is open, it ends up equal to a fresh load of the same address."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bookings.desk import Desk, blocks, book, holds, move, states
from bookings.desk.money import pay
from bookings.errors import Refusal
from bookings.models import Block, Booking, Viewer
from bookings.rules.status import BookingStatus
from bookings.rules.violation import RuleViolation
from tests.browsers import Window
from tests.server_process import Served
from tests.world import present
from tests.world.people import ADA, ANN, BOB, SAM, TESS, named
from tests.world.places import COURTS, HAMLET

pytestmark = pytest.mark.browser

PERSON = st.sampled_from([ANN, BOB, SAM])
COURT = st.sampled_from(COURTS)
HOUR = st.integers(8, 12)
SEATS = st.lists(
    st.sampled_from([f"{row}{n}" for row in "AB" for n in range(1, 5)]), min_size=1, max_size=3, unique=True
)
NUMBER = st.integers(0, 11)


@dataclass
class Busy:
    """Random verbs of the desk, as a second process would do them: the server only finds the changes."""

    desk: Desk
    done: list[str] = field(default_factory=list)

    def do(self, by: Viewer, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        with suppress(Refusal, RuleViolation):
            self.desk.do(by, verb, *args, **kwargs)
            self.done.append(verb.__name__)

    def book(self, by: Viewer, court: str, hour: int, halves: int) -> None:
        start = present.at(f"{hour:02}:00")
        self.do(by, book.book_court, court, start, start + timedelta(minutes=30 * halves))

    def book_now(self, court: str, halves: int) -> None:
        """On today's board, over the present, where its head says what happens there."""
        start = datetime.now(UTC).replace(minute=30 * (datetime.now(UTC).minute // 30), second=0, microsecond=0)
        start += timedelta(minutes=30 * (halves - 1))
        self.do(SAM, book.book_court, court, start, start + timedelta(minutes=30), customer=named(ANN))

    def switch(self, number: int, status: BookingStatus) -> None:
        if (booking := self._booking(number)) is not None:
            if booking.status == BookingStatus.CANCELLED:
                self.do(SAM, states.restore, booking.id)
            else:
                self.do(SAM, states.switch, booking.id, status)

    def pay(self, number: int) -> None:
        if (booking := self._booking(number)) is not None:
            self.do(SAM, pay.take_payment, booking.id)

    def move(self, number: int, court: str, hour: int) -> None:
        booking = self._booking(number)
        if booking is not None and booking.resource_id:
            start = present.at(f"{hour:02}:30")
            self.do(SAM, move.move, booking.id, court, start, start + (booking.ends_at - booking.starts_at))

    def block(self, court: str, hour: int) -> None:
        start = present.at(f"{hour:02}:00")
        self.do(SAM, blocks.block_time, [court], start, start + timedelta(hours=1), "Resurfacing <b>now</b>")

    def unblock(self) -> None:
        with self.desk.database.read() as session:
            block = session.scalar(select(Block).limit(1))
        if block is not None:
            self.do(SAM, blocks.unblock, block.id)

    def _booking(self, number: int) -> Booking | None:
        with self.desk.database.read() as session:
            found = session.scalars(select(Booking).order_by(Booking.created_at)).all()
        return found[number % len(found)] if found else None


DEEDS = st.one_of(
    st.tuples(st.just("book"), PERSON, COURT, HOUR, st.integers(1, 4)),
    st.tuples(st.just("book_now"), COURT, st.integers(1, 3)),
    st.tuples(st.just("switch"), NUMBER, st.sampled_from(BookingStatus)),
    st.tuples(st.just("pay"), NUMBER),
    st.tuples(st.just("move"), NUMBER, COURT, HOUR),
    st.tuples(st.just("block"), COURT, HOUR),
    st.tuples(st.just("unblock")),
    st.tuples(st.just("hold"), PERSON, SEATS),
    st.tuples(st.just("drop"), PERSON, SEATS),
    st.tuples(st.just("release"), PERSON),
    st.tuples(st.just("check out"), PERSON),
    st.tuples(st.just("lose sockets"), NUMBER),
    st.tuples(st.just("come back"), NUMBER),
)


@pytest.mark.timeout(400)  # thirteen windows, each held against a fresh load after every series of deeds
def test_after_any_deeds_and_lost_sockets_every_open_page_equals_a_fresh_one(
    served: Served, window: Callable[..., Window]
) -> None:
    busy = Busy(served.desk)
    busy.book(ANN, COURTS[0], 9, 2)
    with served.desk.database.read() as session:
        own = session.scalars(select(Booking.id)).one()
    # Whatever is drawn by chance afterwards, these have happened.
    busy.book_now(COURTS[1], 1)
    busy.switch(0, BookingStatus.CONFIRMED)
    busy.do(BOB, holds.hold_seats, HAMLET, ["B1"])
    assert {"book_court", "switch", "hold_seats"} <= set(busy.done), busy.done
    today = present.board().partition("?")[0]
    pages = [
        (TESS, present.board()),
        (SAM, today),
        (BOB, present.board(present.today())),
        (ANN, present.board()),
        (BOB, f"/events/{HAMLET}"),
        (ANN, f"/events/{HAMLET}?view=list"),
        (ANN, f"/bookings/{own}"),
        (ANN, "/bookings"),
        (ADA, "/admin/bookings"),
        (SAM, f"/bookings/{own}"),
    ]
    windows = []
    for person, path in pages:
        one = window(person)
        one.take_hold_of_sockets()
        one.open(path)
        windows.append(one)
    blocked = [window(SAM), window(BOB), window(SAM)]
    for one, path in zip(blocked, (present.board(), f"/events/{HAMLET}", today), strict=True):
        one.block_sockets()
        one.page.clock.install()
        one.page.goto(one.url + path)

    def carry_out(deed: tuple[Any, ...]) -> None:
        name, *rest = deed
        if name == "hold":
            busy.do(rest[0], holds.hold_seats, HAMLET, rest[1])
        elif name == "drop":
            busy.do(rest[0], holds.drop_seats, HAMLET, rest[1])
        elif name == "release":
            busy.do(rest[0], holds.release_hold, HAMLET)
        elif name == "check out":
            busy.do(rest[0], book.check_out, HAMLET)
        elif name == "lose sockets":
            windows[rest[0] % len(windows)].drop_sockets()
        elif name == "come back":
            windows[rest[0] % len(windows)].page.reload()
        else:
            getattr(busy, name)(*rest)

    @settings(max_examples=6, suppress_health_check=list(HealthCheck))
    @given(st.lists(DEEDS, min_size=3, max_size=14))
    def live_equals_reload(deeds: list[tuple[Any, ...]]) -> None:
        for deed in deeds:
            carry_out(deed)
        for one in windows:
            one.must_equal_a_fresh_load()
        for one in blocked:
            # The page asks every fifteen seconds of its own clock, and gives up on an answer after as many.
            for _ in range(40):
                one.page.clock.run_for(4_000)
                if one.differs() == "":
                    break
            one.must_equal_a_fresh_load()

    live_equals_reload()
