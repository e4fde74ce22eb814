"""Customers are reminded of what they booked, each once, as their venue has set; by notification and by mail."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from bookings.administration.events.edit import edit_event
from bookings.administration.venues import edit_venue
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.book.box_office import sell_seats
from bookings.desk.move import move
from bookings.desk.notifications.choose import choose
from bookings.desk.states import cancel, check_in, restore
from bookings.mail.booking_links import BookingLinks
from bookings.mail.reminders import Links, send_reminders
from bookings.mail.unsubscribe import UnsubscribeLinks
from bookings.models import Booking, Mail, Notification
from bookings.models.person import RINGSIDE
from bookings.reading.bookings.linked import link_to
from bookings.rules.setup.settings import MailServer, SiteSettings
from bookings.rules.times.zones import to_local
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import NEXT_DAY, TOMORROW, at, set_clock
from tests.world.people import ADA, ANN, BOB, MAX, SAM, email_of, named
from tests.world.places import CLUB, COURT_1, COURT_2, HAMLET, NIGHT_COURT, NIGHT_HALL

TEN, ELEVEN = at("10:00", NEXT_DAY), at("11:00", NEXT_DAY)
A_DAY_BEFORE, TWO_HOURS_BEFORE = at("10:00", TOMORROW), at("08:00", NEXT_DAY)
SITE = SiteSettings("https://desk.example.com", mail=MailServer("127.0.0.1", 1), mail_from="desk@example.com")
LINKS = BookingLinks("only for tests")
BOTH = Links(LINKS, UnsubscribeLinks("only for tests"))


@pytest.fixture
def booked(desk: Desk) -> str:
    """For Ann, confirmed: Court 1, in two days at ten."""
    return desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=named(ANN))


def remind_at(desk: Desk, moment: datetime) -> list[str]:
    """What upkeep tells people then, and nothing more the second time."""
    set_clock(desk.database, moment)
    before = len(reminded(desk))
    desk.do(RINGSIDE, send_reminders, SITE, BOTH)
    after = reminded(desk)
    desk.do(RINGSIDE, send_reminders, SITE, BOTH)
    assert reminded(desk) == after
    return after[before:]


def reminded(desk: Desk) -> list[str]:
    told = select(Notification).where(Notification.kind == "booking_reminder").order_by(Notification.created_at, Notification.id)
    return [each.message for each in records.found(desk.database, told)]


def mails(database: Database) -> list[Mail]:
    return records.found(database, select(Mail).order_by(Mail.created_at))


def test_a_day_before_and_two_hours_before_by_notification_and_mail(database: Database, desk: Desk, booked: str) -> None:
    assert remind_at(desk, A_DAY_BEFORE - timedelta(minutes=1)) == []
    (first,) = remind_at(desk, A_DAY_BEFORE)
    code = records.booking(database, booked).pnr
    assert first == (
        "Court 1, Wednesday 4 March 2026, 10:00 to 11:00. It begins tomorrow at 10:00 at Seehof Tennis. "
        f"Your code is {code}."
    )
    assert "today at 10:00" in remind_at(desk, TWO_HOURS_BEFORE)[0]
    assert remind_at(desk, TEN) == [] and records.booking(database, booked).remind_at is None
    day, hours = mails(database)
    assert {day.to, hours.to} == {email_of(ANN)} and "tomorrow at 10:00" in day.text
    assert f"https://desk.example.com/answer/{LINKS.sign(link_to(records.booking(database, booked)))}/coming" in day.text


def test_who_wants_no_such_mail_gets_none_and_who_has_no_account_is_written_to_as_was_typed(sqlite: Database) -> None:
    desk, walk_in = Desk(sqlite), {"name": "Wanda Walkin"}
    desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=named(ANN))
    desk.do(SAM, book_court, COURT_2, TEN, ELEVEN, customer=walk_in)
    desk.do(ANN, choose, {("reminder", "email"): False})
    assert len(remind_at(desk, A_DAY_BEFORE)) == 1 and mails(sqlite) == []
    typed = update(Booking).where(Booking.resource_id == COURT_2).values(customer_email="wanda@example.com")
    sqlite.write(lambda session: session.execute(typed) and None)
    remind_at(desk, TWO_HOURS_BEFORE)
    (mail,) = mails(sqlite)
    assert mail.to == "wanda@example.com" and "Hello Wanda Walkin" in mail.text and mail.unsubscribe == ""
    assert "/cancel" in mail.html and mail.html.count("/answer/") == 3


def test_two_processes_remind_once(desk: Desk, booked: str) -> None:
    set_clock(desk.database, A_DAY_BEFORE)
    all_at_once([partial(desk.do, RINGSIDE, send_reminders, SITE, BOTH)] * 3)
    assert len(reminded(desk)) == 1 and len(mails(desk.database)) == 1


def test_after_a_long_pause_only_what_is_still_useful_is_said(desk: Desk, booked: str) -> None:
    assert remind_at(desk, A_DAY_BEFORE + timedelta(hours=7)) == []
    assert len(remind_at(desk, TWO_HOURS_BEFORE + timedelta(minutes=50))) == 1


def test_what_moved_is_reminded_of_anew_and_what_is_cancelled_is_not(desk: Desk, booked: str) -> None:
    assert len(remind_at(desk, A_DAY_BEFORE)) == 1
    desk.do(SAM, move, booked, COURT_2, TEN + timedelta(days=2), ELEVEN + timedelta(days=2))
    assert remind_at(desk, TWO_HOURS_BEFORE) == []
    assert len(remind_at(desk, A_DAY_BEFORE + timedelta(days=2))) == 1
    desk.do(SAM, cancel, booked)
    assert records.booking(desk.database, booked).remind_at is None
    desk.do(SAM, restore, booked)
    assert len(remind_at(desk, TWO_HOURS_BEFORE + timedelta(days=2))) == 1


def test_who_waits_for_an_answer_or_is_there_is_not_reminded(desk: Desk) -> None:
    asked = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    came = desk.do(SAM, book_court, COURT_2, TEN, ELEVEN, customer=named(BOB))
    assert len(remind_at(desk, A_DAY_BEFORE)) == 1  # Bob's
    desk.do(SAM, check_in, came)
    assert remind_at(desk, TWO_HOURS_BEFORE) == [] and records.booking(desk.database, asked).status == "PENDING"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reminds_day_before": False}, (0, 1)),
        ({"reminds_two_hours_before": False}, (1, 0)),
        ({"reminds_day_before": False, "reminds_two_hours_before": False}, (0, 0)),
    ],
)
def test_a_venue_sets_which_and_its_setting_holds_for_what_is_booked(
    sqlite: Database, given: dict[str, bool], said: tuple[int, int]
) -> None:
    desk = Desk(sqlite)
    desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=named(ANN))
    desk.do(MAX, edit_venue, CLUB, given)
    assert (len(remind_at(desk, A_DAY_BEFORE)), len(remind_at(desk, TWO_HOURS_BEFORE))) == said


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe"])
def test_another_zone_of_the_venue_is_another_day_before(desk: Desk, zone: str) -> None:
    """The clocks there are changed between the reminder and the start, but not in Zurich."""
    day = {"America/New_York": date(2026, 3, 8), "Australia/Lord_Howe": date(2026, 4, 5)}[zone]
    begins = at("18:00", day, zone)
    desk.do(ADA, edit_venue, NIGHT_HALL, {"window_days": 60})
    desk.do(SAM, book_court, NIGHT_COURT, begins, begins + timedelta(hours=1), customer=named(ANN))
    desk.do(ADA, edit_venue, NIGHT_HALL, {"zone": zone})
    desk.do(RINGSIDE, send_reminders, SITE, BOTH)
    (planned,) = [each.remind_at for each in records.bookings(desk.database)]
    assert planned is not None and planned != begins - timedelta(days=1)
    assert to_local(planned, zone).isoformat()[:16] == f"{day - timedelta(days=1)}T18:00"
    assert len(remind_at(desk, planned)) == 1


def test_an_event_takes_the_reminders_of_its_bookings_along(desk: Desk) -> None:
    booked = desk.do(SAM, sell_seats, HAMLET, ["A1"], customer=named(ANN))
    before = records.booking(desk.database, booked)
    later = before.starts_at + timedelta(hours=5)
    desk.do(MAX, edit_event, HAMLET, {"starts_at": later.isoformat(), "ends_at": (later + timedelta(hours=2)).isoformat()})
    desk.do(RINGSIDE, send_reminders, SITE, BOTH)
    planned = records.booking(desk.database, booked).remind_at
    assert before.remind_at is not None and planned == before.remind_at + timedelta(hours=5)
    assert len(remind_at(desk, later - timedelta(hours=24))) == 1
