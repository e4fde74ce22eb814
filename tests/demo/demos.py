"""Demos made at an hour of one's choice, and what stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bookings.database import Database
from bookings.database.migrate import migrate
from bookings.desk import Desk
from bookings.models import Event, Venue
from bookings.reading.audience import STAFF
from bookings.reading.boards.board import read_board
from bookings.reading.boards.day import Board
from bookings.reading.seats.maps import read_seat_map
from bookings.reading.seats.views import SeatMap
from bookings.rules.times.zones import local_day

AFTERNOON = "2026-11-20 14:32"  # a Friday, on the club's clock


@contextmanager
def desk_at(file: Path, local: str) -> Iterator[Desk]:
    """A desk over this database, whose clock shows `local` in Zürich just now."""
    with closing(Database(f"sqlite:///{file}")) as database:
        migrate(database)
        database.skew = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/Zurich")) - datetime.now(UTC)
        yield Desk(database)


def board_of(desk: Desk, venue_id: str, *, days: int = 0) -> Board:
    """The staff's board of today, or of so many days later."""
    with desk.database.read() as session:
        now = desk.database.now(session)
        venue = session.get_one(Venue, venue_id)
        return read_board(session, venue_id, local_day(now, venue.zone) + timedelta(days=days), STAFF, now)


def states_on(board: Board) -> Counter[str]:
    return Counter(cell.card.status for cell in board.cells.values() if cell.card and cell.card.kind == "booking")


def map_of(desk: Desk, title: str) -> SeatMap:
    """The public's map of the event with this title."""
    with desk.database.read() as session:
        event = session.scalars(select(Event).where(Event.title == title)).one()
        return read_seat_map(session, event.id, None, desk.database.now(session))
