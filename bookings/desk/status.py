"""Writing a booking's status, with what follows from it: the claims, the clock of a request, the change."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from bookings.desk.affected_topics import affected_topics, drawn_times, own_time
from bookings.desk.claims.release import release_claims
from bookings.desk.transaction import Span, Transaction
from bookings.models import Admission, Boarding, Booking, ChangeKind, Claim, Venue
from bookings.rules.status import OCCUPYING, BookingStatus
from bookings.rules.times.reminders import next_reminder
from bookings.rules.times.requests import request_until

_KINDS = {
    BookingStatus.PENDING: ChangeKind.BOOKING_REOPENED,
    BookingStatus.CONFIRMED: ChangeKind.BOOKING_CONFIRMED,
    BookingStatus.CHECKED_IN: ChangeKind.BOOKING_CHECKED_IN,
    BookingStatus.COMPLETED: ChangeKind.BOOKING_COMPLETED,
    BookingStatus.NO_SHOW: ChangeKind.BOOKING_MISSED,
    BookingStatus.CANCELLED: ChangeKind.BOOKING_CANCELLED,
}


def write_status(
    tx: Transaction, booking: Booking, venue: Venue, status: BookingStatus, reason: str = "", **detail: Any
) -> None:
    """Bring the booking into `status`, its claims and its clock after it, and record the change. Nothing is asked here.

    `reason` is kept of a booking that gives its place back. The money is the caller's to settle. `detail` stands with the change.
    """
    was = BookingStatus(booking.status)
    booking.status, booking.updated_at = status, tx.now
    start_clock(tx, booking, venue)
    plan_reminder(tx, booking, venue)
    booking.cancel_reason = reason if status not in OCCUPYING else ""
    if was == BookingStatus.CHECKED_IN and status == BookingStatus.CONFIRMED:
        tx.session.execute(delete(Admission).where(Admission.booking_id == booking.id))
    stays = was in OCCUPYING and status in OCCUPYING
    times = (own_time(booking) if stays else drawn_times(tx, booking)) + drop_proposal(tx, booking)
    if status not in OCCUPYING:
        release_claims(tx, booking)
        leave_gate(tx, booking)
    tx.record(
        _KINDS[status],
        affected_topics(booking, venue, also=times),
        booking=booking,
        seats=[seat["label"] for seat in booking.seats],
        times=times,
        people=[booking.customer_id],
        previous=was,
        status=status,
        reason=booking.cancel_reason,
        **detail,
    )


def drop_proposal(tx: Transaction, booking: Booking) -> list[Span]:
    """Another time that was proposed is not kept any longer. Returns what it took, to be drawn again."""
    if booking.proposal is None:
        return []
    offered = Claim.booking_id == booking.id, Claim.kind == "offer"
    spans = tx.session.execute(select(Claim.resource_id, Claim.starts_at, Claim.ends_at).where(*offered)).all()
    tx.session.execute(delete(Claim).where(*offered))
    booking.proposal = None
    return [(resource_id, start, end) for resource_id, start, end in spans if resource_id and start and end]


def leave_gate(tx: Transaction, booking: Booking) -> None:
    """Nobody of this booking is checked in or boarded any more."""
    if booking.kind == "flight":
        tx.session.execute(delete(Boarding).where(Boarding.booking_id == booking.id))


def start_clock(tx: Transaction, booking: Booking, venue: Venue) -> None:
    """Let it run anew for a request that nobody has paid anything for; end it for any other booking."""
    asked = booking.status == BookingStatus.PENDING and not booking.paid
    until = request_until(tx.now, booking.starts_at, venue.kind, venue.request_minutes) if asked else None
    booking.expires_at = until


def plan_reminder(tx: Transaction, booking: Booking, venue: Venue) -> None:
    """Let the clock run to the next reminder that lies ahead; end it for what has given its place back, which nobody comes to."""
    stays = BookingStatus(booking.status) in OCCUPYING
    booking.remind_at = next_reminder(booking.starts_at, venue.zone, tx.now) if stays else None
    if not stays:
        booking.coming_at = None
