"""What was counted of the days that are over, so that figures of a year need not read a year's bookings."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id

_TO_COUNT = text("figures IS NULL")


class DayCount(Base):
    """`figures` as rules.figures.day writes them; None when they have to be counted anew."""

    __tablename__ = "day_counts"

    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (Index("ix_day_counts_to_count", "venue_id", "day", sqlite_where=_TO_COUNT, postgresql_where=_TO_COUNT),)
