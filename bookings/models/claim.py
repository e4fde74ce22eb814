"""Claims: the rows that make a double booking impossible.

Everything that occupies a seat or a time owns claims and nothing else does. A claim is deleted when its owner lets go,
so a seat has at most one row here (unique) and no two spans on one resource overlap (an exclusion constraint on
PostgreSQL, a trigger on SQLite; both stand in the migrations), but for those of one group appointment, of which each has a place
of its own (unique). No span is longer than LONGEST_CLAIM, which the database
enforces too: what lies over a moment has begun shortly before it, and is found without walking through the past.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id, new_id
from bookings.rules.times.spans import LONGEST_CLAIM

_IN_A_GROUP = text("place IS NOT NULL")


class Hold(Base):
    """A basket's short claim on seats of one event, or on a time. It begins with the first seat and expires by the database's clock.

    `overridden` are the rules of the venue that a manager set aside for it, for `override_reason`; its booking takes them over.
    """

    __tablename__ = "holds"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"))
    began_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    extensions: Mapped[int] = mapped_column(default=0)
    overridden: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    override_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")

    __table_args__ = (UniqueConstraint("person_id", "event_id"),)


class Block(Base):
    """A closure with a reason: of resources for a time, or of seats of an event."""

    __tablename__ = "blocks"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    reason: Mapped[str] = mapped_column(String(120))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_blocks_venue_id_starts_at", "venue_id", "starts_at"),)


class Claim(Base):
    """`kind` is hold, booking, block, buffer or offer; exactly one owner; either a seat or a span on a resource.

    Spans of one `group_key` (rules.services) lie over each other: of a group appointment each has its own `place` of so many `places`.
    """

    __tablename__ = "claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"), unique=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    resource_id: Mapped[str | None] = mapped_column(Id, ForeignKey("resources.id"))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    hold_id: Mapped[str | None] = mapped_column(Id, ForeignKey("holds.id", ondelete="CASCADE"), index=True)
    booking_id: Mapped[str | None] = mapped_column(Id, ForeignKey("bookings.id"), index=True)
    block_id: Mapped[str | None] = mapped_column(Id, ForeignKey("blocks.id", ondelete="CASCADE"), index=True)
    group_key: Mapped[str | None] = mapped_column(String(120))
    place: Mapped[int | None]
    places: Mapped[int | None]

    __table_args__ = (
        Index("uq_claims_place", "group_key", "place", unique=True, sqlite_where=_IN_A_GROUP, postgresql_where=_IN_A_GROUP),
        CheckConstraint("place is null or (group_key is not null and place between 1 and places)", name="place"),
        Index("ix_claims_resource_id_starts_at", "resource_id", "starts_at"),
        CheckConstraint("kind in ('hold', 'booking', 'block', 'buffer', 'offer')", name="kind"),
        CheckConstraint(
            "(seat_id is not null and event_id is not null and resource_id is null and starts_at is null and ends_at is null)"
            " or (seat_id is null and event_id is null and resource_id is not null and starts_at is not null"
            " and ends_at > starts_at)",
            name="seat_or_span",
        ),
        CheckConstraint(
            "(case when hold_id is null then 0 else 1 end) + (case when booking_id is null then 0 else 1 end)"
            " + (case when block_id is null then 0 else 1 end) = 1",
            name="one_owner",
        ),
    )

    @classmethod
    def over(cls, start: datetime, end: datetime) -> ColumnElement[bool]:
        """Those that overlap [start, end)."""
        return and_(cls.starts_at < end, cls.starts_at > start - LONGEST_CLAIM, cls.ends_at > start)
