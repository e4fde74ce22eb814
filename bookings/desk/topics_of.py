"""On which topics a booking's changes stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bookings.models import Booking, Venue
from bookings.rules import topics
from bookings.rules.topics import Topic


def topics_of(booking: Booking, venue: Venue, *, also: Iterable[tuple[datetime, datetime]] = ()) -> set[Topic]:
    """The booking's own, its customer's and its venue's; its event's or the boards of its days, and of the spans in `also`."""
    found = {topics.booking(booking.id), topics.user(booking.customer_id), topics.venue(venue.id)}
    if booking.event_id is not None:
        return found | {topics.event(booking.event_id)}
    return found | topics.boards(venue.id, venue.zone, [(booking.starts_at, booking.ends_at), *also])
