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
    sent or has failed for good. `html` says the same as `text`, or is "".

    `unsubscribe` is the address that ends such mails. It was `unsure` so many times whether the server had taken it."""

    __tablename__ = "mails"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="", server_default="")
    unsubscribe: Mapped[str] = mapped_column(String(500), default="", server_default="")
    created_at: Mapped[datetime]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    unsure: Mapped[int] = mapped_column(default=0, server_default="0")
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="")
