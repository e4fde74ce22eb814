"""The log: what staff and admins did, with before and after. Lines are never changed; an undo is a new line. And, for a minute, what
it takes to undo the last of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id


class Noun(StrEnum):
    """What a line is about."""

    VENUE = "venue"
    HOURS = "hours"
    RESOURCE = "resource"
    PRICES = "prices"
    SERVICE = "service"
    EVENT = "event"
    FLIGHT = "flight"
    SEAT_PLAN = "seat_plan"
    GROUP = "group"
    PERSON = "person"
    SETTINGS = "settings"
    BOOKING = "booking"
    BLOCK = "block"
    NOTE = "note"
    NOTIFICATION = "notification"
    IMPORT = "import"
    WEBHOOK = "webhook"


class LogEntry(Base):
    """`values`: for each value that changed {"field": word, "before": text or None, "after": text or None}; with "person", an id,
    where the field is somebody's name.

    `noun_id` is the row's own id ("" for the program's settings), `name` what it was called then. Hours and prices are a
    venue's, under the venue's id. The highest id of a noun's lines is its revision: whoever edits says which one they saw.
    """

    __tablename__ = "log_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[str] = mapped_column(Id)
    by_name: Mapped[str] = mapped_column(String(120))
    venue_id: Mapped[str | None] = mapped_column(Id)
    noun: Mapped[str] = mapped_column(String(12))
    noun_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(200))
    act: Mapped[str] = mapped_column(String(40))
    values: Mapped[list[Any]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        Index("ix_log_entries_noun_noun_id_id", "noun", "noun_id", "id"),
        Index("ix_log_entries_venue_id_id", "venue_id", "id"),
        Index("ix_log_entries_venue_id_noun_id", "venue_id", "noun", "id"),
        Index("ix_log_entries_by_id_id", "by_id", "id"),
        Index("ix_log_entries_at", "at"),
    )


class UndoableAct(Base):
    """What somebody of the staff just did with one booking, and what it takes to undo it. Kept for a minute.

    `act` is the log's word for it, `version` that of the booking's topic right after it, `kept` what
    `bookings.desk.undo.snapshot` writes. The booking may be gone: that can be undone too.
    """

    __tablename__ = "undoable_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[str] = mapped_column(Id)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id", ondelete="CASCADE"))
    by_id: Mapped[str] = mapped_column(Id)
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    kept: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undone_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_undoable_acts_booking_id_id", "booking_id", "id"),)
