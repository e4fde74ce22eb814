"""The conversation between a booking's customer and its venue: writing, and marking what the other side wrote as read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, select, update

from bookings.desk.affected_topics import affected_topics, own_time
from bookings.desk.lookup import booking_for
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, TooMany
from bookings.models import Booking, ChangeKind, Message, Person
from bookings.rules.text.conversation import AT_ONCE, MOST_AT_ONCE, NO_ACCOUNT, clean_message


def send_message(tx: Transaction, booking_id: str, text: object) -> int:
    """Write to the other side, and return the message's number; whoever answers has read what was written before.

    Raises NotFound, RuleViolation, TooMany, Conflict for a customer who could never read it.
    """
    message = clean_message(text)
    booking = booking_for(tx, booking_id)
    from_venue = tx.by.works_at(booking.venue_id)
    if from_venue:
        customer = tx.session.get_one(Person, booking.customer_id)
        if customer.email is None or customer.deactivated_at is not None:
            raise Conflict(NO_ACCOUNT, code="no_account")
    _check_rate(tx, booking)
    mark_read(tx, booking_id)
    waiting = select(Message.id).where(_unread(booking, from_venue=from_venue)).limit(1)
    first = tx.session.scalar(waiting) is None
    row = Message(booking_id=booking.id, from_venue=from_venue, by_id=tx.by.id, by_name=tx.by.name, text=message, at=tx.now)
    tx.session.add(row)
    tx.session.flush()
    # Whoever was told of a message that they have not read yet is not told of each that follows it.
    _record(tx, booking, ChangeKind.MESSAGE_SENT, message=row.id, from_venue=from_venue, first=first)
    return row.id


def mark_read(tx: Transaction, booking_id: str) -> int:
    """Note that one's own side has seen all that the other wrote. Returns how much of it was new; NotFound."""
    booking = booking_for(tx, booking_id)
    from_venue = not tx.by.works_at(booking.venue_id)
    seen = update(Message).where(_unread(booking, from_venue=from_venue)).values(read_at=tx.now).returning(Message.id)
    count = len(tx.session.scalars(seen).all())
    if count:
        _record(tx, booking, ChangeKind.MESSAGES_READ, from_venue=from_venue)
    return count


def _unread(booking: Booking, *, from_venue: bool) -> ColumnElement[bool]:
    return and_(Message.booking_id == booking.id, Message.from_venue.is_(from_venue), Message.read_at.is_(None))


def _check_rate(tx: Transaction, booking: Booking) -> None:
    mine = select(Message.at).where(Message.booking_id == booking.id, Message.by_id == tx.by.id)
    earlier = tx.session.scalar(mine.order_by(Message.id.desc()).offset(MOST_AT_ONCE - 1).limit(1))
    if earlier is not None and earlier > tx.now - AT_ONCE:
        raise TooMany("These are many messages in a short time. Wait a minute, then send the next.")


def _record(tx: Transaction, booking: Booking, kind: ChangeKind, **detail: Any) -> None:
    """On the board too, whose card says to the venue that something is new, and where the desk may have the booking open; an event's
    seats look as before."""
    about = {each for each in affected_topics(booking, tx.venue(booking.venue_id)) if each.kind != "event"}
    times = [] if detail["from_venue"] else own_time(booking)
    tx.record(kind, about, booking=booking, times=times, people=[booking.customer_id], **detail)
