"""What is written: a staff's notes about a customer, which only they read, and the conversation about a booking."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id, new_id

_UNREAD = text("read_at IS NULL")


class CustomerNote(Base):
    __tablename__ = "customer_notes"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"))
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[str] = mapped_column(Id)
    by_name: Mapped[str] = mapped_column(String(120))

    __table_args__ = (Index("ix_customer_notes_venue_id_person_id_at", "venue_id", "person_id", "at"),)


class Message(Base):
    """Of the conversation between a booking's customer and its venue, kept as long as the booking.

    Its number rises in the order in which the messages of a booking were written. `read_at` is when the other side first saw it.
    """

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[str] = mapped_column(Id, ForeignKey("bookings.id", ondelete="CASCADE"))
    from_venue: Mapped[bool]
    by_id: Mapped[str] = mapped_column(Id)
    by_name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_messages_booking_id_id", "booking_id", "id"),
        Index("ix_messages_unread", "booking_id", "from_venue", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )
