"""What one customer may occupy: unpaid bookings at a venue and for an event, seats of an event, places at the same hour.

Asked by the one verb that claims, so on every path. The venue's staff are free, also when they book for a customer.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select

from bookings.desk.alternatives.taken import ClaimRequest, SpanRequest
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import Booking, Claim, Event, Hold, Person
from bookings.models.in_force import in_force
from bookings.rules.caps import most_at_once
from bookings.rules.status import OCCUPYING, BookingStatus
from bookings.rules.times.spans import LONGEST_BOOKING
from bookings.rules.times.zones import clock_label

_OPEN = (BookingStatus.PENDING, BookingStatus.CONFIRMED)


def check_caps(tx: Transaction, owner: Hold | Booking, requests: Sequence[ClaimRequest]) -> None:
    """Refuse (Conflict) what would give this customer more than the venue and the event allow one person."""
    if tx.by.works_at(owner.venue_id):
        return
    person = owner.person_id if isinstance(owner, Hold) else owner.customer_id
    # Two requests of one person at once: the second counts when the first has committed.
    if tx.locks_rows:
        tx.session.execute(select(Person.id).where(Person.id == person).with_for_update(key_share=True))
    if isinstance(owner, Booking):
        _check_unpaid(tx, owner)
        if any(isinstance(request, SpanRequest) for request in requests):
            _check_at_once(tx, owner)
    if owner.event_id is not None and requests:
        _check_seats(tx, tx.session.get_one(Event, owner.event_id), person, len(requests))


def _check_unpaid(tx: Transaction, booking: Booking) -> None:
    if booking.paid >= booking.price:
        return
    venue = tx.venue(booking.venue_id)
    limits = [(venue.unpaid_per_customer, f"at {venue.name}", Booking.venue_id == venue.id)]
    if booking.event_id is not None:
        event = tx.session.get_one(Event, booking.event_id)
        limits.insert(0, (event.unpaid_per_customer, f"for {event.title}", Booking.event_id == event.id))
    others = _others_unpaid(tx, booking)
    counts = [select(func.count()).where(which, *others).scalar_subquery() for _, _, which in limits]
    for (most, where, _), have in zip(limits, tx.session.execute(select(*counts)).one(), strict=True):
        if have >= most:
            bookings = "1 booking" if have == 1 else f"{have} bookings"
            raise Conflict(
                f"You have {bookings} {where} not paid for yet, and one customer may have {most} at a time. "
                "Pay for one or cancel one, or ask at the desk.",
                code="too_many_unpaid",
            )


def _others_unpaid(tx: Transaction, booking: Booking) -> tuple[ColumnElement[bool], ...]:
    return (
        Booking.customer_id == booking.customer_id,
        Booking.id != booking.id,
        Booking.status.in_(_OPEN),
        Booking.paid < Booking.price,
        Booking.ends_at > tx.now,
        _not_run_out(tx),
    )


def _not_run_out(tx: Transaction) -> ColumnElement[bool]:
    return or_(Booking.expires_at.is_(None), Booking.expires_at > tx.now)


def _check_at_once(tx: Transaction, booking: Booking) -> None:
    venue = tx.venue(booking.venue_id)
    others = tx.session.execute(
        select(Booking.starts_at, Booking.ends_at).where(
            Booking.customer_id == booking.customer_id,
            Booking.venue_id == venue.id,
            Booking.resource_id.is_not(None),
            Booking.id != booking.id,
            Booking.status.in_(OCCUPYING),
            _not_run_out(tx),
            Booking.starts_at > booking.starts_at - LONGEST_BOOKING,
            Booking.starts_at < booking.ends_at,
            Booking.ends_at > booking.starts_at,
        )
    ).all()
    have = most_at_once([(first, last) for first, last in others], booking.starts_at, booking.ends_at)
    if have >= venue.at_once_per_customer:
        start, end = (clock_label(moment, venue.zone) for moment in (booking.starts_at, booking.ends_at))
        bookings = "1 booking" if have == 1 else f"{have} bookings"
        raise Conflict(
            f"You have {bookings} here between {start} and {end} already, and one customer may have "
            f"{venue.at_once_per_customer} at the same time. Choose another time, or ask at the desk.",
            code="too_many_at_once",
        )


def _check_seats(tx: Transaction, event: Event, person: str, more: int) -> None:
    """Counted over the basket and all bookings; each count begins with the person's own rows, however large the event."""
    held = select(func.count(Claim.id)).join(Hold, Hold.id == Claim.hold_id)
    booked = select(func.count(Claim.id)).join(Booking, Booking.id == Claim.booking_id)
    held = held.where(Hold.person_id == person, Hold.event_id == event.id)
    booked = booked.where(Booking.customer_id == person, Booking.event_id == event.id, in_force(tx.now))
    have = sum(tx.session.execute(select(held.scalar_subquery(), booked.scalar_subquery())).one())
    if have + more > event.seats_per_customer:
        raise Conflict(
            f"One customer may have {event.seats_per_customer} seats for {event.title}, in the basket and booked together, "
            f"and you have {have}. Choose fewer, release or cancel some, or ask at the desk.",
            code="too_many_seats",
        )
