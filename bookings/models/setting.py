"""What an admin sets for the whole program, and the mails that wait to be sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id, new_id


class Setting(Base):
    """`name` -> `value` (bookings.rules.setup.settings says which there are)."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[dict[str, Any]]


class Mail(Base):
    """A mail in the outbox, written in the transaction of what causes it. It is tried at `next_at`; None once it was
    sent or has failed for good."""

    __tablename__ = "mails"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="")
