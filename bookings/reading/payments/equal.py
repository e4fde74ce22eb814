"""Places as good as one that has gone: for the same money and at the same time, for whoever has paid for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import Offer
from bookings.models import Booking, Event, Resource, Service, ServiceProvider, Venue
from bookings.reading.bookings.restorable import place_is_free
from bookings.reading.prices import Prices
from bookings.reading.seats.plans import seat_plan, seats_taken
from bookings.rules.seats import PlacedSeat, alternatives_for, describe
from bookings.rules.times.zones import exact_label
from bookings.rules.violation import RuleViolation

MOST = 2


def equal_places(session: Session, booking: Booking, now: datetime) -> list[Offer]:
    """The best of them that are free at this moment, none when there is none or it has begun."""
    if booking.starts_at <= now:
        return []
    return _seats(session, booking, now) if booking.event_id is not None else _elsewhere(session, booking, now)


def _seats(session: Session, booking: Booking, now: datetime) -> list[Offer]:
    """Those of its seats that are still free, and for each that has gone another of its category."""
    assert booking.event_id is not None
    event = session.get_one(Event, booking.event_id)
    plan, claimed = seat_plan(session, event.id), seats_taken(session, event.id, now)
    there = {seat.label: seat for seat in plan.seats.values()}
    free = {seat.label: seat for seat in plan.free(claimed)}
    own = [seat["label"] for seat in booking.seats]
    kept = [label for label in own if label in free]
    gone = [there[label] for label in own if label in there and label not in free]
    if len(kept) + len(gone) < len(own) or not _same_prices(event, booking):
        return []
    groups = _substitutes(gone, [seat for label, seat in free.items() if label not in kept])
    return [Offer(words=describe(group), seats=(*kept, *(seat.label for seat in group))) for group in groups]


def _substitutes(gone: Sequence[PlacedSeat], free: Sequence[PlacedSeat]) -> list[list[PlacedSeat]]:
    by_category: dict[str, list[PlacedSeat]] = {}
    for seat in gone:
        by_category.setdefault(seat.category, []).append(seat)
    found = [
        alternatives_for(lost, [seat for seat in free if seat.category == category], count=MOST)
        for category, lost in by_category.items()
    ]
    return [[seat for part in parts for seat in part] for parts in zip(*found, strict=False)]


def _same_prices(event: Event, booking: Booking) -> bool:
    """Whether its categories cost what they did."""
    return all(
        seat["category"] in event.categories
        and Decimal(str(event.categories[seat["category"]]["price"])) == Decimal(str(seat["price"]))
        for seat in booking.seats
    )


def _elsewhere(session: Session, booking: Booking, now: datetime) -> list[Offer]:
    """At the same time on another court of the sport for the same price, or with somebody else who offers the service."""
    own, venue = session.get_one(Resource, booking.resource_id), session.get_one(Venue, booking.venue_id)
    service = session.get_one(Service, booking.service_id) if booking.service_id else None
    alike = select(Resource).where(
        Resource.venue_id == venue.id, Resource.kind == own.kind, Resource.sport == own.sport, Resource.id != own.id,
        Resource.retired_at.is_(None),
    )  # fmt: skip
    if service is not None:
        offered = select(ServiceProvider.resource_id).where(ServiceProvider.service_id == service.id)
        alike = alike.where(Resource.id.in_(offered))
    found: list[Offer] = []
    for each in session.scalars(alike.order_by(Resource.number, Resource.id)):
        if len(found) < MOST and _is_as_good(session, booking, venue, service, each, now):
            words = f"{each.name} at {exact_label(booking.starts_at, venue.zone)}"
            found.append(Offer(words, resource_id=each.id, start=booking.starts_at, end=booking.ends_at))
    return found


def _is_as_good(
    session: Session, booking: Booking, venue: Venue, service: Service | None, other: Resource, now: datetime
) -> bool:
    lasts = int((booking.ends_at - booking.starts_at) / timedelta(minutes=1))
    terms = venue.booking_terms(for_staff=True, of=other)
    if not (terms.of_length(lasts) if service else terms).allow(booking.starts_at, booking.ends_at, now):
        return False
    if service is None:
        asked = booking.price if booking.list_price is None else booking.list_price
        try:
            price = Prices(session, venue, booking.customer_id).price(other, booking.starts_at, booking.ends_at)
        except RuleViolation:
            return False
        if price != asked:
            return False
    return place_is_free(session, booking, service, now, resource_id=other.id)
