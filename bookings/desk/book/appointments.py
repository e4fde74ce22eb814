"""Booking an appointment with a named provider, or with the first who is free."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Unpack

from sqlalchemy import select

from bookings.desk.book.new import new_booking, record_created
from bookings.desk.claims.claim import claim, lock_resources
from bookings.desk.claims.claim_requests import appointment_claims
from bookings.desk.lookup import providers_of, service_for
from bookings.desk.transaction import Transaction
from bookings.desk.venue_rules import VenueRules
from bookings.errors import Conflict, Invalid
from bookings.models import Claim, Resource, Service, Venue
from bookings.models.in_force import in_force
from bookings.rules.details import Details
from bookings.rules.services import appointment_time, group_of
from bookings.rules.status import BookingStatus


def book_service(
    tx: Transaction,
    service_id: str,
    start: datetime,
    *,
    provider_id: str | None = None,
    places: int = 1,
    customer: Mapping[str, str] | None = None,
    status: BookingStatus | None = None,
    override: str | None = None,
    **details: Unpack[Details],
) -> str:
    """Book an appointment at `start` (UTC) with the named provider, or with the first who is free. Returns the booking's id.

    `places` are how many are wanted of a group. `override` is the reason for which a manager sets rules of the venue aside.
    """
    service, venue = service_for(tx, service_id)
    rules = VenueRules(tx, venue.id, override)
    check_places(service, places)
    end = start + timedelta(minutes=service.minutes)
    provider = _provider(tx, service, venue, provider_id, start, places, rules)
    booking = new_booking(
        tx, venue, "appointment", start, end, service.price * places, places=places, customer=customer, status=status, details=details,
        resource_id=provider.id, service_id=service.id,
    )  # fmt: skip
    claim(tx, booking, appointment_claims(service, provider.id, start, service.minutes, places))
    return record_created(tx, booking, venue, rules)


def check_places(service: Service, places: int) -> None:
    """Raises Invalid for so many as there never are."""
    if not 1 <= places <= service.places:
        most = f"Between 1 and {service.places}." if service.places > 1 else f"{service.name} is for one at a time."
        raise Invalid(most, code="bad_places", fields={"places": most})


def _provider(
    tx: Transaction, service: Service, venue: Venue, provider_id: str | None, start: datetime, places: int, rules: VenueRules
) -> Resource:
    """The first who is there at that time and free; when nobody is there, the first for whom that may be set aside. Raises
    RuleViolation when it may not."""
    offering = providers_of(tx, service.id, provider_id)
    if not offering:
        raise Conflict("Nobody offers this service at the moment.", code="nobody_offers")
    for_staff, end = tx.by.works_at(venue.id), start + timedelta(minutes=service.minutes)
    violations = {
        each.id: list(
            venue.booking_terms(for_staff=for_staff, of=each).of_length(service.minutes).violations(start, end, tx.now)
        )
        for each in offering
    }
    providers = [each for each in offering if not violations[each.id]]
    if not providers:
        providers = [each for each in offering if rules.may_set_aside(violations[each.id])] or list(offering[:1])
        rules.ask(violations[providers[0].id])
    lock_resources(tx, {each.id for each in providers})
    first, last = appointment_time(
        start, minutes=service.minutes, before=service.buffer_before, after=service.buffer_after
    ).whole
    lying = tx.session.execute(
        select(Claim.resource_id, Claim.group_key, Claim.place).where(
            Claim.resource_id.in_([each.id for each in providers]), Claim.over(first, last), in_force(tx.now)
        )
    ).all()

    def is_free(provider: Resource) -> bool:
        group = group_of(service.id, provider.id, start, minutes=service.minutes, places=service.places)
        mine = [each for each in lying if each.resource_id == provider.id]
        if any(group is None or each.group_key != group.key for each in mine):
            return False
        return sum(each.place is not None for each in mine) + places <= service.places

    return next((each for each in providers if is_free(each)), providers[0])
