"""Staff undo what they just did with a booking: everything is as before, or nothing is and a sentence says why."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.appointments.proposals import propose_time
from bookings.desk.book import book_court, book_seats, book_service
from bookings.desk.customers.conversation import send_message
from bookings.desk.delete import delete_booking
from bookings.desk.money.pay import refund, take_payment
from bookings.desk.money.price import set_price
from bookings.desk.move import change_details, move
from bookings.desk.notifications.own import mark_all
from bookings.desk.states import cancel, confirm, restore, switch
from bookings.desk.undo.undo import undo
from bookings.errors import Conflict, NotFound, Refusal
from bookings.models import Booking, Notification, UndoableAct, Viewer
from bookings.payments.outbox import send_due
from bookings.rules import topics
from bookings.rules.status import BookingStatus
from bookings.rules.violation import RuleViolation
from tests import records
from tests.payments.paying import BANK, pay
from tests.world.clock import at, pass_time
from tests.world.people import ADA, ANN, BOB, MAX, NORA, SAM
from tests.world.places import CHECK_UP, COURT_1, COURT_2, DR_AMSEL, DR_VOGEL, HAMLET

TEN, ELEVEN = at("10:00"), at("11:00")
STATE = (
    "bookings", "claims", "notifications", "notification_mails", "mails", "provider_refunds", "online_payments", "admissions", "boardings",
    "messages", "idempotency_keys", "holds", "people",
)  # fmt: skip


@pytest.fixture
def booking(desk: Desk) -> str:
    return desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)


def state(database: Database) -> dict[str, list[str]]:
    """What an act can touch, but for records that are only ever added to, without what numbers and dates it; of money the sums."""
    rows: dict[str, list[str]] = {}
    with database.read() as session:
        for table in map(Booking.metadata.tables.__getitem__, STATE):
            columns = [each for each in table.columns if (table.name, each.name) not in {("claims", "id"), ("bookings", "updated_at")}]
            rows[table.name] = sorted(repr(tuple(row)) for row in session.execute(select(*columns)))
    return rows


def to(status: BookingStatus) -> Callable[..., str]:
    return lambda tx, booking: switch(tx, booking, status)


def keep_some(tx: Any, booking: str) -> str:
    return cancel(tx, booking, reason="Rain", keep=Decimal("2.00"))


def elsewhere(tx: Any, booking: str, hour: int) -> str:
    row = tx.session.get(Booking, booking)
    if row is None:  # it was deleted, which the verb says
        return move(tx, booking, COURT_1, TEN, ELEVEN)
    place = row.resource_id if row.resource_id else COURT_2
    others = {COURT_1: COURT_2, COURT_2: COURT_1, DR_VOGEL: DR_AMSEL, DR_AMSEL: DR_VOGEL}
    start = at("09:00").replace(hour=8 + hour)
    return move(tx, booking, others[place] if hour % 2 else place, start, start + (row.ends_at - row.starts_at))


ACTS = st.one_of(
    st.sampled_from(BookingStatus).map(lambda status: (to(status),)),
    st.sampled_from([
        (restore,), (keep_some,), (take_payment,), (take_payment, Decimal("3.00")), (refund,), (delete_booking,),
        (set_price, "10 %", "A guest of long standing"),
    ]),
    st.integers(0, 6).map(lambda hour: (elsewhere, hour)),
    st.integers(0, 6).map(lambda hour: (propose_time, at("09:00").replace(hour=8 + hour))),
)  # fmt: skip
TURN = st.tuples(st.integers(0, 3), ACTS, st.booleans())


@settings(max_examples=8, derandomize=True, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.lists(TURN, min_size=4, max_size=8))
def test_whatever_was_done_and_undone_leaves_everything_as_it_was(desk: Desk, turns: list[Any]) -> None:
    database = desk.database
    made: list[str] = []
    booked = (ANN, book_court, COURT_1, TEN, ELEVEN), (BOB, book_service, CHECK_UP, TEN), (ANN, book_seats, HAMLET, ["A1"])
    for who, verb, *what in booked:
        with suppress(Refusal):  # left there by the example before
            made.append(desk.do(who, verb, *what))
    made = made or [each.id for each in records.bookings(database)]
    for n, (verb, *what), undone in turns:
        booking, before = made[n % len(made)], state(database)
        with suppress(Refusal, RuleViolation):
            desk.do(SAM, verb, booking, *what)
            acts = records.found(database, select(UndoableAct).where(UndoableAct.undone_at.is_(None), UndoableAct.booking_id == booking))
            kinds = records.kinds(database, topics.booking(booking))
            if undone and verb is not propose_time and acts and kinds[-1] != "ActUndone" and state(database) != before:
                assert desk.do(SAM, undo, booking, acts[-1].version) == booking
                assert state(database) == before


Doing = Callable[[Desk, str], Any]


def paid_online(desk: Desk, booking: str) -> None:
    pay(desk, booking)
    desk.do(SAM, cancel, booking)
    pass_time(desk.database, seconds=13)
    assert send_due(desk, BANK) == 1


# What happens after Sam has moved Ann's court to eleven o'clock on the other one; who undoes it then; what they are told.
REFUSED: dict[str, tuple[Doing, Viewer, str, str]] = {
    "somebody else has changed it": (lambda desk, b: desk.do(MAX, set_price, b, "10 %", "Rain"), SAM, "moved_on", "Max"),
    "he has himself": (lambda desk, b: desk.do(SAM, take_payment, b), SAM, "moved_on", "You have changed"),
    "its customer has cancelled": (lambda desk, b: desk.do(ANN, cancel, b), SAM, "moved_on", "Ann"),
    "it is late": (lambda desk, b: pass_time(desk.database, seconds=12), SAM, "too_late", "10 seconds"),
    "it was undone": (lambda desk, b: desk.do(SAM, undo, b), SAM, "undone", "undone already"),
    "by a colleague": (lambda desk, b: None, MAX, "not_yours", "did this, and only they"),
    "by an admin": (lambda desk, b: None, ADA, "not_yours", "did this, and only they"),
    "by its customer": (lambda desk, b: None, ANN, "not_found", "not yours to change"),
    "by another club's": (lambda desk, b: None, NORA, "not_found", "not yours to change"),
    "the place has gone": (lambda desk, b: desk.do(BOB, book_court, COURT_1, TEN, ELEVEN), SAM, "slot_taken", "Court 1"),
    "the money has gone": (lambda desk, b: paid_online(desk, b), SAM, "too_late", "10 seconds"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_undone_is_refused_in_words(database: Database, desk: Desk, booking: str, what: str) -> None:
    then, who, code, words = REFUSED[what]
    desk.do(SAM, move, booking, COURT_2, ELEVEN, at("12:00"))
    (act,) = records.found(database, select(UndoableAct))
    then(desk, booking)
    with records.nothing_changes(database), pytest.raises(Refusal, match=words) as refused:
        desk.do(who, undo, booking, act.version if code == "moved_on" else None)
    assert refused.value.code == code


def test_nothing_is_undone_that_nobody_did(database: Database, desk: Desk, booking: str) -> None:
    with records.nothing_changes(database), pytest.raises(Conflict, match="Nothing was done"):
        desk.do(SAM, undo, booking)
    with records.nothing_changes(database), pytest.raises(NotFound):
        desk.do(SAM, undo, "no such booking")


def test_money_that_came_online_is_sent_back_only_when_it_cannot_be_undone_any_more(database: Database, desk: Desk, booking: str) -> None:
    pay(desk, booking)
    before = state(database)
    desk.do(SAM, cancel, booking)
    assert send_due(desk, BANK) == 0
    desk.do(SAM, undo, booking)
    assert state(database) == before
    assert [line.amount for line in records.payments(database, booking)] == [Decimal(26), Decimal(-26), Decimal(26)]
    desk.do(SAM, cancel, booking)
    pass_time(database, seconds=13)
    assert send_due(desk, BANK) == 1


def test_what_was_read_already_is_taken_back_in_words(database: Database, desk: Desk, booking: str) -> None:
    desk.do(SAM, confirm, booking)
    desk.do(ANN, mark_all)
    desk.do(SAM, undo, booking)
    titles = records.found(database, select(Notification.title).where(Notification.person_id == ANN.id).order_by(Notification.created_at))
    assert titles == ["Booking confirmed", "Taken back"]
    assert records.kinds(database, topics.booking(booking))[-1] == "ActUndone"


def test_a_message_is_in_nobodys_way(database: Database, desk: Desk, booking: str) -> None:
    desk.do(SAM, change_details, booking, note="Lost his racket")
    desk.do(ANN, send_message, booking, "Is it indoors?")
    desk.do(SAM, undo, booking)
    assert records.booking(database, booking).staff_note == ""
