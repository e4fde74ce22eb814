"""Requests of appointments whose provider is not there any more, or is there again, because somebody changed hours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from bookings.desk.affected_topics import affected_topics, own_time
from bookings.desk.transaction import Transaction
from bookings.models import Booking, ChangeKind, Resource, Venue
from bookings.rules.status import BookingStatus

MOST = 500
"""So many requests are looked at, the next first."""


@contextmanager
def absences_recorded(tx: Transaction, venue: Venue) -> Iterator[None]:
    """Record it on each request that can be accepted no more, or again, after what is done inside this: who has it open sees it."""
    ahead = tx.session.execute(
        select(Booking, Resource)
        .join(Resource, Resource.id == Booking.resource_id)
        .where(
            Booking.venue_id == venue.id, Booking.status == BookingStatus.PENDING, Booking.starts_at > tx.now,
            Booking.service_id.is_not(None),
        )
        .order_by(Booking.starts_at, Booking.id)
        .limit(MOST)
    ).all()  # fmt: skip
    before = {booking.id: booking.away(venue, provider) for booking, provider in ahead}
    yield
    for booking, provider in ahead:
        if booking.away(venue, provider) != before[booking.id]:
            tx.record(
                ChangeKind.PROVIDER_HOURS_CHANGED, affected_topics(booking, venue), booking=booking, times=own_time(booking),
                people=[booking.customer_id], provider=provider.name, away=not before[booking.id],
            )  # fmt: skip
