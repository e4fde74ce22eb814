"""The record of changes: every topic counts by one, in the order in which things were committed, and nothing is lost."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from bookings.changes.log import MOST, TopicChange, changes_after, versions_of
from bookings.changes.notifier import Notifier
from bookings.database import Database
from bookings.desk import Desk, Transaction
from bookings.desk.book import book_court
from bookings.desk.events.capacity import change_capacity
from bookings.desk.holds import drop_seats, expire_holds, hold_seats
from bookings.models import Change, TopicEntry
from bookings.reading.bookings.page import read_page
from bookings.reading.seats.occupancy import read_inventory
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.upkeep.change_log import KEEP_STEPS, clear_log
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import TOMORROW, at, pass_time
from tests.world.people import ADA, ANN, BOB, crowd
from tests.world.places import CLUB, COURT_1, COURT_2, HAMLET, ROW_A

WRITERS, EACH = 8, 60
SHOW = topics.event(HAMLET)


def test_a_reader_beside_eight_writers_sees_every_version_once_and_in_order(database: Database, desk: Desk) -> None:
    """A plain "id after the last one" lost a third of the events on PostgreSQL in such a race."""
    notifier, received = Notifier(), list[TopicChange]()
    database.after_commit.append(notifier.notify)

    def read() -> None:
        while len(received) < WRITERS * EACH:
            notifier.wait(0.05)
            with database.read() as session:
                received.extend(changes_after(session, SHOW, len(received), most=WRITERS * EACH) or [])

    reader = threading.Thread(target=read)
    reader.start()
    people = crowd(database, WRITERS)

    def write(n: int) -> list[str]:
        kinds = []
        for step in range(EACH):
            verb = drop_seats if step % 2 else hold_seats
            desk.do(people[n], verb, HAMLET, [ROW_A[n]])
            kinds.append("SeatsReleased" if step % 2 else "SeatsHeld")
        return kinds

    done = all_at_once([lambda n=n: write(n) for n in range(WRITERS)])
    assert all(isinstance(each, list) for each in done), done
    reader.join()
    assert [step.version for step in received] == list(range(1, WRITERS * EACH + 1))
    for n, kinds in enumerate(done):
        assert [step.kind for step in received if step.by_id == people[n].id] == kinds
    assert [step.at for step in records.steps(database, SHOW)] == [step.at for step in received]


def test_a_change_stands_on_several_topics_with_the_next_number_of_each(database: Database, desk: Desk) -> None:
    desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    desk.do(BOB, book_court, COURT_2, at("10:00"), at("11:00"))
    with database.read() as session:
        assert versions_of(
            session, [f"board:{CLUB}:{TOMORROW}", f"user:{ANN.id}", f"user:{BOB.id}", "user:nobody"]
        ) == {
            f"board:{CLUB}:{TOMORROW}": 2,
            f"user:{ANN.id}": 1,
            f"user:{BOB.id}": 1,
        }
        assert version_of(session, topics.user("nobody")) == 0


def test_the_notifier_gets_the_new_versions_after_the_commit(database: Database, desk: Desk) -> None:
    rung = []

    def notify(versions: object) -> None:
        with database.read() as session:  # what is notified has to be there already
            rung.append((versions, version_of(session, SHOW)))

    database.after_commit.append(notify)
    desk.do(ANN, hold_seats, HAMLET, ["A1"])
    assert rung == [({str(SHOW): 1}, 1)]


def test_a_verb_that_writes_its_changes_in_two_goes_notifies_of_both(database: Database, desk: Desk) -> None:
    rung = list[object]()
    database.after_commit.append(rung.append)

    def twice(tx: Transaction) -> None:
        hold_seats(tx, HAMLET, ["A1"])
        tx.write_changes()
        book_court(tx, COURT_1, at("10:00"), at("11:00"))

    desk.do(ANN, twice)
    [versions] = rung
    assert isinstance(versions, dict)
    assert {str(SHOW), f"user:{ANN.id}", f"board:{CLUB}:{TOMORROW}"} <= versions.keys()


def test_the_seats_left_are_exact_after_every_change_of_the_event(database: Database, desk: Desk) -> None:
    with database.read() as session:
        seats = read_inventory(session, HAMLET).capacity
    desk.do(ANN, hold_seats, HAMLET, ["A1"])
    desk.do(ADA, change_capacity, HAMLET, seats + 3)
    desk.do(ANN, drop_seats, HAMLET, ["A1"])
    found = [(step.free, step.capacity) for step in records.steps(database, SHOW)]
    assert found == [(seats - 1, seats), (seats + 2, seats + 3), (seats + 3, seats + 3)]


def test_whoever_is_up_to_date_gets_nothing(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A1"])
    with database.read() as session:
        assert changes_after(session, SHOW, 1) == []
        assert [step.version for step in changes_after(session, SHOW, 0) or []] == [1]
        assert changes_after(session, topics.event(999), 0) == []


def test_whoever_is_too_far_behind_gets_the_whole_picture(database: Database, desk: Desk) -> None:
    for n in range(4):
        desk.do(ANN, drop_seats if n % 2 else hold_seats, HAMLET, ["A1"])
    with database.read() as session:
        assert len(changes_after(session, SHOW, 0, most=4) or []) == 4
        assert changes_after(session, SHOW, 0, most=3) is None
        assert MOST == 300


def test_steps_that_were_cleared_away_are_not_taken_for_silence(database: Database, desk: Desk) -> None:
    for n in range(3):
        desk.do(ANN, drop_seats if n % 2 else hold_seats, HAMLET, ["A1"])
    pass_time(database, seconds=(KEEP_STEPS + timedelta(days=1)).total_seconds())
    clear_log(desk, timedelta(days=365))
    with database.read() as session:
        assert version_of(session, SHOW) == 3
        assert changes_after(session, SHOW, 1) is None
        assert changes_after(session, SHOW, 3) == []
    desk.do(ANN, expire_holds)
    with database.read() as session:
        assert changes_after(session, SHOW, 2) is None, "what is left does not follow on it"
        assert [step.version for step in changes_after(session, SHOW, 3) or []] == [4]


def test_what_belongs_to_no_booking_leaves_the_record_in_time(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bookings.upkeep.change_log.BATCH", 2)
    booking = desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    for n in range(5):
        desk.do(ANN, drop_seats if n % 2 else hold_seats, HAMLET, ["A1"])
    for days, left in ((364, 7), (2, 1)):
        pass_time(database, days=days)
        clear_log(desk, timedelta(days=365))
        assert len(records.found(database, select(Change))) == left
    assert records.found(database, select(TopicEntry)) == []
    with database.read() as session:
        assert [entry.kind for entry in read_page(session, booking, ANN).history] == ["BookingCreated"]


def test_a_version_from_the_future_is_not_believed(database: Database, desk: Desk) -> None:
    """A page that was open when a backup was restored, or one that makes numbers up."""
    desk.do(ANN, hold_seats, HAMLET, ["A1"])
    with database.read() as session:
        assert changes_after(session, SHOW, 7) is None
