"""The days on which the clock changes: every free time of providers and every row of a board is real, has its own name and its full
length, and what is booked there stands so on the board, in a calendar that is followed, and in what one is reminded of."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import update

from bookings.accounts.calendar_feeds import make_feed
from bookings.accounts.secrets import digest_of
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_service
from bookings.desk.reminders.due import remind
from bookings.models import Service, Venue
from bookings.models.person import RINGSIDE
from bookings.reading.appointments.free import Wanted
from bookings.reading.audience import STAFF
from bookings.reading.boards.board import read_board
from bookings.reading.calendars.content import read_feed
from bookings.reading.free_times import read_free_times
from bookings.rules.times.reminders import Reminder, reminders
from bookings.rules.times.zones import clock_label, day_bounds, exact_label, to_local
from bookings.wire.calendars.document import entries_of, write_calendar
from tests import records
from tests.world.clock import set_clock
from tests.world.people import ANN, CLEO, SAM, named
from tests.world.places import CHECK_UP, CLINIC, DR_VOGEL, NIGHT_COURT, NIGHT_HALL
from tests.world.rows import ALWAYS

HALF_HOUR = timedelta(minutes=30)


BOTH_CHANGES = pytest.mark.parametrize(
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


@BOTH_CHANGES
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


@BOTH_CHANGES
def test_every_row_of_the_board_is_what_is_booked_followed_and_reminded_of(
    database: Database, desk: Desk, zone: str, day: date, changes_at: int, half_hours: int, twice: int
) -> None:
    at_hall = update(Venue).where(Venue.id == NIGHT_HALL).values(zone=zone)
    database.write(lambda session: session.execute(at_hall) and None)
    begins, _ = day_bounds(day, zone)
    set_clock(database, begins - timedelta(days=3))
    starts = [begins + n * HALF_HOUR for n in range(half_hours)]
    change = next(start for start in starts if to_local(start, zone).utcoffset() != to_local(begins, zone).utcoffset())
    assert to_local(change, zone).hour in (changes_at, changes_at + 1)
    around = [change + n * HALF_HOUR for n in (-2, -1, 0, 1)]
    for start in around:
        desk.do(SAM, book_court, NIGHT_COURT, start, start + HALF_HOUR, customer=named(ANN))
    secret = desk.do(ANN, make_feed).secret

    with database.read() as session:
        board = read_board(session, NIGHT_HALL, day, STAFF, database.now(session))
        labels = [slot.label for slot in board.slots]
        assert [slot.start for slot in board.slots] == starts and len(set(labels)) == half_hours
        assert len([label for label in labels if label.endswith("2nd")]) == twice
        assert [slot.start for slot in board.slots if board.cells[NIGHT_COURT, slot.row].card] == around
        followed = read_feed(session, digest_of(secret))
    events = Calendar.from_ical(write_calendar(entries_of(followed, ""), "")).walk("VEVENT")
    spans = sorted((each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in events)
    assert spans == [(start, start + HALF_HOUR) for start in around]

    days_before = [reminders(start, zone)[Reminder.DAY_BEFORE] for start in around]
    assert [clock_label(each, zone) for each in days_before] == [clock_label(start, zone) for start in around]
    assert [each.remind_at for each in sorted(records.bookings(database), key=lambda each: each.starts_at)] == days_before
    set_clock(database, max(days_before))
    _, told = desk.do(RINGSIDE, remind)
    assert sorted(each.words["begins"] for each in told) == sorted(f"tomorrow at {exact_label(start, zone)}" for start in around)
