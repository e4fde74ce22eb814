"""A booking's states. One road for every switch: the table of moves decides, claims follow, the change is recorded."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from bookings.desk.book import with_buffers
from bookings.desk.cancellation_money import fee_for, settle_cancelled, settle_restored
from bookings.desk.claims import claim, let_go
from bookings.desk.lookup import booking_for
from bookings.desk.lost import SeatWant, SpanWant, Want
from bookings.desk.topics_of import drawn_times, own_time, topics_of
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotAllowed
from bookings.models import Booking, ChangeKind, Seat, Service, Venue
from bookings.rules.balance import NOTHING
from bookings.rules.names import clean_note
from bookings.rules.status import OCCUPYING, BookingStatus, may_become

_FACTS = {
    BookingStatus.PENDING: ChangeKind.BOOKING_REOPENED,
    BookingStatus.CONFIRMED: ChangeKind.BOOKING_CONFIRMED,
    BookingStatus.CHECKED_IN: ChangeKind.BOOKING_CHECKED_IN,
    BookingStatus.COMPLETED: ChangeKind.BOOKING_COMPLETED,
    BookingStatus.NO_SHOW: ChangeKind.BOOKING_MISSED,
    BookingStatus.CANCELLED: ChangeKind.BOOKING_CANCELLED,
}


def switch(
    tx: Transaction, booking_id: str, status: BookingStatus, *, reason: str = "", keep: Decimal | None = None
) -> str:
    """Bring a booking into `status` and return its id. Switching to the state it has already changes nothing.

    Staff of the venue may make every move of the table; the customer may only cancel. Raises Conflict for a forbidden
    move, Lost when a cancelled booking's place has gone to somebody else. `keep` is what staff keeps of a cancelled one's money.
    """
    booking = booking_for(tx, booking_id)
    was = BookingStatus(booking.status)
    if was == status:
        return booking.id
    if not tx.by.works_at(booking.venue_id):
        _customer_may(tx, booking, status)
    if not may_become(was, status):
        raise Conflict(f"A booking that is {_word(was)} cannot become {_word(status)}.", code="forbidden_move")
    if status == BookingStatus.NO_SHOW and tx.now < booking.starts_at:
        raise Conflict("Nobody can miss a booking that has not begun.", code="not_begun")
    venue = tx.session.get_one(Venue, booking.venue_id)
    fee = fee_for(tx, booking, venue, keep) if status == BookingStatus.CANCELLED else NOTHING
    if was not in OCCUPYING:
        claim(tx, booking, wants_of(tx, booking))
        booking.cancel_reason = ""
    booking.status, booking.updated_at = status, tx.now
    stays = was in OCCUPYING and status in OCCUPYING
    times = own_time(booking) if stays else drawn_times(tx, booking)
    if status not in OCCUPYING:
        let_go(tx, booking)
        booking.cancel_reason = clean_note(reason)
    tx.record(
        _FACTS[status],
        topics_of(booking, venue, also=times),
        booking=booking,
        seats=[seat["label"] for seat in booking.seats],
        times=times,
        people=[booking.customer_id],
        previous=was,
        status=status,
        reason=booking.cancel_reason,
    )
    if status == BookingStatus.CANCELLED:
        settle_cancelled(tx, booking, fee)
    elif was == BookingStatus.CANCELLED:
        settle_restored(tx, booking)
    return booking.id


def confirm(tx: Transaction, booking_id: str) -> str:
    return switch(tx, booking_id, BookingStatus.CONFIRMED)


def check_in(tx: Transaction, booking_id: str) -> str:
    return switch(tx, booking_id, BookingStatus.CHECKED_IN)


def complete(tx: Transaction, booking_id: str) -> str:
    return switch(tx, booking_id, BookingStatus.COMPLETED)


def mark_no_show(tx: Transaction, booking_id: str) -> str:
    return switch(tx, booking_id, BookingStatus.NO_SHOW)


def cancel(tx: Transaction, booking_id: str, *, reason: str = "", keep: Decimal | None = None) -> str:
    """Free the places and give back what was paid but for the fee, in the same transaction."""
    return switch(tx, booking_id, BookingStatus.CANCELLED, reason=reason, keep=keep)


def wants_of(tx: Transaction, booking: Booking) -> list[Want]:
    """What this booking has to occupy."""
    if booking.event_id is not None:
        labels = [seat["label"] for seat in booking.seats]
        seats = tx.session.scalars(select(Seat).where(Seat.event_id == booking.event_id, Seat.label.in_(labels)))
        return [SeatWant(seat.id, seat.event_id, seat.label) for seat in seats]
    assert booking.resource_id is not None
    if booking.service_id is not None:
        service = tx.session.get_one(Service, booking.service_id)
        return list(with_buffers(service, booking.resource_id, booking.starts_at))
    wants = [SpanWant(booking.resource_id, booking.starts_at, booking.ends_at)]
    if booking.coach_id:
        wants.append(SpanWant(booking.coach_id, booking.starts_at, booking.ends_at))
    return list(wants)


def _customer_may(tx: Transaction, booking: Booking, status: BookingStatus) -> None:
    if status != BookingStatus.CANCELLED:
        raise NotAllowed("Only the venue can do this. You may cancel your booking.")
    if booking.starts_at <= tx.now:
        raise Conflict(
            "This booking has already begun, so it can no longer be cancelled here. Ask the desk.", code="past"
        )
    hours = tx.session.get_one(Venue, booking.venue_id).cancel_hours
    if booking.starts_at - timedelta(hours=hours) <= tx.now:
        raise Conflict(
            f"Bookings here can be cancelled until {hours} hour{'' if hours == 1 else 's'} before they begin. Ask the desk.",
            code="too_late",
        )


def _word(status: BookingStatus) -> str:
    return status.value.lower().replace("_", " ")
