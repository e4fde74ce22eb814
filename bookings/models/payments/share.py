"""A share of what a booking costs, which one of several people pays by a link."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Amount, Base, Id, new_id


class PaymentShare(Base):
    """Its link names it by its id, signed; `payment_id` is the payment that met it. It goes with its booking."""

    __tablename__ = "payment_shares"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    booking_id: Mapped[str] = mapped_column(Id, ForeignKey("bookings.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    amount: Mapped[Decimal] = mapped_column(Amount)
    created_at: Mapped[datetime]
    payment_id: Mapped[str | None] = mapped_column(Id, ForeignKey("online_payments.id"), unique=True)

    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)
