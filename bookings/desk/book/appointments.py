"""Booking an appointment with a named provider, or with the first who is free."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Unpack

from sqlalchemy import select

from bookings.desk.book.new import new_booking, record_created
from bookings.desk.claims.claim import claim, lock_resources
from bookings.desk.claims.wanted import appointment_claims
from bookings.desk.lookup import providers_of, service_for
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import Claim, Resource, Service, Venue
from bookings.models.in_force import in_force
from bookings.rules.details import Details
from bookings.rules.services import appointment_time
from bookings.rules.status import BookingStatus


def book_service(
    tx: Transaction,
    service_id: str,
    start: datetime,
    *,
    provider_id: str | None = None,
    customer: Mapping[str, str] | None = None,
    status: BookingStatus | None = None,
    **details: Unpack[Details],
) -> str:
    """Book an appointment at `start` (UTC) with the named provider, or with the first who is free. Returns the booking's id."""
    service, venue = service_for(tx, service_id)
    end = start + timedelta(minutes=service.minutes)
    provider = _provider(tx, service, venue, provider_id, start)
    booking = new_booking(
        tx, venue, "appointment", start, end, service.price, customer=customer, status=status, details=details,
        resource_id=provider.id, service_id=service.id,
    )  # fmt: skip
    claim(tx, booking, appointment_claims(service, provider.id, start, service.minutes))
    return record_created(tx, booking, venue)


def _provider(tx: Transaction, service: Service, venue: Venue, provider_id: str | None, start: datetime) -> Resource:
    """The first who is there at that time and free. Raises RuleViolation when nobody is there."""
    offering = providers_of(tx, service.id, provider_id)
    if not offering:
        raise Conflict("Nobody offers this service at the moment.", code="nobody_offers")
    for_staff, end = tx.by.works_at(venue.id), start + timedelta(minutes=service.minutes)
    terms = [venue.booking_terms(for_staff=for_staff, of=each).of_length(service.minutes) for each in offering]
    providers = [each for each, its in zip(offering, terms, strict=True) if its.allow(start, end, tx.now)]
    if not providers:
        terms[0].check(start, end, tx.now)
    lock_resources(tx, {each.id for each in providers})
    first, last = appointment_time(
        start, minutes=service.minutes, before=service.buffer_before, after=service.buffer_after
    ).whole
    busy = set(
        tx.session.scalars(
            select(Claim.resource_id).where(
                Claim.resource_id.in_([each.id for each in providers]), Claim.over(first, last), in_force(tx.now)
            )
        )
    )
    return next((each for each in providers if each.id not in busy), providers[0])
