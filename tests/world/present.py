"""The test world at the real time, for servers and browsers, whose clocks are not ours: all is open day and night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bookings.desk import Desk
from bookings.live import element_ids
from bookings.rules.times.zones import local_day
from tests.world import clock
from tests.world.places import CLUB, COURTS
from tests.world.rows import ALWAYS
from tests.world.rows import fill as fill_as_of


def fill(desk: Desk) -> None:
    # Bookings for tomorrow and the show after it are checked in at any time of the day.
    desk.database.write(lambda session: fill_as_of(session, datetime.now(UTC), hours=ALWAYS, check_in_hours=72))


def today() -> date:
    return local_day(datetime.now(UTC), clock.ZURICH)


def tomorrow() -> date:
    return today() + timedelta(days=1)


def at(time: str, day: date | None = None) -> datetime:
    """The instant at which the venue's clock shows "10:00", tomorrow or on that day."""
    return clock.at(time, day or tomorrow())


def board(day: date | None = None) -> str:
    """The path of the club's board, tomorrow's or that day's."""
    return f"/venues/{CLUB}/board?date={(day or tomorrow()).isoformat()}"


def slot(court: int, time: str) -> str:
    """The element id of a cell of tomorrow's board; `court` is 1, 2 or 3."""
    return element_ids.slot(COURTS[court - 1], at(time))
