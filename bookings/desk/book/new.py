"""What bookings of every kind share: for whom they are, in which state they begin, the change that records them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from bookings.database.base import new_id
from bookings.desk.affected_topics import affected_topics, drawn_times
from bookings.desk.customers import BookingCustomer, customer_of, present_person
from bookings.desk.status import plan_reminder, start_clock
from bookings.desk.transaction import Transaction
from bookings.desk.venue_rules import VenueRules
from bookings.errors import Invalid, NotAllowed
from bookings.models import Booking, ChangeKind, Venue
from bookings.rules.details import Details, clean_details
from bookings.rules.money.balance import Balance
from bookings.rules.status import BookingStatus
from bookings.rules.switching import Situation, why_not_begin
from bookings.rules.text.codes import new_pnr


def new_booking(
    tx: Transaction,
    venue: Venue,
    kind: str,
    start: datetime,
    end: datetime,
    price: Decimal | Callable[[str], Decimal],
    *,
    customer: Mapping[str, str] | None,
    status: BookingStatus | None,
    details: Details,
    **what: Any,
) -> Booking:
    """Add a booking to the session, without its claims; `what` are the columns of its kind.

    `price` may depend on whom it is for, by their id. Raises NotAllowed, Invalid, and what `price` does.
    """
    works_here = tx.by.works_at(venue.id)
    if not works_here and (customer or status):
        raise NotAllowed("Only the venue's staff books for other people or chooses the state.")
    begins = status or (BookingStatus.CONFIRMED if venue.confirms(for_staff=works_here) else BookingStatus.PENDING)
    denial = why_not_begin(begins, Situation(begins, start, venue.cancel_hours, venue.check_in_hours), tx.now)
    if denial is not None:
        raise Invalid(denial.message, code=denial.code, fields={"status": denial.message})
    whom = _for_whom(tx, venue, customer)
    price = price if isinstance(price, Decimal) else price(whom.person_id)
    booking = Booking(
        id=new_id(),
        pnr=new_pnr(),
        kind=kind,
        customer_id=whom.person_id,
        customer_name=whom.name,
        customer_email=whom.email,
        customer_phone=whom.phone,
        venue_id=venue.id,
        status=begins,
        payment_status=Balance(price).word,
        starts_at=start,
        ends_at=end,
        price=price,
        paid=Decimal("0.00"),
        currency=venue.currency,
        created_at=tx.now,
        updated_at=tx.now,
        **what,
    )
    booking.write_details(clean_details(details, kind), staff=works_here)
    if not works_here:
        start_clock(tx, booking, venue)
    plan_reminder(tx, booking, venue)
    tx.session.add(booking)
    tx.session.flush()
    return booking


def record_created(tx: Transaction, booking: Booking, venue: Venue, rules: VenueRules) -> str:
    """Record that the booking was made, once it has its claims, by these rules or in spite of them, and return its id."""
    rules.settle(booking)
    times = drawn_times(tx, booking)
    tx.record(
        ChangeKind.BOOKING_CREATED,
        affected_topics(booking, venue, also=times),
        booking=booking,
        seats=[seat["label"] for seat in booking.seats],
        times=times,
        people=[booking.customer_id, tx.by.id],
        status=booking.status,
    )
    return booking.id


def _for_whom(tx: Transaction, venue: Venue, customer: Mapping[str, str] | None) -> BookingCustomer:
    """The customer; from the venue's staff a name is asked for, lest the clerk become the customer."""
    if customer:
        return customer_of(tx, venue.id, customer)
    if tx.by.works_at(venue.id):
        raise Invalid(
            "You work here: say whom the booking is for. For yourself, name yourself.",
            code="customer_missing",
            fields={"customer": "missing", "name": "missing"},
        )
    return BookingCustomer(present_person(tx, tx.by.id))
