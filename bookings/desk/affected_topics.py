"""On which topics a booking's changes stand, and which times have to be drawn again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from bookings.desk.transaction import Span, Transaction
from bookings.models import Booking, Claim, Venue
from bookings.rules import topics
from bookings.rules.status import OCCUPYING, BookingStatus
from bookings.rules.topics import Topic


def affected_topics(booking: Booking, venue: Venue, *, also: Iterable[Span] = ()) -> set[Topic]:
    """The booking's own, its customer's and its venue's; its event's or the boards of its days, and of the spans in `also`."""
    found = {topics.booking(booking.id), topics.user(booking.customer_id), topics.venue(venue.id)}
    if booking.event_id is not None:
        return found | {topics.event(booking.event_id)}
    spans = [(booking.starts_at, booking.ends_at), *((start, end) for _, start, end in also)]
    return found | topics.boards(venue.id, venue.zone, spans)


def own_time(booking: Booking) -> list[Span]:
    """Where it is written on its board what has become of the booking; none for seats, nor for what has left the board."""
    if booking.resource_id is None or BookingStatus(booking.status) not in OCCUPYING:
        return []
    return [(booking.resource_id, booking.starts_at, booking.ends_at)]


def drawn_times(tx: Transaction, booking: Booking) -> list[Span]:
    """All that the booking takes of its board, as one span: its time and what is kept free before and after; none for seats. Another
    time that is proposed for it stands by itself.

    To be drawn again when the booking comes, goes or moves.
    """
    if booking.resource_id is None:
        return []
    # By the booking alone: asked for the court too, SQLite walks through all that ever lay on it.
    claims = select(Claim.resource_id, Claim.starts_at, Claim.ends_at, Claim.kind).where(Claim.booking_id == booking.id)
    found = [
        (resource_id, start, end, kind)
        for resource_id, start, end, kind in tx.session.execute(claims.order_by(Claim.id))
        if resource_id is not None and start is not None and end is not None
    ]
    own = [each for each in found if each[0] == booking.resource_id and each[3] != "offer"]
    whole = [(booking.resource_id, min(each[1] for each in own), max(each[2] for each in own))] if own else []
    return whole + [(resource_id, start, end) for resource_id, start, end, kind in found if kind == "offer"]
