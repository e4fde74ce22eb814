"""Appointments on the days on which the clock changes: every free time is real, has its own name and its full length."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_service
from bookings.models import Service, Venue
from bookings.reading.appointments.free import Wanted
from bookings.reading.free_times import read_free_times
from bookings.rules.times.zones import day_bounds, exact_label, to_local
from tests import records
from tests.world.clock import set_clock
from tests.world.people import CLEO
from tests.world.places import CHECK_UP, CLINIC, DR_VOGEL
from tests.world.rows import ALWAYS

HALF_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("zone", "day", "changes_at", "half_hours", "twice"),
    [
        ("Europe/Paris", date(2026, 3, 29), 2, 46, 0),
        ("Europe/Paris", date(2026, 10, 25), 2, 50, 2),
        ("America/New_York", date(2026, 3, 8), 2, 46, 0),
        ("America/New_York", date(2026, 11, 1), 1, 50, 2),
        ("Australia/Lord_Howe", date(2026, 10, 4), 2, 47, 0),
        ("Australia/Lord_Howe", date(2026, 4, 5), 1, 49, 1),
    ],
)
def test_every_free_time_of_the_day_can_be_booked_as_it_stands(
    database: Database, desk: Desk, zone: str, day: date, changes_at: int, half_hours: int, twice: int
) -> None:
    at_clinic = update(Venue).where(Venue.id == CLINIC).values(zone=zone, hours=ALWAYS, at_once_per_customer=60, unpaid_per_customer=60)
    database.write(lambda session: session.execute(at_clinic) and None)
    database.write(lambda session: session.execute(update(Service).values(buffer_before=0, buffer_after=0)) and None)
    begins, ends = day_bounds(day, zone)
    set_clock(database, begins - timedelta(days=3))
    wanted = Wanted(CHECK_UP, DR_VOGEL)

    def free() -> list[tuple[str, timedelta]]:
        with database.read() as session:
            found = read_free_times(session, CLINIC, day, CLEO, database.now(session), wanted).appointments
        assert [each.start for each in found] == sorted(each.start for each in found)
        return [(exact_label(each.start, zone), each.end - each.start) for each in found]

    before = free()
    assert len(before) == half_hours == (ends - begins) // HALF_HOUR
    assert {length for _, length in before} == {HALF_HOUR} and len(dict(before)) == half_hours, "no name stands for two"
    assert len([label for label, _ in before if label.endswith("2nd")]) == twice
    starts = [begins + n * HALF_HOUR for n in range(half_hours)]
    around = [start for start in starts if abs(to_local(start, zone).hour - changes_at) <= 1]
    made = [desk.do(CLEO, book_service, CHECK_UP, start, provider_id=DR_VOGEL) for start in around]
    booked = [records.booking(database, each) for each in made]
    assert {each.ends_at - each.starts_at for each in booked} == {HALF_HOUR}
    taken = {exact_label(each, zone) for each in around}
    assert [label for label, _ in free()] == [label for label, _ in before if label not in taken]
