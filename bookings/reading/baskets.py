"""A person's basket for one event: their seats, what they cost, and until when they are held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Claim, Event, Hold, Seat


@dataclass(frozen=True)
class BasketSeat:
    label: str
    section: str
    row: str
    number: str
    category: str
    price: Decimal


@dataclass(frozen=True)
class Basket:
    """`expires_at` is None when it is empty."""

    event_id: int
    currency: str
    limit: int
    seats: tuple[BasketSeat, ...] = ()
    began_at: datetime | None = None
    expires_at: datetime | None = None

    @property
    def total(self) -> Decimal:
        return sum((seat.price for seat in self.seats), Decimal("0.00"))

    @property
    def seconds(self) -> int:
        """The whole length of the hold, for the clock's ring."""
        if self.began_at is None or self.expires_at is None:
            return 0
        return int((self.expires_at - self.began_at).total_seconds())


def read_basket(session: Session, event_id: int, person_id: str, now: datetime, *, currency: str) -> Basket:
    event = session.get_one(Event, event_id)
    hold = session.scalar(
        select(Hold).where(Hold.person_id == person_id, Hold.event_id == event_id, Hold.expires_at > now)
    )
    if hold is None:
        return Basket(event_id, currency, event.seats_per_basket)
    seats = session.scalars(
        select(Seat)
        .join(Claim, Claim.seat_id == Seat.id)
        .where(Claim.hold_id == hold.id)
        .order_by(Seat.row_order, Seat.position)
    )
    return Basket(
        event_id,
        currency,
        event.seats_per_basket,
        tuple(
            BasketSeat(
                seat.label,
                seat.section,
                seat.row,
                seat.number,
                seat.category,
                Decimal(str(event.categories[seat.category]["price"])),
            )
            for seat in seats
        ),
        hold.began_at,
        hold.expires_at,
    )
