"""The conversation about a booking, as one side of it reads it: from the newest message backwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Message, Person, Venue, Viewer
from bookings.reading.audience import Audience, of_booking
from bookings.reading.people.customers import as_known
from bookings.rules.text.conversation import NO_ACCOUNT

PAGE = 30


@dataclass(frozen=True)
class MessageView:
    """`own` says that the reader's side wrote it, `by` who did: the customer reads the venue's name, not its staff's."""

    id: int
    text: str
    at: datetime
    by: str
    from_venue: bool
    own: bool
    read_at: datetime | None


@dataclass(frozen=True)
class Conversation:
    """Some messages of it, the oldest first; `before` is where the ones before them end, None when there are none.

    `unread` counts what the other side wrote and this one has not marked as read. `closed` says why nothing can be written.
    """

    booking_id: str
    messages: tuple[MessageView, ...]
    before: int | None
    unread: int
    closed: str | None
    to: str
    zone: str
    date_style: str

    @property
    def read_up_to(self) -> int | None:
        """The last of the reader's own messages that the other side has read."""
        return max((each.id for each in self.messages if each.own and each.read_at is not None), default=None)


def read_conversation_of(
    session: Session, booking_id: str, viewer: Viewer, before: int | None = None, size: int = PAGE
) -> Conversation:
    """The newest messages, or those before a number, when the booking is this viewer's or at a venue where they work; NotFound
    otherwise."""
    row = session.execute(select(Booking.venue_id, Booking.customer_id).where(Booking.id == booking_id)).one_or_none()
    audience = of_booking(viewer, row.venue_id, row.customer_id) if row is not None else None
    if audience is None:
        raise NotFound("There is no such booking, or it is not yours to see.")
    return read_conversation(session, booking_id, audience, before, size)


def read_conversation(
    session: Session, booking_id: str, audience: Audience, before: int | None = None, size: int = PAGE
) -> Conversation:
    """As `read_conversation_of`, for an audience that was decided before. Raises NotFound when the booking is gone."""
    about = select(Booking, Person, Venue).join(Person, Person.id == Booking.customer_id).join(Venue, Venue.id == Booking.venue_id)
    found = session.execute(about.where(Booking.id == booking_id)).one_or_none()
    if found is None:
        raise NotFound("There is no such booking any more.")
    booking, person, venue = found
    of_it = select(Message).where(Message.booking_id == booking_id)
    if before is not None:
        of_it = of_it.where(Message.id < before)
    rows = session.scalars(of_it.order_by(Message.id.desc()).limit(size + 1)).all()
    customer = as_known(booking, person).name
    staff = audience.is_staff
    unread = select(func.count()).where(
        Message.booking_id == booking_id, Message.from_venue.is_(not staff), Message.read_at.is_(None)
    )
    reachable = person.email is not None and person.deactivated_at is None
    return Conversation(
        booking_id,
        _views(rows[:size], staff, customer, venue.name),
        rows[size - 1].id if len(rows) > size else None,
        session.scalar(unread) or 0,
        None if reachable or not staff else NO_ACCOUNT,
        customer if staff else venue.name,
        venue.zone,
        "" if staff else person.date_style,
    )


def find_message(session: Session, message_id: int) -> MessageView | None:
    """One message as everybody who may read the booking is told of it: the venue by its name, the customer as the venue knows them.

    None when it is gone with its booking.
    """
    about = select(Message, Booking, Person, Venue).join(Booking, Booking.id == Message.booking_id)
    joined = about.join(Person, Person.id == Booking.customer_id).join(Venue, Venue.id == Booking.venue_id)
    found = session.execute(joined.where(Message.id == message_id)).one_or_none()
    if found is None:
        return None
    row, booking, person, venue = found
    by = venue.name if row.from_venue else as_known(booking, person).name
    return MessageView(row.id, row.text, row.at, by, row.from_venue, False, row.read_at)


def _views(rows: Sequence[Message], staff: bool, customer: str, venue: str) -> tuple[MessageView, ...]:
    def by(row: Message) -> str:
        if not row.from_venue:
            return customer if staff else "You"
        return row.by_name if staff else venue

    return tuple(
        MessageView(row.id, row.text, row.at, by(row), row.from_venue, row.from_venue == staff, row.read_at)
        for row in reversed(rows)
    )
