"""The time of the tests, Monday 2 March 2026, 10:05 in Zurich, and the words to name times and to move a database's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bookings.database import Database
from bookings.rules.times.zones import to_utc

NOW = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
TODAY = date(2026, 3, 2)
TOMORROW = TODAY + timedelta(days=1)
NEXT_DAY = TODAY + timedelta(days=2)
SUNDAY = date(2026, 3, 8)
SPRING_FORWARD, AUTUMN_BACK = date(2026, 3, 29), date(2026, 10, 25)
ZURICH = "Europe/Zurich"


def at(clock: str, day: date = TOMORROW, zone: str = ZURICH, *, fold: int | None = None) -> datetime:
    """The instant at which the venue's clock shows "10:00" on that day."""
    return to_utc(datetime.combine(day, time.fromisoformat(clock)), zone, fold=fold)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def set_clock(database: Database, instant: datetime) -> None:
    """Let it be just after `instant`, by the database's clock; time goes on from there."""
    # SQLite's clock is rounded to milliseconds.
    database.skew = instant - datetime.now(UTC) + timedelta(milliseconds=5)


def pass_time(database: Database, **span: float) -> None:
    """Let `span` go by: pass_time(database, minutes=11)."""
    database.skew += timedelta(**span)


def now_of(database: Database) -> datetime:
    with database.read() as session:
        return database.now(session)
