"""Moving a booking to another court or another time, and changing its details."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Unpack

from bookings.desk.affected_topics import affected_topics, drawn_times, own_time
from bookings.desk.alternatives.verdict import MOVABLE, NOT_MOVABLE, move_violations
from bookings.desk.claims.claim import claim
from bookings.desk.claims.claim_requests import claim_requests
from bookings.desk.claims.release import release_claims
from bookings.desk.lookup import booking_for, providers_of, resource_for
from bookings.desk.money.ledger import sum_up
from bookings.desk.money.pay import confirm_if_settled
from bookings.desk.money.price import follow_the_rules
from bookings.desk.status import plan_reminder, start_clock
from bookings.desk.transaction import Transaction
from bookings.desk.venue_rules import VenueRules
from bookings.errors import Conflict
from bookings.models import Booking, ChangeKind, Resource, Service, Venue
from bookings.reading.prices import Prices
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.details import Details, clean_details
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import iso


def move(
    tx: Transaction, booking_id: str, resource_id: str, start: datetime, end: datetime, *, override: str | None = None,
    version: int | None = None,
) -> str:  # fmt: skip
    """Give the booking another place, time or length at the same venue; its price follows. Staff only. Returns the booking's id.

    It meets the rules of the venue anew there; `override` is the reason for which a manager sets them aside. `version` is that
    of the booking as the caller saw it: it is not moved when it has another by now.
    """
    booking = booking_for(tx, booking_id, staff_only=True)
    if version is not None and version_of(tx.session, topics.booking(booking.id)) != version:
        raise Conflict("This booking was changed while it was being moved, so it stays. Look again, then decide.", code="moved_on")
    if booking.resource_id is None or BookingStatus(booking.status) not in MOVABLE:
        raise Conflict(NOT_MOVABLE, code="not_movable")
    resource, venue = resource_for(tx, resource_id, "court" if booking.kind == "court" else "provider")
    if venue.id != booking.venue_id:
        raise Conflict("A booking stays at its venue. Book again at the other one.", code="not_movable")
    service = tx.session.get_one(Service, booking.service_id) if booking.service_id else None
    rules = VenueRules(tx, venue.id, override)
    rules.ask(move_violations(tx.session, booking, venue, resource, start, end, tx.now))
    if service is not None and resource.id != booking.resource_id:
        providers_of(tx, service.id, resource.id)
    relocate(tx, booking, venue, rules, resource, start, end)
    confirm_if_settled(tx, booking)
    return booking.id


def relocate(
    tx: Transaction, booking: Booking, venue: Venue, rules: VenueRules, resource: Resource, start: datetime, end: datetime, **detail: Any
) -> None:
    """Give the booking this place and time, of which `rules` have been asked, with its claims, its clock and its price, and record it."""
    assert booking.resource_id is not None
    before, came_from = drawn_times(tx, booking), tx.session.get_one(Resource, booking.resource_id)
    left = iso(booking.starts_at)
    release_claims(tx, booking)
    booking.resource_id, booking.starts_at, booking.ends_at, booking.proposal = resource.id, start, end, None
    if booking.expires_at is not None:
        start_clock(tx, booking, venue)
    booking.coming_at = None
    plan_reminder(tx, booking, venue)
    if booking.service_id is None:
        follow_the_rules(booking)
        booking.price = Prices(tx.session, venue, booking.customer_id).price(resource, start, end)
        sum_up(tx, booking)
    claim(tx, booking, claim_requests(tx, booking))
    rules.settle(booking)
    booking.updated_at = tx.now
    times = before + drawn_times(tx, booking)
    tx.record(
        ChangeKind.BOOKING_MOVED,
        affected_topics(booking, venue, also=times),
        booking=booking,
        times=times,
        people=[booking.customer_id],
        place=resource.name,
        start=iso(start),
        from_place=came_from.name,
        from_start=left,
        **detail,
    )


def change_details(tx: Transaction, booking_id: str, **details: Unpack[Details]) -> str:
    """Write down what is given of a booking's details. Staff only: what the customer noted stays. Returns the booking's id."""
    booking = booking_for(tx, booking_id, staff_only=True)
    before = booking.details(staff=True)
    booking.write_details(clean_details(details, booking.kind), staff=True)
    changed = {name: value for name, value in booking.details(staff=True).items() if value != before.get(name)}
    if changed.pop("note", None) is not None:  # by itself, for the customer does not learn of it
        _record_details(tx, booking, ChangeKind.NOTE_CHANGED)
    if changed:
        _record_details(tx, booking, ChangeKind.DETAILS_CHANGED, changed=changed)
    return booking.id


def _record_details(tx: Transaction, booking: Booking, kind: ChangeKind, **detail: Any) -> None:
    booking.updated_at = tx.now
    topics = affected_topics(booking, tx.session.get_one(Venue, booking.venue_id))
    tx.record(kind, topics, booking=booking, times=own_time(booking), people=[booking.customer_id], **detail)
