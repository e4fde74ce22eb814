"""Booking a court."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Unpack

from bookings.desk.book.new import new_booking, record_created
from bookings.desk.claims.claim import claim
from bookings.desk.claims.claim_requests import claim_requests
from bookings.desk.lookup import resource_for
from bookings.desk.transaction import Transaction
from bookings.desk.venue_rules import VenueRules
from bookings.errors import Invalid
from bookings.reading.prices import Prices
from bookings.rules.details import Details
from bookings.rules.status import BookingStatus


def book_court(
    tx: Transaction,
    resource_id: str,
    start: datetime,
    end: datetime,
    *,
    customer: Mapping[str, str] | None = None,
    coach_id: str | None = None,
    status: BookingStatus | None = None,
    override: str | None = None,
    **details: Unpack[Details],
) -> str:
    """Book a court from `start` to `end` (UTC), with a coach if one is named. Returns the booking's id.

    `customer` is for staff: {"id"} of a person, or {"name", "email"} to find or make one. `override` is the reason for which a
    manager sets rules of the venue aside. Raises Taken, RuleViolation, NotFound.
    """
    court, venue = resource_for(tx, resource_id, "court")
    rules, for_staff = VenueRules(tx, venue.id, override), tx.by.works_at(venue.id)
    rules.ask(venue.booking_terms(for_staff=for_staff).violations(start, end, tx.now))
    if coach_id:
        coach, coach_venue = resource_for(tx, coach_id, "coach")
        if coach_venue.id != venue.id:
            raise Invalid("This coach does not work at this club.", fields={"coach": "works elsewhere"})
        rules.ask(venue.booking_terms(for_staff=for_staff, of=coach).violations(start, end, tx.now))
    booking = new_booking(
        tx, venue, "court", start, end, lambda customer_id: Prices(tx.session, venue, customer_id).price(court, start, end),
        customer=customer, status=status, details=details,
        resource_id=court.id, coach_id=coach_id or None,
    )  # fmt: skip
    claim(tx, booking, claim_requests(tx, booking))
    return record_created(tx, booking, venue, rules)
