"""What customers answer to a reminder, by a signed link that is good while all is as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.move import move
from bookings.desk.reminders.answers import cancel_by_link, confirm_by_link
from bookings.desk.states import cancel
from bookings.errors import Conflict, LinkOver, Refusal
from bookings.mail.booking_links import BookingLinks
from bookings.models import Booking
from bookings.reading.bookings.linked import BookingLink, link_to
from bookings.rules import topics
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import NEXT_DAY, at, set_clock
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import COURT_1

TEN, ELEVEN = at("10:00", NEXT_DAY), at("11:00", NEXT_DAY)
LINKS = BookingLinks("only for tests")


@pytest.fixture
def booked(desk: Desk) -> str:
    """For Ann, confirmed: Court 1, in two days at ten."""
    return desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=named(ANN))


def link_of(desk: Desk, booked: str) -> BookingLink:
    return LINKS.read(LINKS.sign(link_to(records.booking(desk.database, booked))))


def test_a_customer_says_once_that_they_come(desk: Desk, booked: str) -> None:
    link = link_of(desk, booked)
    desk.do(ANN, confirm_by_link, link)
    assert records.booking(desk.database, booked).coming_at is not None
    with records.nothing_changes(desk.database), pytest.raises(Conflict, match="noted already"):
        desk.do(ANN, confirm_by_link, link)
    desk.do(ANN, cancel_by_link, link, "I am ill")
    assert records.booking(desk.database, booked).cancel_reason == "I am ill"


def test_an_answer_that_was_given_is_of_what_it_was_then(desk: Desk, booked: str) -> None:
    desk.do(ANN, confirm_by_link, link_of(desk, booked))
    desk.do(SAM, move, booked, COURT_1, TEN + timedelta(hours=1), ELEVEN + timedelta(hours=1))
    assert records.booking(desk.database, booked).coming_at is None
    desk.do(ANN, confirm_by_link, link_of(desk, booked))


def hand_over(desk: Desk, booked: str) -> None:
    """To Bob, as no verb does yet."""
    change = update(Booking).where(Booking.id == booked).values(customer_id=BOB.id)
    desk.database.write(lambda session: session.execute(change) and None)


@pytest.mark.parametrize(
    ("meanwhile", "says"),
    [
        (lambda desk, it: desk.do(SAM, cancel, it), "is cancelled"),
        (lambda desk, it: desk.do(SAM, move, it, COURT_1, TEN + timedelta(hours=1), ELEVEN + timedelta(hours=1)), "has moved"),
        (lambda desk, it: set_clock(desk.database, TEN), "until the booking began"),
        (hand_over, "not in the name"),
    ],
    ids=["cancelled", "moved", "begun", "another's"],
)
def test_a_link_of_what_is_not_so_any_more_does_nothing(
    desk: Desk, booked: str, meanwhile: Callable[[Desk, str], object], says: str
) -> None:
    link = link_of(desk, booked)
    meanwhile(desk, booked)
    for verb in (partial(confirm_by_link), partial(cancel_by_link, reason="")):
        with records.nothing_changes(desk.database), pytest.raises(LinkOver, match=says):
            desk.do(ANN, verb, link)


def test_a_link_that_was_made_up_or_signed_with_another_key_is_none(booked: str, desk: Desk) -> None:
    link = link_of(desk, booked)
    other, newer = BookingLinks("another key"), BookingLinks("a newer key", ["only for tests"])
    for text in ("", "x", LINKS.sign(link)[:-1], other.sign(link), "x" * 5000):
        with pytest.raises(Refusal, match="no such link"):
            LINKS.read(text)
    assert newer.read(LINKS.sign(link)) == link


def test_two_who_come_by_the_same_link_at_once_cancel_once(desk: Desk, booked: str) -> None:
    link = link_of(desk, booked)
    done = all_at_once([partial(desk.do, ANN, cancel_by_link, link, "")] * 3)
    assert sorted(type(each).__name__ for each in done) == ["LinkOver", "LinkOver", "str"]
    assert records.kinds(desk.database, topics.booking(booked)).count("BookingCancelled") == 1
