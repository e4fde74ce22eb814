"""Every verb of the desk as a rule of a state machine: two customers, a clerk and a manager at one club, clinic and theatre.

A test carries them out in random order and says what has to hold after each (`do`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlalchemy import select

from bookings.database import Database
from bookings.desk.blocks import block_seats, block_time, unblock
from bookings.desk.book import book_court, book_seats, book_service, check_out
from bookings.desk.delete import delete_booking
from bookings.desk.holds import drop_seats, expire_holds, extend_hold, hold_best, hold_seats, release_hold
from bookings.desk.money.pay import refund, reverse_line, take_payment
from bookings.desk.money.price import set_price
from bookings.desk.move import change_details, move
from bookings.desk.reminders.answers import confirm_coming
from bookings.desk.states import restore, switch
from bookings.desk.transaction import Transaction
from bookings.desk.undo.undo import undo
from bookings.models import Block, Booking, UndoableAct, Viewer
from bookings.models.person import RINGSIDE
from bookings.rules.status import MOVES, BookingStatus
from tests import records
from tests.world.clock import at, minutes
from tests.world.people import ANN, BOB, MAX, SAM, named
from tests.world.places import CHECK_UP, COURT_1, COURT_2, DR_AMSEL, DR_VOGEL, HAMLET, MARTA

customers = st.sampled_from([ANN, BOB])
anybody = st.sampled_from([ANN, BOB, SAM])
courts = st.sampled_from([COURT_1, COURT_2])
half_hours = st.integers(0, 6).map(lambda n: at("09:00") + minutes(30 * n))
tens = st.integers(0, 12).map(lambda n: at("09:00") + minutes(10 * n))
lengths = st.sampled_from([30, 60, 90]).map(minutes)
some_seats = st.lists(st.sampled_from(["A1", "A2", "A3", "A4"]), min_size=1, max_size=3, unique=True)
nth = st.integers(0, 30)


def best_pair(tx: Transaction, event: int) -> str:
    return hold_best(tx, event, 2)


def deposit(tx: Transaction, booking: str) -> str:
    return take_payment(tx, booking, Decimal("5.00"))


def give_back_all(tx: Transaction, booking: str) -> str:
    return refund(tx, booking)


def give_back_a_franc(tx: Transaction, booking: str) -> str:
    return refund(tx, booking, Decimal("1.00"))


def keep_some(tx: Transaction, booking: str) -> str:
    return switch(tx, booking, BookingStatus.CANCELLED, keep=Decimal("4.00"))


def discount(tx: Transaction, booking: str) -> str:
    return set_price(tx, booking, "10 %", "A regular guest")


def note(tx: Transaction, booking: str) -> str:
    return change_details(tx, booking, note=f"seen at {tx.now}")


class Verbs(RuleBasedStateMachine):
    database: Database
    now: datetime

    def do(self, who: Viewer, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Carry out a verb and check what has to hold."""
        raise NotImplementedError

    def clock_moved(self) -> None:
        """`now` is another time."""

    @rule(who=anybody, verb=st.sampled_from([hold_seats, hold_seats, drop_seats, book_seats]), seats=some_seats)
    def reach_for_seats(self, who: Viewer, verb: Callable[..., Any], seats: list[str]) -> None:
        whom = {"customer": named(who)} if verb is book_seats and who is SAM else {}
        self.do(who, verb, HAMLET, seats, **whom)

    @rule(who=customers, verb=st.sampled_from([best_pair, extend_hold, release_hold, check_out]))
    def with_the_basket(self, who: Viewer, verb: Callable[..., Any]) -> None:
        self.do(who, verb, HAMLET)

    @rule(who=anybody, court=courts, start=half_hours, length=lengths, coach=st.sampled_from([None, MARTA]))
    def book_a_court(self, who: Viewer, court: str, start: datetime, length: timedelta, coach: str | None) -> None:
        whom = named(ANN) if who is SAM else None
        self.do(who, book_court, court, start, start + length, coach_id=coach, customer=whom)

    @rule(court=courts, start=tens, length=st.sampled_from([10, 20, 60]).map(minutes), early=st.booleans())
    def book_in_spite_of_the_rules(self, court: str, start: datetime, length: timedelta, early: bool) -> None:
        start -= minutes(240 if early else 0)
        self.do(MAX, book_court, court, start, start + length, customer=named(ANN), override="The final")

    @rule(who=anybody, start=half_hours, doctor=st.sampled_from([None, DR_VOGEL, DR_AMSEL]))
    def book_a_visit(self, who: Viewer, start: datetime, doctor: str | None) -> None:
        whom = named(BOB) if who is SAM else None
        self.do(who, book_service, CHECK_UP, start, provider_id=doctor, customer=whom)

    @rule(n=nth, move=nth)
    def switch(self, n: int, move: int) -> None:
        """Along the table of moves."""
        if booking := self.one_of(Booking, n):
            moves = sorted(MOVES[BookingStatus(records.booking(self.database, booking).status)])
            if moves:
                self.do(SAM, switch, booking, moves[move % len(moves)])
            else:
                self.do(SAM, restore, booking)

    @rule(who=anybody, n=nth, status=st.sampled_from(BookingStatus))
    def switch_to_anything(self, who: Viewer, n: int, status: BookingStatus) -> None:
        if booking := self.one_of(Booking, n):
            self.do(who, switch, booking, status)

    @rule(n=nth, place=st.sampled_from([COURT_1, COURT_2, DR_VOGEL, DR_AMSEL]), start=half_hours)
    def move(self, n: int, place: str, start: datetime) -> None:
        if booking := self.one_of(Booking, n):
            row = records.booking(self.database, booking)
            self.do(SAM, move, booking, place, start, start + (row.ends_at - row.starts_at))

    @rule(n=nth, line=nth)
    def take_back(self, n: int, line: int) -> None:
        if booking := self.one_of(Booking, n):
            lines = records.payments(self.database, booking)
            if lines:
                self.do(SAM, reverse_line, booking, lines[line % len(lines)].id)

    @rule(
        n=nth,
        verb=st.sampled_from(
            [take_payment, deposit, give_back_all, give_back_a_franc, keep_some, discount, note, confirm_coming, delete_booking]
        ),
    )
    def write_on(self, n: int, verb: Callable[..., Any]) -> None:
        if booking := self.one_of(Booking, n):
            self.do(SAM, verb, booking)

    @rule()
    def undo_the_last(self) -> None:
        acts = select(UndoableAct.booking_id).order_by(UndoableAct.id.desc()).limit(1)
        for booking in records.found(self.database, acts):
            self.do(SAM, undo, booking)

    @rule(
        places=st.sampled_from([[COURT_1], [COURT_1, COURT_2], [DR_VOGEL], [MARTA], ["A2"], ["A3", "A4"]]), start=tens
    )
    def close(self, places: list[str], start: datetime) -> None:
        if places[0].startswith("A"):
            self.do(SAM, block_seats, HAMLET, places, "Broken")
        else:
            self.do(SAM, block_time, places, start, start + minutes(10), "Closed")

    @rule(n=nth)
    def open_again(self, n: int) -> None:
        if block := self.one_of(Block, n):
            self.do(SAM, unblock, block)

    @rule(gone=st.sampled_from([3, 11]), cleans=st.booleans())
    def time_goes_by(self, gone: int, cleans: bool) -> None:
        self.now += minutes(gone)
        self.clock_moved()
        if cleans:
            self.do(RINGSIDE, expire_holds)

    def one_of(self, kind: type[Booking] | type[Block], n: int) -> str | None:
        found = records.found(self.database, select(kind.id).order_by(kind.created_at, kind.id))
        return found[n % len(found)] if found else None
