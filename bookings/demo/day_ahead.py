"""What is left of a day at the club: the free stretches of each court, and how much of the time to come is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.demo.ids import CLUB
from bookings.models import Claim, Resource, Venue
from bookings.rules.times.slots import Slot, day_slots
from bookings.rules.times.zones import local_day


@dataclass(frozen=True)
class Opening:
    """Free slots in a row on a court; a booking may begin at the first."""

    court_id: str
    sport: str
    slots: Sequence[Slot]


@dataclass(frozen=True)
class DayAhead:
    """From the next slot to closing time. `taken` is a share from 0 to 1; of a day that is over, all is taken."""

    slots: Sequence[Slot]
    openings: Sequence[Opening]
    taken: float


def read_day_ahead(session: Session, now: datetime, days: int) -> DayAhead:
    """The day that is so many days ahead, as far as it lies ahead."""
    venue = session.get(Venue, CLUB)
    if venue is None:
        return DayAhead((), (), 1.0)
    day = local_day(now, venue.zone) + timedelta(days=days)
    every = day_slots(day, venue.zone, venue.opening_hours, venue.slot_minutes)
    slots = [slot for slot in every if slot.start >= now]
    if not slots:
        return DayAhead((), (), 1.0)
    courts = session.execute(
        select(Resource.id, Resource.sport)
        .where(Resource.venue_id == CLUB, Resource.kind == "court")
        .order_by(Resource.number)
    ).all()
    # Every free slot is the first of one opening, so their number is that of the free slots.
    openings = [opening for court in courts for opening in _openings(session, court.id, court.sport, slots)]
    return DayAhead(slots, openings, 1 - len(openings) / (len(courts) * len(slots)))


def _openings(session: Session, court_id: str, sport: str, slots: Sequence[Slot]) -> Iterator[Opening]:
    claims = session.execute(
        select(Claim.starts_at, Claim.ends_at).where(
            Claim.resource_id == court_id, Claim.over(slots[0].start, slots[-1].end)
        )
    )
    spans = [(begins, ends) for begins, ends in claims if begins and ends]
    row: list[Slot] = []
    for slot in reversed(slots):
        taken = any(begins < slot.end and slot.start < ends for begins, ends in spans)
        row = [] if taken else [slot, *row]
        if row:
            yield Opening(court_id, sport, row)
