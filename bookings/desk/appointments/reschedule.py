"""Moving an appointment: by its customer until the venue's cut-off, by the venue's staff at any time before it is over."""

from __future__ import annotations

from datetime import datetime

from bookings.desk.lookup import booking_for, providers_of
from bookings.desk.move import move, relocate
from bookings.desk.status import write_status
from bookings.desk.transaction import Transaction
from bookings.desk.venue_rules import VenueRules
from bookings.errors import Conflict
from bookings.models import Booking
from bookings.rules.status import BookingStatus
from bookings.rules.switching import Denial, why_not_moved


def reschedule(
    tx: Transaction, booking_id: str, start: datetime, provider_id: str | None = None, *, override: str | None = None
) -> str:
    """Move an appointment to `start`, with another provider if one is named. Returns its id.

    A customer moves by a customer's rules; where the venue answers requests, what was confirmed is one again. For staff it is
    `move`. Raises Conflict, RuleViolation, Taken.
    """
    booking = appointment_for(tx, booking_id)
    assert booking.resource_id is not None and booking.service_id is not None
    provider_id = provider_id or booking.resource_id
    end = start + (booking.ends_at - booking.starts_at)
    if tx.by.works_at(booking.venue_id) and tx.by.id != booking.customer_id:
        return move(tx, booking_id, provider_id, start, end, override=override)
    venue, status = tx.venue(booking.venue_id), BookingStatus(booking.status)
    refuse(why_not_moved(status, booking.starts_at, venue.move_until(booking.starts_at), tx.now))
    [provider] = providers_of(tx, booking.service_id, provider_id)
    if (provider.id, start) == (booking.resource_id, booking.starts_at):
        raise Conflict("It is at that time already.", code="not_moved")
    rules = VenueRules(tx, venue.id, override)
    lasts = int((end - start).total_seconds()) // 60
    rules.ask(venue.booking_terms(for_staff=False, of=provider).of_length(lasts).violations(start, end, tx.now))
    relocate(tx, booking, venue, rules, provider, start, end)
    if status == BookingStatus.CONFIRMED and not venue.confirms_at_once:
        write_status(tx, booking, venue, BookingStatus.PENDING)
    return booking.id


def appointment_for(tx: Transaction, booking_id: str, *, staff_only: bool = False) -> Booking:
    """The booking, as `booking_for` finds it, if it is an appointment. Raises Conflict for any other."""
    booking = booking_for(tx, booking_id, staff_only=staff_only)
    if booking.service_id is None:
        raise Conflict("This is no appointment. Move it at the desk.", code="no_appointment")
    return booking


def refuse(denial: Denial | None) -> None:
    if denial is not None:
        raise Conflict(denial.message, code=denial.code)
