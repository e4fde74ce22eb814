"""What is on: the events and flights that have not begun yet, with what is left of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bookings.models import Claim, Event, Flight, Hold, Seat, Venue
from bookings.rules.times import local_day

MOST = 200


@dataclass(frozen=True)
class EventLine:
    """One line of the list. `flight` is its number, "" for what is not a flight."""

    id: int
    title: str
    venue: str
    zone: str
    starts_at: datetime
    doors_at: datetime | None
    cheapest: Decimal
    currency: str
    free: int
    capacity: int
    flight: str = ""

    @property
    def name(self) -> str:
        return self.title if self.flight in self.title else f"{self.flight} {self.title}"

    @property
    def day(self) -> date:
        return local_day(self.starts_at, self.zone)


def read_upcoming(session: Session, now: datetime) -> list[EventLine]:
    """The next events, by when they begin."""
    rows = session.execute(
        select(Event, Venue, Flight.number)
        .join(Venue, Venue.id == Event.venue_id)
        .outerjoin(Flight, Flight.event_id == Event.id)
        .where(Event.starts_at > now)
        .order_by(Event.starts_at, Event.id)
        .limit(MOST)
    ).all()
    capacity, taken = _seats(session, [event.id for event, _, _ in rows], now)
    return [
        EventLine(
            id=event.id,
            title=event.title,
            venue=venue.name,
            zone=venue.zone,
            starts_at=event.starts_at,
            doors_at=event.doors_at,
            cheapest=min((Decimal(str(said["price"])) for said in event.categories.values()), default=Decimal("0.00")),
            currency=venue.currency,
            free=capacity.get(event.id, 0) - taken.get(event.id, 0),
            capacity=capacity.get(event.id, 0),
            flight=number or "",
        )
        for event, venue, number in rows
    ]


def _seats(session: Session, event_ids: Sequence[int], now: datetime) -> tuple[dict[int, int], dict[int, int]]:
    """(all seats, taken seats) by event."""
    capacity = session.execute(
        select(Seat.event_id, func.count()).where(Seat.event_id.in_(event_ids)).group_by(Seat.event_id)
    )
    running = select(Hold.id).where(Hold.event_id.in_(event_ids), Hold.expires_at > now)
    taken = session.execute(
        select(Claim.event_id, func.count())
        .where(Claim.event_id.in_(event_ids), or_(Claim.hold_id.is_(None), Claim.hold_id.in_(running)))
        .group_by(Claim.event_id)
    )
    return dict(capacity.all()), {event: seats for event, seats in taken if event is not None}
