"""Who comes in at the door: a code that was scanned or typed, and what it lets in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bookings.desk.lookup import booking_for, situation_of
from bookings.desk.status import write_status
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotFound
from bookings.models import Admission, Booking, Change, ChangeKind, Event, Person, Resource, Venue
from bookings.rules import topics
from bookings.rules.money.written import in_money
from bookings.rules.status import BookingStatus
from bookings.rules.switching import why_not
from bookings.rules.text.already import already_done
from bookings.rules.text.codes import read_code
from bookings.rules.times.zones import clock_label, day_words, days_touched, iso, local_day

_B = BookingStatus
LONGEST_OFFLINE = timedelta(hours=24)


def admit(
    tx: Transaction, venue_id: str, code: str, *, event_id: int | None = None, at: datetime | None = None, by_time: bool = False
) -> dict[str, Any]:
    """Let in whom this code is for: one seat of a booking, or all that are not inside yet; a booking by time is checked in.

    `event_id` is the event at whose door it was read, None for whatever is on at the venue today; `at` when, where that was
    without a connection; `by_time` where no seats are let in. For who works at the venue. Returns who came in, where to, on which
    seats, how many of the booking are inside, and what is still to be paid.

    Raises NotFound, RuleViolation, or Conflict that says why not, such as `already_in`.
    """
    if not tx.by.works_at(venue_id):
        raise NotFound("There is no such door, or it is not yours.")
    pnr, label = read_code(code)
    found = tx.session.scalar(select(Booking.id).where(Booking.pnr == pnr, Booking.venue_id == venue_id))
    if found is None:
        raise NotFound(f"No booking here has the code {pnr}. Look at the name on the door list.", code="unknown_code")
    booking = booking_for(tx, found, staff_only=True)
    venue = tx.venue(venue_id)
    _check_place(tx, booking, venue, event_id)
    if by_time and booking.event_id is not None:
        raise Conflict("Seats are let in at their own door.", code="seats")
    _check_state(tx, booking, venue)
    came = min(max(at, tx.now - LONGEST_OFFLINE), tx.now) if at is not None else tx.now
    labels = _seats_to_admit(tx, booking, venue, label)
    if booking.status != _B.CHECKED_IN:
        if (no := why_not(situation_of(tx, booking, venue), _B.CHECKED_IN, tx.now, staff=True)) is not None:
            raise Conflict(no.message, code=no.code)
        write_status(tx, booking, venue, _B.CHECKED_IN)
    if labels:
        assert booking.event_id is not None
        of = {"booking_id": booking.id, "event_id": booking.event_id, "at": came, "by_name": tx.by.name}
        tx.session.add_all(Admission(label=each, **of) for each in labels)
        tx.record(
            ChangeKind.ADMITTED, {topics.booking(booking.id), topics.venue(venue.id)}, booking=booking, labels=list(labels)
        )
    tx.session.flush()
    inside = tx.session.scalar(select(func.count()).where(Admission.booking_id == booking.id)) or 0
    owed = booking.balance.owed
    return {
        "bookingId": booking.id,
        "pnr": booking.pnr,
        "name": booking.customer_name or tx.session.get_one(Person, booking.customer_id).name,
        "seats": list(labels),
        "inside": inside if booking.seats else 1,
        "of": len(booking.seats) or 1,
        "start": iso(booking.starts_at),
        "place": _place(tx, booking),
        "owed": in_money(owed, booking.currency) if owed else "",
    }


def _place(tx: Transaction, booking: Booking) -> str:
    """Where whoever comes in has to go."""
    if booking.resource_id is not None:
        return tx.session.get_one(Resource, booking.resource_id).name
    return tx.session.get_one(Event, booking.event_id).title


def _check_place(tx: Transaction, booking: Booking, venue: Venue, event_id: int | None) -> None:
    """Whether this is the door that the booking is for, and the day."""
    when = f"{day_words(local_day(booking.starts_at, venue.zone))}, {clock_label(booking.starts_at, venue.zone)}"
    if booking.kind == "flight":
        raise Conflict("This is a booking of a flight. Passengers are boarded at their flight.", code="flight")
    if event_id is not None and booking.event_id != event_id:
        event = tx.session.get(Event, booking.event_id) if booking.event_id is not None else None
        raise Conflict(f"This is for {event.title if event else 'another booking'}, {when}.", code="another_event")
    if event_id is None and local_day(tx.now, venue.zone) not in days_touched(booking.starts_at, booking.ends_at, venue.zone):
        raise Conflict(f"This is for another day: {when}.", code="another_day")


def _check_state(tx: Transaction, booking: Booking, venue: Venue) -> None:
    if booking.status == _B.CANCELLED:
        raise Conflict("This booking is cancelled, so it lets nobody in.", code="cancelled")
    if booking.status == _B.PENDING:
        raise Conflict("This booking is not confirmed yet. Confirm it at the desk first.", code="not_confirmed")
    if booking.status == _B.COMPLETED or booking.ends_at <= tx.now:
        raise Conflict(f"This was over at {clock_label(booking.ends_at, venue.zone)}.", code="over")


def _seats_to_admit(tx: Transaction, booking: Booking, venue: Venue, label: str) -> Sequence[str]:
    """Those of the code that have not come in yet; none for a booking by time. Raises Conflict when all have."""
    seats = [seat["label"] for seat in booking.seats]
    if not seats:
        if booking.status == _B.CHECKED_IN:
            of = (Change.booking_id == booking.id, Change.kind == ChangeKind.BOOKING_CHECKED_IN)
            last = tx.session.execute(select(Change.at, Change.by_name).where(*of).order_by(Change.id.desc()).limit(1))
            raise _already(tx, venue, *(last.one_or_none() or (booking.updated_at, "the desk")))
        return ()
    asked = [each for each in seats if each.casefold() == label.casefold()] if label else seats
    if not asked:
        raise Conflict(
            f"Seat {label[:12]} does not belong to this booking. Its seats are {', '.join(seats)}.", code="another_seat"
        )
    came = tx.session.execute(
        select(Admission.label, Admission.at, Admission.by_name)
        .where(Admission.booking_id == booking.id, Admission.label.in_(asked))
        .order_by(Admission.at)
    ).all()
    if len(came) == len(asked):
        raise _already(tx, venue, came[0].at, came[0].by_name)
    inside = {each.label for each in came}
    return [each for each in asked if each not in inside]


def _already(tx: Transaction, venue: Venue, at: datetime, by: str) -> Conflict:
    return Conflict(already_done("Came in", at, f"let in by {by}", tx.now, venue.zone), code="already_in")
