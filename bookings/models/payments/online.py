"""One payment at a provider, the messages that came about payments, and the refunds that wait to be sent there."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Amount, Base, Id, new_id

_WAITS = text("status IN ('CREATED', 'OPEN')")
_TO_CLOSE = text("close_at IS NOT NULL")
_UNDECIDED = text("decide_until IS NOT NULL")
_TO_LOOK_AT = text("mismatch <> '' AND settled_at IS NULL")
_OF_A_BOOKING = text("booking_id IS NOT NULL")
_TO_SEND = text("next_at IS NOT NULL")
_NOT_SENT = text("failed_at IS NOT NULL AND settled_at IS NULL")


class OnlinePayment(Base):
    """Asked for by `by_id`; its id is the key under which the provider opens one checkout, however often it is asked.

    `reference` is the provider's name of the checkout and `charge` of the money that came. Who has paid goes to `back`, a path
    of ours. `close_at`: the provider's page is to be closed then, for nobody shall pay there any more. `decide_until`: its place has
    gone, and until then the customer says whether another will do. It outlives its booking.
    """

    __tablename__ = "online_payments"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    booking_id: Mapped[str | None] = mapped_column(Id, ForeignKey("bookings.id", ondelete="SET NULL"))
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"))
    pnr: Mapped[str] = mapped_column(String(6))
    provider: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(8))
    amount: Mapped[Decimal] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(String(3))
    by_id: Mapped[str] = mapped_column(Id)
    back: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str | None] = mapped_column(String(255))
    charge: Mapped[str | None] = mapped_column(String(255))
    address: Mapped[str] = mapped_column(String(2000), default="")
    error: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    close_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    decide_until: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("provider", "reference"),
        Index("ix_online_payments_charge", "provider", "charge", unique=True),
        Index("ix_online_payments_booking_id_created_at", "booking_id", "created_at"),
        Index("ix_online_payments_waiting", "expires_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
        Index("ix_online_payments_close_at", "close_at", sqlite_where=_TO_CLOSE, postgresql_where=_TO_CLOSE),
        Index("ix_online_payments_decide_until", "decide_until", sqlite_where=_UNDECIDED, postgresql_where=_UNDECIDED),
        CheckConstraint("status in ('CREATED', 'OPEN', 'PAID', 'ENDED')", name="status"),
        CheckConstraint("amount > 0", name="amount"),
    )


class PaymentEvent(Base):
    """A provider's message, under its own id, so that a repeat is known. `mismatch` is why it could not be taken as it is;
    then it waits until somebody settles it."""

    __tablename__ = "payment_events"

    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    told: Mapped[str] = mapped_column(String(20))
    payment_id: Mapped[str | None] = mapped_column(Id, ForeignKey("online_payments.id"), index=True)
    booking_id: Mapped[str | None] = mapped_column(Id, ForeignKey("bookings.id", ondelete="SET NULL"))
    venue_id: Mapped[str | None] = mapped_column(Id, ForeignKey("venues.id"))
    reference: Mapped[str] = mapped_column(String(255), default="")
    amount: Mapped[Decimal | None] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(String(3), default="")
    mismatch: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(index=True)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        Index("ix_payment_events_booking_id", "booking_id", sqlite_where=_OF_A_BOOKING, postgresql_where=_OF_A_BOOKING),
        Index("ix_payment_events_mismatch", "at", sqlite_where=_TO_LOOK_AT, postgresql_where=_TO_LOOK_AT),
    )


class ProviderRefund(Base):
    """Money that goes back through the provider, written with the ledger's line of it and sent afterwards: at least once, always
    under its own id. It is tried at `next_at`; None once it was sent or has failed for good."""

    __tablename__ = "provider_refunds"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    payment_id: Mapped[str] = mapped_column(Id, ForeignKey("online_payments.id"), index=True)
    line_id: Mapped[str] = mapped_column(Id, ForeignKey("payments.id"), unique=True)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"))
    amount: Mapped[Decimal] = mapped_column(Amount)
    created_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    reference: Mapped[str | None] = mapped_column(String(255), unique=True)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="")
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(120), default="")

    __table_args__ = (
        Index("ix_provider_refunds_next_at", "next_at", sqlite_where=_TO_SEND, postgresql_where=_TO_SEND),
        Index("ix_provider_refunds_failed", "failed_at", sqlite_where=_NOT_SENT, postgresql_where=_NOT_SENT),
        CheckConstraint("amount > 0", name="amount"),
    )
