"""Waiting lists: who waits for seats of an event that are not free, and of which events seats may have come back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id

_LIVING = text("state IN ('waiting', 'offered')")
_WAITING = text("state = 'waiting'")


class Wish(Base):
    """Somebody waits for `party` seats of an event together, of any of these price `categories` (none: of any). Lower ids come first.

    `hold_id` is the basket that was filled for it, while it is offered. It waits until `until` at the latest. `state` is a
    `rules.times.waiting.WishState`; of each person there is one living wish for an event.
    """

    __tablename__ = "wishes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"))
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    party: Mapped[int]
    categories: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    hold_id: Mapped[str | None] = mapped_column(Id, ForeignKey("holds.id", ondelete="SET NULL"), index=True)
    joined_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)

    __table_args__ = (
        Index("uq_wishes_person_id_event_id", "person_id", "event_id", unique=True, sqlite_where=_LIVING, postgresql_where=_LIVING),
        Index("ix_wishes_event_id_id", "event_id", "id", sqlite_where=_LIVING, postgresql_where=_LIVING),
        Index("ix_wishes_until", "until", sqlite_where=_WAITING, postgresql_where=_WAITING),
        CheckConstraint("state in ('waiting', 'offered', 'booked', 'declined', 'lapsed', 'left', 'removed', 'over')", name="state"),
        CheckConstraint("party > 0", name="party"),
    )


class SeatsBack(Base):
    """Seats of this event, for which somebody waits, may be free since this was written: the list has to be looked at."""

    __tablename__ = "seats_back"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
