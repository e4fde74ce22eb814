"""Reminders: the customer of a confirmed booking is told before it begins, as the venue has set.

`Booking.remind_at` is the clock: when the booking is to be looked at next, None where no reminder lies ahead. What it says is
decided then, so that a venue's other setting holds for all that is booked already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update

from bookings.desk.log.describe import place_of, span_words
from bookings.desk.lookup import situation_of
from bookings.desk.notifications.write import Told, keep
from bookings.desk.transaction import Transaction
from bookings.models import Booking, Person, Venue
from bookings.reading.bookings.linked import BookingLink, link_to
from bookings.rules.notifications.words import reminder_words
from bookings.rules.status import OCCUPYING, BookingStatus
from bookings.rules.times.reminders import Reminder, begins_words, next_reminder, reminder_due

AT_ONCE = 50


@dataclass(frozen=True)
class Reminded:
    """A booking of which its customer was reminded. `email` is where they can be written to, None nowhere, and `has_account`
    whether it is their own, by which they choose what they are sent. `words`: what, when, begins, venue and code."""

    link: BookingLink
    name: str
    email: str | None
    has_account: bool
    words: Mapping[str, str]


def look_again(tx: Transaction, *which: ColumnElement[bool]) -> None:
    """These bookings, as far as they are still to come, begin at another time: upkeep plans what their customers are reminded of."""
    coming = (Booking.starts_at > tx.now, Booking.status.in_(OCCUPYING))
    again = update(Booking).where(*which, *coming).values(remind_at=tx.now)
    tx.session.execute(again, execution_options={"synchronize_session": "fetch"})


def remind(tx: Transaction) -> tuple[int, list[Reminded]]:
    """Remind of what is due, so many at a time: each once, whoever else does it. Returns how many were looked at, and those
    whose customers were reminded."""
    due = select(Booking).where(Booking.remind_at <= tx.now).order_by(Booking.remind_at, Booking.id).limit(AT_ONCE)
    bookings = tx.session.scalars(due.with_for_update(skip_locked=True)).all()
    told: list[Told] = []
    found: list[Reminded] = []
    for booking in bookings:
        venue = tx.venue(booking.venue_id)
        since = booking.remind_at or tx.now
        booking.remind_at = next_reminder(booking.starts_at, venue.zone, tx.now)
        reminder = reminder_due(booking.starts_at, venue.zone, since, tx.now)
        if reminder is None or not _wanted(venue, reminder) or not _takes_place(tx, booking, venue):
            continue
        reminded = _reminded(tx, booking, venue)
        told.append(Told(booking.customer_id, reminder_words(reminded.words), venue.id, booking.id))
        found.append(reminded)
    keep(tx, told, mails=False)
    return len(bookings), found


def _wanted(venue: Venue, reminder: Reminder) -> bool:
    return venue.reminds_day_before if reminder == Reminder.DAY_BEFORE else venue.reminds_two_hours_before


def _takes_place(tx: Transaction, booking: Booking, venue: Venue) -> bool:
    """A request waits for an answer yet, and whoever is checked in is there."""
    if booking.status != BookingStatus.CONFIRMED:
        return False
    return not situation_of(tx, booking, venue).is_off


def _reminded(tx: Transaction, booking: Booking, venue: Venue) -> Reminded:
    person = tx.session.get_one(Person, booking.customer_id)
    typed = booking.customer_email or booking.contact.get("email")
    words = {
        "what": place_of(tx.session, booking), "when": span_words(booking.starts_at, booking.ends_at, venue.zone),
        "begins": begins_words(booking.starts_at, venue.zone, tx.now), "venue": venue.name, "code": booking.pnr,
    }  # fmt: skip
    return Reminded(link_to(booking), booking.customer_name or person.name, person.email or typed, person.email is not None, words)
