"""Random verbs in random order: after each of them the books are in order, and what changed was recorded."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, book_service
from bookings.desk.claims.claim import conflicting_claims
from bookings.desk.money.pay import take_payment
from bookings.desk.states import claim_requests
from bookings.desk.transaction import Transaction
from bookings.errors import Refusal
from bookings.models import Block, Booking, Claim, Hold, Payment, TopicEntry, TopicVersion, Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.audience import STAFF, Audience
from bookings.reading.boards.board import read_board
from bookings.reading.boards.day import Board
from bookings.reading.seats.maps import read_seat_map
from bookings.reading.seats.views import SeatMap
from bookings.rules.status import OCCUPYING, BookingStatus
from bookings.rules.violation import RuleViolation
from tests import records
from tests.desk.verbs import Verbs
from tests.world.clock import NOW, TOMORROW, at, set_clock
from tests.world.people import ANN, BOB, SAM
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURT_1, HAMLET

Drawn = tuple[list[Board], list[SeatMap]]


class Desks(Verbs):
    """Two customers and a member of staff at one club, clinic and theatre; the clock moves on."""

    filled: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="ringside-"))
        shutil.copy(self.filled, self.folder / "ringside.db")
        self.database = Database(f"sqlite:///{self.folder / 'ringside.db'}")
        self.desk = Desk(self.database)
        self.now = NOW
        set_clock(self.database, self.now)
        for who, verb, *what in (
            (ANN, book_court, COURT_1, at("09:00"), at("10:00")),
            (BOB, book_service, CHECK_UP, at("10:00")),
            (ANN, book_seats, HAMLET, ["A1"]),
        ):
            booking = self.desk.do(who, verb, *what)
        self.desk.do(SAM, take_payment, booking)
        self.before_it, self.rows = self.drawn(), records.everything(self.database)
        self.ledger: dict[str, Decimal] = {}

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    # -- what holds after each of them -------------------------------------------------------------------------------

    @invariant()
    def no_place_is_given_twice(self) -> None:
        claims = records.claims(self.database)
        assert not [seat for seat, times in Counter(c.seat_id for c in claims if c.seat_id).items() if times > 1]
        spans = sorted((c.resource_id, c.starts_at, c.ends_at) for c in claims if c.resource_id)
        for one, catch_up in zip(spans, spans[1:], strict=False):
            assert one[0] != catch_up[0] or one[2] <= catch_up[1], (one, catch_up)

    @invariant()
    def every_booking_that_occupies_owns_what_it_needs_and_nothing_else_does(self) -> None:
        with self.database.read() as session:
            tx = Transaction(session, RINGSIDE, NOW, 10)
            for booking in session.scalars(select(Booking)):
                mine = session.scalars(select(Claim).where(Claim.booking_id == booking.id)).all()
                if BookingStatus(booking.status) in OCCUPYING:
                    requests = claim_requests(tx, booking)
                    assert conflicting_claims(tx, requests, own=booking) == []
                    assert len(mine) == len(requests) == len(conflicting_claims(tx, requests))
                else:
                    assert mine == []
            for owner, column in ((Hold, Claim.hold_id), (Block, Claim.block_id)):
                owners = set(session.scalars(select(owner.id)))
                assert set(session.scalars(select(column).where(column.is_not(None)))) == owners

    @invariant()
    def the_ledger_adds_up(self) -> None:
        """Reckoned here by hand, from the lines alone: what the desk wrote beside the booking is not believed."""
        with self.database.read() as session:
            for booking in session.scalars(select(Booking)):
                lines = session.scalars(select(Payment).where(Payment.booking_id == booking.id)).all()
                here = sum((line.amount for line in lines), Decimal(0))
                taken_back = {line.reverses_id for line in lines if line.reverses_id}
                valid = [line for line in lines if line.id not in taken_back and not line.reverses_id]
                sent_back = any(line.amount < 0 for line in valid)
                assert booking.paid == here >= 0
                assert sum(line.amount for line in valid) == here
                if booking.status == "CANCELLED":
                    assert booking.payment_status != "REFUNDED" or (sent_back and here == min(here, booking.fee))
                    assert booking.balance.owed == 0
                    assert booking.balance.surplus == max(0, here - booking.fee)
                    continue
                assert booking.fee == 0
                if here >= booking.price:
                    assert (booking.payment_status, booking.balance.owed) == ("PAID", 0)
                    assert booking.balance.surplus == here - booking.price
                else:
                    assert booking.payment_status == ("PARTIAL" if here else "UNPAID")
                    assert (booking.balance.owed, booking.balance.surplus) == (booking.price - here, 0)

    @invariant()
    def no_line_is_lost(self) -> None:
        lines = {line.id: line.amount for line in records.found(self.database, select(Payment))}
        assert self.ledger.items() <= lines.items()
        self.ledger = lines

    @invariant()
    def versions_have_no_holes(self) -> None:
        with self.database.read() as session:
            heads = {row.topic: row.version for row in session.scalars(select(TopicVersion))}
            steps: dict[str, list[int]] = {}
            for topic, version in session.execute(
                select(TopicEntry.topic, TopicEntry.version).order_by(TopicEntry.version)
            ):
                steps.setdefault(topic, []).append(version)
            assert steps == {topic: list(range(1, head + 1)) for topic, head in heads.items()}

    # -- the machinery -----------------------------------------------------------------------------------------------

    def do(self, who: Viewer, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Carry out a verb: a refusal changes nothing, and what is drawn differently afterwards was recorded on its topic."""
        self.now += timedelta(seconds=1)  # by our own clock, so that a slow machine finds what a fast one found
        set_clock(self.database, self.now)
        before, rows = self.before_it, self.rows
        try:
            self.desk.do(who, verb, *args, **kwargs)
        except (Refusal, RuleViolation) as refused:
            assert refused.message
            assert records.everything(self.database) == rows
            return
        after = self.drawn()
        self.before_it, self.rows = after, records.everything(self.database)
        for was, now in zip(before[0], after[0], strict=True):
            self.all_cells_were_recorded(was, now)
        for was_map, now_map in zip(before[1], after[1], strict=True):
            self.all_seats_were_recorded(was_map, now_map)

    def drawn(self) -> Drawn:
        with self.database.read() as session:
            boards = [
                read_board(session, venue, TOMORROW, audience, self.now)
                for venue in (CLUB, CLINIC)
                for audience in (STAFF, Audience("public", ANN.id))
            ]
            return boards, [read_seat_map(session, HAMLET, ANN.id, self.now)]

    def all_cells_were_recorded(self, was: Board, now: Board) -> None:
        different = {key for key in now.cells if now.cells[key] != was.cells[key]}
        steps = records.steps(self.database, now.topic, was.version)
        recorded = {(cell.court.id, cell.row) for step in steps for cell in (*now.touched(step.times), *now.beside(step.times))}
        assert different <= recorded, [(step.kind, step.times) for step in steps]
        assert was.counts == now.counts or steps
        for step in steps:
            # The public fragment goes to all but those whom the change concerns: no cell in it may be another person's own.
            if ANN.id not in step.people:
                drawn = (*now.touched(step.times), *now.beside(step.times))
                assert not any(cell.card and cell.card.mine for cell in drawn), step

    def all_seats_were_recorded(self, was: SeatMap, now: SeatMap) -> None:
        states = [{seat.label: (seat.state, seat.owned) for seat in each.seats()} for each in (was, now)]
        different = {label for label in states[1] if states[1][label] != states[0][label]}
        steps = records.steps(self.database, now.topic, was.version)
        assert different <= {label for step in steps for label in step.seats}
        if steps:
            # A hold whose time is over holds nothing, whether it was cleared away yet or not.
            free = sum(seat.state == "free" for seat in now.seats())
            assert (steps[-1].free, steps[-1].capacity) == (free, now.capacity)

    def clock_moved(self) -> None:
        self.before_it = self.drawn()


@pytest.mark.timeout(3600)  # what is wrong is made small before it is shown
@pytest.mark.parametrize("examples", [pytest.param(12), pytest.param(2_000, marks=pytest.mark.long)])
def test_in_whatever_order_things_happen_the_books_are_in_order(sqlite_template: Path, examples: int) -> None:
    Desks.filled = sqlite_template
    run_state_machine_as_test(
        Desks,
        settings=settings(
            max_examples=examples, stateful_step_count=25, suppress_health_check=list(HealthCheck), database=None
        ),
    )  # fmt: skip
