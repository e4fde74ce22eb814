"""Whether changes of bookings can be seen on a page of the venues' list. In doubt they can.

It asks for a row or two where the list itself is counted and sorted, so that a page which shows something else stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bookings.models import Booking, ChangeKind, Venue
from bookings.reading.bookings.conditions import on_day
from bookings.reading.bookings.filters import Filter
from bookings.reading.bookings.lists import PAGE
from bookings.reading.bookings.matching import venue_ids
from bookings.reading.people.search import find_people
from bookings.rules.text.codes import LENGTH, code_typed
from bookings.rules.times.zones import day_bounds

FEW = 10
"""Of more bookings than this, it is not asked one by one."""

_OF_THE_LINE = frozenset(
    {
        ChangeKind.COMING_CONFIRMED, ChangeKind.NOTE_CHANGED, ChangeKind.DETAILS_CHANGED, ChangeKind.PAYMENT_TAKEN,
        ChangeKind.PAYMENT_RETURNED, ChangeKind.PAYMENT_REVERSED, ChangeKind.PAYMENT_FAILED, ChangeKind.PRICE_CHANGED,
    }
)  # fmt: skip
"""What changes no more than what stands in the booking's own line."""


def can_show(session: Session, wanted: Filter, changed: Mapping[str, Collection[str]]) -> bool:
    """Whether the page of this filter (its day one of the calendar) can look different after these kinds of changes, by
    booking."""
    if len(changed) > FEW:
        return True
    found = session.scalars(select(Booking).where(Booking.id.in_(changed))).all()
    if len(found) < len(changed):  # one was deleted
        return True
    venues = venue_ids(session, wanted)
    return any(_reaches(session, wanted, venues, booking, set(changed[booking.id])) for booking in found)


def _reaches(session: Session, wanted: Filter, venues: Sequence[str], booking: Booking, kinds: set[str]) -> bool:
    stays = kinds <= _OF_THE_LINE
    if wanted.kind and booking.kind != wanted.kind and (wanted.text or wanted.day or stays):
        return False
    if wanted.text:
        return _is_found(session, wanted.text, venues, booking)
    if wanted.day:
        return ChangeKind.BOOKING_MOVED in kinds or _is_on(session, wanted, booking)
    if not stays or wanted.kind or wanted.payment or wanted.before:
        return True
    if wanted.status and booking.status != wanted.status.upper():
        return False
    return not _is_beyond(session, wanted, venues, booking)


def _is_found(session: Session, text: str, venues: Sequence[str], booking: Booking) -> bool:
    code = code_typed(text)
    if code and (booking.pnr == code if len(code) == LENGTH else booking.pnr.startswith(code)):
        return True
    people = find_people(session, text, venues)
    return people.more or booking.customer_id in people.people


def _is_on(session: Session, wanted: Filter, booking: Booking) -> bool:
    assert wanted.day is not None
    venue = session.get_one(Venue, booking.venue_id)
    there = or_(*on_day(venue.id, *day_bounds(wanted.day, venue.zone)))
    return session.scalar(select(Booking.id).where(Booking.id == booking.id, there)) is not None


def _is_beyond(session: Session, wanted: Filter, venues: Sequence[str], booking: Booking) -> bool:
    """Whether so many are newer that it stands after this page."""
    at, reach = booking.created_at, PAGE * wanted.page
    newer = or_(Booking.created_at > at, Booking.id > booking.id)
    ahead = select(Booking.id).where(Booking.venue_id.in_(venues), Booking.created_at >= at, newer)
    if wanted.status:
        ahead = ahead.where(Booking.status == wanted.status.upper())
    return session.scalar(select(func.count()).select_from(ahead.limit(reach).subquery())) == reach
