"""A person's basket for one event: their seats, what they cost, until when they are held, and what it lost when time was up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.orm import Session

from bookings.errors import Offer
from bookings.models import Change, ChangeKind, Claim, Event, Hold, Person, Role, Seat, Staff, Venue, Wish
from bookings.reading.seats.maps import read_flight
from bookings.reading.seats.seats import read_seats
from bookings.rules.sale import closed

REMEMBERED = timedelta(minutes=30)
"""So long a person's page shows that their seats were released."""


@dataclass(frozen=True)
class BasketSeat:
    label: str
    section: str
    row: str
    number: str
    category: str
    price: Decimal
    features: tuple[str, ...] = ()


@dataclass(frozen=True)
class Basket:
    """`expires_at` is None when it is empty. `id` is the hold's, which names this one basket in a repeated check-out.

    `by_name`: it is booked for passengers, who are asked for first; `for_customer`: the venue's staff says whom it is for;
    `offered`: it was filled for somebody on the waiting list, and cannot be kept longer.
    """

    event_id: int
    currency: str
    limit: int
    seats: tuple[BasketSeat, ...] = ()
    began_at: datetime | None = None
    expires_at: datetime | None = None
    id: str = ""
    by_name: bool = False
    for_customer: bool = False
    offered: bool = False

    @property
    def asks(self) -> bool:
        """Whether something has to be filled in before it is booked."""
        return self.by_name or self.for_customer

    @property
    def total(self) -> Decimal:
        return sum((seat.price for seat in self.seats), Decimal("0.00"))

    @property
    def seconds(self) -> int:
        """The whole length of the hold, for the clock's dial."""
        if self.began_at is None or self.expires_at is None:
            return 0
        return int((self.expires_at - self.began_at).total_seconds())

    @property
    def has_exit_row(self) -> bool:
        return any("exit" in seat.features for seat in self.seats)


@dataclass(frozen=True)
class ExpiredBasket:
    """A basket that ran out: when, which seats were in it, and which of them are free now."""

    at: datetime
    seats: tuple[str, ...]
    free: tuple[str, ...]

    @property
    def offers(self) -> tuple[Offer, ...]:
        return (Offer("take them again", seats=self.free),) if self.free else ()


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
                tuple(seat.features),
            )
            for seat in seats
        ),
        hold.began_at,
        hold.expires_at,
        hold.id,
        event.kind == "flight",
        _works_at(session, person_id, event.venue_id),
        session.scalar(select(Wish.id).where(Wish.hold_id == hold.id)) is not None,
    )


def _works_at(session: Session, person_id: str, venue_id: str) -> bool:
    staff = select(Staff.person_id).where(Staff.person_id == person_id, Staff.venue_id == venue_id).exists()
    works = select(Person.id).where(Person.id == person_id, or_(Person.role == Role.ADMIN, staff))
    return session.scalar(works) is not None


def read_expired_basket(session: Session, event_id: int, person_id: str, now: datetime) -> ExpiredBasket | None:
    """What the person lost when the time was up, if that was the last thing that happened to them here, and lately."""
    ending = {ChangeKind.HOLD_EXPIRED, ChangeKind.SEATS_HELD, ChangeKind.PLACE_OFFERED, ChangeKind.BOOKING_CREATED}
    last = session.scalar(
        select(Change)
        .where(
            Change.at > now - REMEMBERED,
            Change.event_id == event_id,
            Change.kind.in_(ending),
            cast(Change.payload, Text).contains(f'"{person_id}"', autoescape=True),
        )
        .order_by(Change.id.desc())
        .limit(1)
    )
    if last is None or last.kind != ChangeKind.HOLD_EXPIRED:
        return None
    lost = tuple(last.payload["seats"])
    event, flight = session.get_one(Event, event_id), read_flight(session, event_id)
    zone = session.get_one(Venue, event.venue_id).zone
    on_sale = closed(event.sale, now, zone, flight.facts if flight else None) is None
    return ExpiredBasket(last.at, lost, _free(session, event_id, lost, now) if on_sale else ())


def _free(session: Session, event_id: int, labels: Iterable[str], now: datetime) -> tuple[str, ...]:
    seats = read_seats(session, event_id, list(labels), None, now)
    return tuple(seat.label for seat in seats if seat.state == "free")
