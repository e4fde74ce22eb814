"""Outgoing webhooks: addresses that are told of what happens at a venue, and the calls that were made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id, new_id

_GOES_ON = text("stopped_at IS NULL")


class Webhook(Base):
    """Told of `kinds` (all of them, if it names none) of changes on the venue's topic, in their order; `version` is the last
    that it was told of or that was none of these.

    `secret` signs, and until `former_until` so does `former_secret`. It is called next at `next_at`, not before `busy_until`:
    until then some process is at it. With `stopped_at` it is not called; `stopped_for` says why, "" where somebody paused it.
    `tries` count those of the next message that failed.
    """

    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    url: Mapped[str] = mapped_column(String(500))
    kinds: Mapped[list[Any]] = mapped_column(default=list)
    secret: Mapped[str] = mapped_column(String(80))
    former_secret: Mapped[str] = mapped_column(String(80), default="")
    former_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    busy_until: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stopped_for: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_webhooks_next_at", "next_at", "id", sqlite_where=_GOES_ON, postgresql_where=_GOES_ON),)


class WebhookDelivery(Base):
    """A message to a webhook and how its last try went: `status` of the answer, None without one; `answer` its first letters,
    `error` why there was none. `version` is that of the venue's topic, None for a test."""

    __tablename__ = "webhook_deliveries"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    webhook_id: Mapped[str] = mapped_column(Id, ForeignKey("webhooks.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(String(80))
    version: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(40))
    tries: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(index=True)
    milliseconds: Mapped[int] = mapped_column(default=0)
    delivered: Mapped[bool] = mapped_column(default=False)
    status: Mapped[int | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    error: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        UniqueConstraint("webhook_id", "message_id"),
        Index("ix_webhook_deliveries_webhook_id_at", "webhook_id", "at"),
    )
