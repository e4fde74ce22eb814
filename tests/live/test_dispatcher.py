"""The dispatcher beside a thousand who join: only its own loop lets others go first in the middle of its work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import gevent
from sqlalchemy import event

from bookings.changes.notifier import Notifier
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.live.catch_up import CatchUp, Subscription
from bookings.live.dispatcher import Dispatcher
from bookings.live.render import Renderer
from bookings.live.subscriptions import PageSubscriptions
from bookings.live.views import all_views
from bookings.rules import topics
from bookings.sockets.connection import Connection
from bookings.sockets.cooperate import CooperativeYield
from bookings.sockets.hub import Hub
from tests.world.clock import TOMORROW, at, minutes
from tests.world.people import ANN, BOB
from tests.world.places import CLUB, COURT_1

JOINERS, CONNECTIONS = 40, 2  # of the pool; the process itself has some more


@contextmanager
def counted(database: Database) -> Iterator[list[int]]:
    """How many connections are in use, after each that is taken."""
    used: list[int] = [0]

    def taken(*_: object) -> None:
        used.append(used[-1] + 1)

    def given_back(*_: object) -> None:
        used.append(used[-1] - 1)

    event.listen(database.engine, "checkout", taken)
    event.listen(database.engine, "checkin", given_back)
    yield used
    event.remove(database.engine, "checkout", taken)
    event.remove(database.engine, "checkin", given_back)


def most_in_use(database: Database, cooperate: Callable[[], None]) -> int:
    """The connections that many need at a time who join a board that has changed."""
    renderer = Renderer()
    dispatcher = Dispatcher(database, Notifier())
    renderer.between = dispatcher.cooperate = cooperate  # type: ignore[assignment]
    pages = PageSubscriptions(dispatcher, Hub(max_connections=JOINERS, idle_seconds=60), CatchUp(database, all_views(renderer)))
    follow = Subscription(topics.board(CLUB, TOMORROW), "", 0)

    def join() -> None:
        connection = Connection(0, person=BOB.id)
        connection.open = False  # so that nothing is written; what is to be sent is drawn all the same
        pages.join(connection, BOB, [follow])

    with counted(database) as used:
        gevent.joinall([gevent.spawn(join) for _ in range(JOINERS)], raise_error=True)
    return max(used)


def test_who_joins_keeps_no_connection_of_the_database_while_others_go_first(sqlite: Database) -> None:
    desk = Desk(sqlite)
    for hour in range(9, 13):
        desk.do(ANN, book_court, COURT_1, at(f"{hour:02}:00"), at(f"{hour:02}:00") + minutes(60))
    assert most_in_use(sqlite, gevent.sleep) > CONNECTIONS, "a pause in the middle does keep one"
    the_loops = CooperativeYield(hold_seconds=0)
    the_loops.belong_here()
    assert most_in_use(sqlite, the_loops) <= CONNECTIONS
