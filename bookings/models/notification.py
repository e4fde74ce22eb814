"""Notifications: what a person is told, kept for them until they clear it or it is old; what of it is to be mailed, what they chose;
announcements, while many are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id, new_id

_OF_A_BOOKING = text("booking_id IS NOT NULL")
_UNREAD = text("read_at IS NULL")


class Notification(Base):
    """Written in the transaction of the change that causes it. `kind` is a word for programs (bookings.rules.notifications).

    Its words name nobody but the venue, so that a deleted customer leaves no name in those of the staff.
    """

    __tablename__ = "notifications"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"))
    venue_id: Mapped[str | None] = mapped_column(Id, ForeignKey("venues.id"))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    message: Mapped[str] = mapped_column(Text)
    booking_id: Mapped[str | None] = mapped_column(Id, ForeignKey("bookings.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(index=True)
    read_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_notifications_person_id_created_at_id", "person_id", "created_at", "id"),
        Index("ix_notifications_unread", "person_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index("ix_notifications_booking_id", "booking_id", sqlite_where=_OF_A_BOOKING, postgresql_where=_OF_A_BOOKING),
    )


class NotificationMail(Base):
    """What is to be mailed at `due_at`, written with the notification, whose id it has; it becomes a mail of the outbox then.

    `notification_id` is None for somebody who wants it by e-mail alone. Who has read the notification by then gets no mail.
    """

    __tablename__ = "notification_mails"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notification_id: Mapped[str | None] = mapped_column(Id, ForeignKey("notifications.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), index=True)
    venue_id: Mapped[str | None] = mapped_column(Id, ForeignKey("venues.id"))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    message: Mapped[str] = mapped_column(Text)
    booking_id: Mapped[str | None] = mapped_column(Id, ForeignKey("bookings.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        Index("ix_notification_mails_booking_id", "booking_id", sqlite_where=_OF_A_BOOKING, postgresql_where=_OF_A_BOOKING),
    )


class NotificationChoice(Base):
    """What somebody chose for one group of kinds (bookings.rules.notifications.groups); without a row it is as usual."""

    __tablename__ = "notification_choices"

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), primary_key=True)
    group: Mapped[str] = mapped_column("kinds", String(20), primary_key=True)
    page: Mapped[bool]
    email: Mapped[bool]
    sound: Mapped[bool] = mapped_column(default=False, server_default=false())


class Announcement(Base):
    """A change of an event of which not all who are booked have been told yet: those whose bookings' ids come behind `after`.

    `detail` is what the change says, with the states of the bookings that are `told`; by whom it was made is kept with it.
    """

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str] = mapped_column(String(24))
    by_id: Mapped[str] = mapped_column(Id)
    by_name: Mapped[str] = mapped_column(String(120))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[str] = mapped_column(Id)
