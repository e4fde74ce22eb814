"""What a move would come to before it is made: free, taken, or which rule says no, and what it costs more or less. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bookings.desk.alternatives.taken import SpanRequest
from bookings.desk.alternatives.times import with_parts
from bookings.desk.claims.claim_requests import appointment_claims
from bookings.errors import NotFound
from bookings.models import Booking, Claim, Resource, Service, ServiceProvider, Venue, Viewer
from bookings.models.in_force import in_force
from bookings.reading.prices import Prices
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.money.balance import NOTHING
from bookings.rules.money.written import in_money
from bookings.rules.overrides import is_venue_rule
from bookings.rules.status import BookingStatus
from bookings.rules.violation import RuleViolation

MOVABLE = {BookingStatus.PENDING, BookingStatus.CONFIRMED}
NOT_MOVABLE = "Only a pending or confirmed booking of a court or an appointment can be moved."
TAKEN = "Taken."


@dataclass(frozen=True)
class MoveVerdict:
    """`words` are for people; `version` is the booking's of which it holds."""

    allowed: bool
    words: str
    version: int


def move_violations(
    session: Session, booking: Booking, venue: Venue, resource: Resource, start: datetime, end: datetime, now: datetime
) -> Iterator[RuleViolation]:
    """The rules of the venue that the move breaks: an appointment stays as long as it was booked; a coach who comes along has to be
    there too."""
    terms = venue.booking_terms(for_staff=True, of=resource)
    lasts = int((booking.ends_at - booking.starts_at) / timedelta(minutes=1))
    yield from (terms.of_length(lasts) if booking.service_id else terms).violations(start, end, now)
    if booking.coach_id:
        coach = session.get_one(Resource, booking.coach_id)
        yield from venue.booking_terms(for_staff=True, of=coach).violations(start, end, now)


def read_move_verdict(
    session: Session, viewer: Viewer, booking_id: str, resource_id: str, start: datetime | None, end: datetime | None, now: datetime
) -> MoveVerdict:
    """As `move` would answer at this moment; without a start or an end it keeps its own, or its length. For the venue's staff;
    raises NotFound."""
    booking, resource = session.get(Booking, booking_id), session.get(Resource, resource_id)
    if booking is None or resource is None or not viewer.works_at(booking.venue_id) or resource.venue_id != booking.venue_id:
        raise NotFound("There is no such booking here, or no such place.")
    version = version_of(session, topics.booking(booking.id))
    start = start or booking.starts_at
    end = end or start + (booking.ends_at - booking.starts_at)

    def no(words: str) -> MoveVerdict:
        return MoveVerdict(False, words, version)

    venue = session.get_one(Venue, booking.venue_id)
    if booking.resource_id is None or BookingStatus(booking.status) not in MOVABLE:
        return no(NOT_MOVABLE)
    if resource.retired_at is not None or resource.kind != ("court" if booking.kind == "court" else "provider"):
        return no(f"{resource.name} is not booked like this.")
    if booking.service_id is not None and session.get(ServiceProvider, (booking.service_id, resource.id)) is None:
        return no("This person does not offer that service.")
    try:
        broken = next(move_violations(session, booking, venue, resource, start, end, now), None)
        costs = Prices(session, venue, booking.customer_id).price(resource, start, end) if booking.kind == "court" else booking.price
    except RuleViolation as violation:
        return no(violation.message)
    if _is_taken(session, booking, resource.id, start, end, now):
        return no(TAKEN)
    if broken is not None:
        aside = " Move it in its panel to set the rule aside." if viewer.manages(venue.id) and is_venue_rule(broken.code) else ""
        return no(broken.message + aside)
    more = costs - booking.price
    price = f"{'+' if more > NOTHING else '−'}{in_money(abs(more), booking.currency)}" if more else "same price"
    return MoveVerdict(True, f"Free, {price}.", version)


def _is_taken(session: Session, booking: Booking, resource_id: str, start: datetime, end: datetime, now: datetime) -> bool:
    """Whether anybody else has any of what it would claim there."""
    requests = [SpanRequest(resource_id, start, end)]
    if booking.service_id is not None:
        service, lasts = session.get_one(Service, booking.service_id), (end - start) // timedelta(minutes=1)
        requests = appointment_claims(service, resource_id, start, lasts, booking.places)
    if booking.coach_id:
        requests.append(SpanRequest(booking.coach_id, start, end))
    spans = [each for each in with_parts(session, requests) if isinstance(each, SpanRequest)]
    there = or_(*(and_(Claim.resource_id == each.resource_id, Claim.over(each.start, each.end)) for each in spans))
    others = select(Claim).where(there, in_force(now), or_(Claim.booking_id.is_(None), Claim.booking_id != booking.id))
    found, groups = session.scalars(others).all(), {each.group.key: each.group for each in spans if each.group is not None}
    if any(each.group_key not in groups for each in found):
        return True
    return any(
        sum(each.group_key == key and each.place is not None for each in found) + booking.places > group.places
        for key, group in groups.items()
    )
