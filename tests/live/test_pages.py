"""A page that comes back: what its socket brings first never is older than what the page shows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bookings.desk import book, holds, states
from tests.external import postgres
from tests.live.page_visitor import PageVisitor
from tests.server_process import Served, serving
from tests.world import present
from tests.world.people import BOB, SAM, named
from tests.world.places import COURTS, HAMLET


def present_at(court: str, markup: str) -> str | None:
    """What the head of this court says of the present, where it says anything."""
    found = re.search(rf'id="head-{court}" data-now="(\w+)"', markup)
    return found and found[1]


def test_whoever_comes_back_within_the_minute_keeps_what_the_page_shows(served: Served) -> None:
    sam, today = PageVisitor(served, SAM), present.board(present.today())
    with sam.follow(sam.load(today)) as socket:
        socket.text()  # of how the venue is set up
        assert present_at(COURTS[0], socket.text()) is None, "the court is free"
    sam.wait_until_alone()
    begins = datetime.now(UTC).replace(minute=30 * (datetime.now(UTC).minute // 30), second=0, microsecond=0)
    made = served.desk.do(SAM, book.book_court, COURTS[0], begins, begins + timedelta(hours=1), customer=named(SAM))
    served.desk.do(SAM, states.check_in, made)
    page = sam.load(today)
    with sam.follow(page) as socket:
        socket.text()
        assert (present_at(COURTS[0], page), present_at(COURTS[0], socket.text())) == ("live", "live")


def test_on_postgresql_too_pages_follow_and_sockets_receive(postgres_server: str) -> None:
    url = postgres.create_database(postgres_server)
    with serving(present.fill, database_url=url) as served:
        bob, path = PageVisitor(served, BOB), present.board()
        sockets = [bob.follow(bob.load(each)) for each in (path, f"/events/{HAMLET}")]
        for socket in sockets:
            socket.text()
        served.desk.do(SAM, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"), customer=named(SAM))
        served.desk.do(SAM, holds.hold_seats, HAMLET, ["A1"])
        for socket, place in zip(sockets, (present.slot(1, "10:00"), "seat-A1"), strict=True):
            while f'id="{place}"' not in socket.text():
                pass
            socket.close()
        assert "Traceback" not in served.log
    postgres.drop_database(url)
