"""What is new: each topic on which something was recorded is named, whatever order transactions end in; nothing twice for long."""

from __future__ import annotations

import threading

from sqlalchemy import event

from bookings.changes.news import News
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.holds import drop_seats, hold_seats
from bookings.rules import topics
from tests.concurrency import all_at_once
from tests.world.clock import at
from tests.world.people import ANN, BOB, crowd
from tests.world.places import COURT_1, COURT_2, HAMLET, ROW_A

SHOW = str(topics.event(HAMLET))
WRITERS, EACH = 6, 30


def poll(news: News, database: Database) -> dict[str, int]:
    with database.read() as session:
        return news.poll(session)


def test_what_was_recorded_is_named_with_its_version_and_then_is_old(database: Database, desk: Desk) -> None:
    news = News()
    poll(news, database)
    desk.do(ANN, hold_seats, HAMLET, ["A1"])
    desk.do(ANN, drop_seats, HAMLET, ["A1"])
    assert poll(news, database)[SHOW] == 2
    poll(news, database)  # on PostgreSQL it is looked through once more
    assert poll(news, database) == {}


def test_what_was_under_way_at_the_first_poll_is_not_missed(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A1"])
    news = News()
    assert poll(news, database)[SHOW] == 1


def test_a_change_that_took_its_number_first_and_committed_last_is_news(postgresql: Database) -> None:
    news, desk = News(), Desk(postgresql)
    poll(news, postgresql)
    written, may_commit = threading.Event(), threading.Event()

    def slow(tx: object) -> None:
        book_court(tx, COURT_1, at("10:00"), at("11:00"))  # type: ignore[arg-type]
        tx.write_changes()  # type: ignore[attr-defined]
        written.set()
        assert may_commit.wait(30)

    anns = threading.Thread(target=lambda: desk.do(ANN, slow))
    anns.start()
    assert written.wait(30)
    desk.do(BOB, hold_seats, HAMLET, ["A1"])
    assert SHOW in poll(news, postgresql)
    assert SHOW in poll(news, postgresql) and f"user:{ANN.id}" not in poll(news, postgresql)
    may_commit.set()
    anns.join()
    assert poll(news, postgresql)[f"user:{ANN.id}"] == 1
    poll(news, postgresql)
    assert poll(news, postgresql) == {}


def test_beside_many_writers_no_version_is_the_last_unseen(database: Database, desk: Desk) -> None:
    news, received, done = News(), dict[str, int](), threading.Event()
    people = crowd(database, WRITERS)

    def receive() -> None:
        for topic, version in poll(news, database).items():
            received[topic] = max(version, received.get(topic, 0))

    def read() -> None:
        while not done.is_set():
            receive()

    def write(n: int) -> None:
        for step in range(EACH):
            desk.do(people[n], drop_seats if step % 2 else hold_seats, HAMLET, [ROW_A[n]])

    reader = threading.Thread(target=read)
    reader.start()
    outcomes = all_at_once([lambda n=n: write(n) for n in range(WRITERS)])
    done.set()
    reader.join()
    assert outcomes == [None] * WRITERS
    receive()
    assert received[SHOW] == WRITERS * EACH


def test_when_nothing_happened_it_costs_the_same_few_questions(database: Database, desk: Desk) -> None:
    news = News()
    desk.do(ANN, book_court, COURT_2, at("10:00"), at("11:00"))
    for _ in range(3):
        poll(news, database)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    poll(news, database)
    assert len(asked) <= 2 and "topic_entries" not in "".join(asked)
