"""What the demo offers to somebody who has just started the program: people who sign in, and a club at work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bookings.accounts.accounts import sign_in
from bookings.demo import PASSWORD, demo_accounts, fill
from bookings.demo.ids import CLUB
from bookings.demo.people import ACCOUNTS, TEST, Account
from bookings.desk import Desk
from bookings.models import Booking, Change, Event, Person, Staff, Venue
from bookings.reading.bookings.lists import read_own
from bookings.reading.people.viewers import read_viewer
from tests.demo.demos import AFTERNOON, board_of, desk_at, states_on
from tests.demo.order import faults


def test_a_demo_club_has_eight_courts_and_a_busy_day(demo: Desk) -> None:
    board = board_of(demo, CLUB)
    assert Counter(court.sport for court in board.courts) == {"tennis": 4, "padel": 2, "squash": 2}
    assert board.counts.bookings > 55 and 60 <= board.counts.sold_percent <= 75
    assert board.counts.on_court >= 5 and board.counts.to_approve >= 3
    assert states_on(board).keys() == {"COMPLETED", "NO_SHOW", "CHECKED_IN", "CONFIRMED", "PENDING"}
    cards = [cell.card for cell in board.cells.values() if cell.card]
    assert {card.payment for card in cards} >= {"PAID", "PARTIAL", "UNPAID", "FAILED"}
    assert sum(card.kind == "block" for card in cards) == 2
    assert any(card.with_coach for card in cards) and any(card.has_note for card in cards)


def test_the_week_around_is_booked_too_and_thins_out(demo: Desk) -> None:
    sold = [board_of(demo, CLUB, days=days).counts.sold_percent for days in range(1, 7)]
    assert sold[0] > 40 and sold == sorted(sold, reverse=True) and sold[-1] > 5
    assert states_on(board_of(demo, CLUB, days=-1)).keys() == {"COMPLETED", "NO_SHOW"}


@pytest.mark.parametrize(
    ("local", "states"),
    [
        ("2026-11-21 23:30", {"COMPLETED", "NO_SHOW"}),
        ("2026-03-29 01:30", {"CONFIRMED", "PENDING"}),  # half an hour before the clock is put forward
    ],
)
def test_the_day_is_full_at_whatever_hour_one_starts(
    demo_at: Callable[[str], Desk], local: str, states: set[str]
) -> None:
    desk = demo_at(local)
    board = board_of(desk, CLUB)
    assert board.counts.bookings > 55 and states_on(board).keys() == states
    with desk.database.read() as session:
        now = desk.database.now(session)
        assert faults(session, now) == []
        assert all(starts > now for starts in session.scalars(select(Event.starts_at)))


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.email)
def test_every_account_can_sign_in(demo: Desk, account: Account) -> None:
    _, login = sign_in(demo, email=account.email, password=PASSWORD)
    with demo.database.read() as session:
        viewer = read_viewer(session, login)
    assert viewer is not None and (viewer.role, viewer.venues) == (account.role, account.venues)


def test_the_accounts_are_listed_with_what_they_may_do() -> None:
    names = ("admin", "staff", "vendor", "test", "guest", "agent")
    assert [email for _, email in demo_accounts()] == [f"{name}@example.com" for name in names]
    assert all(words for words, _ in demo_accounts())


def test_nobody_else_has_a_password(demo: Desk) -> None:
    with demo.database.read() as session:
        people = session.scalars(select(Person)).all()
        workers = set(session.scalars(select(Staff.person_id)))
    assert {each.email for each in people if each.password_hash} == {account.email for account in ACCOUNTS}
    assert len({each.name for each in people if each.role == "customer" and each.email}) > 45
    assert {each.id for each in people if each.role == "staff"} == workers


def test_the_demo_customer_has_a_court_today_and_more_to_come(demo: Desk) -> None:
    with demo.database.read() as session:
        lines = read_own(session, TEST.viewer.id).bookings
    days = [line.day.isoformat() for line in lines if line.kind == "court"]
    assert sorted(days) == ["2026-11-20", "2026-11-21", "2026-11-21"]
    assert {line.kind for line in lines} == {"court", "appointment", "event", "flight"}


def test_what_happened_is_on_record_in_its_order(demo: Desk) -> None:
    with demo.database.read() as session:
        changes = session.scalars(select(Change).order_by(Change.id)).all()
        completed = session.scalars(select(Booking.id).where(Booking.status == "COMPLETED")).all()
        now = demo.database.now(session)
    times = [change.at for change in changes]
    assert times == sorted(times) and times[-1] <= now
    kinds: dict[str | None, list[str]] = {}
    for change in changes:
        kinds.setdefault(change.booking_id, []).append(change.kind)
    for booking_id in completed:
        states = [kind for kind in kinds[booking_id] if not kind.startswith("Payment")]
        assert states[0] == "BookingCreated" and states[-2:] == ["BookingCheckedIn", "BookingCompleted"]


def test_filling_twice_changes_nothing(demo: Desk) -> None:
    def totals() -> list[int | None]:
        with demo.database.read() as session:
            return [session.scalar(select(func.count()).select_from(each)) for each in (Venue, Booking, Change)]

    before = totals()
    fill(demo)
    assert totals() == before and before[0] == 5


def test_two_demos_of_one_hour_are_alike(demo: Desk, tmp_path: Path) -> None:
    def content(desk: Desk) -> list[tuple[object, ...]]:
        what = (Booking.pnr, Booking.customer_id, Booking.status, Booking.payment_status, Booking.price, Booking.seats)
        with desk.database.read() as session:
            return [tuple(row) for row in session.execute(select(*what).order_by(Booking.pnr))]

    with desk_at(tmp_path / "other.db", AFTERNOON) as other:
        fill(other)
        assert content(other) == content(demo)
