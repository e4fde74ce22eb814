"""How full an event is: counts by section, price category and feature, never seat by seat.

A few grouped queries, so that a seat taken in an arena does not cost a reading of all the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from bookings.models import Claim, Event, Seat
from bookings.models.in_force import in_force
from bookings.rules.seats.sections import slug_of

DRAWN_WHOLE = 2_000
"""Larger events are drawn a section at a time."""

STATES = ("free", "held", "booked", "blocked")
_STATE_OF = {"hold": "held", "block": "blocked"}

Fingerprint = tuple[int, int, int]
"""Of an event's seats: its `seats_version`, how many there are, and the sum of their ids."""


class SeatGroup(NamedTuple):
    """What seats have in common that count as alike."""

    section: str
    category: str
    features: tuple[str, ...]


@dataclass(frozen=True)
class SeatInventory:
    """How many seats of each group an event has, in their order. This stays the same while seats are sold.

    `fingerprint` is another one when seats were added, taken away or changed.
    """

    groups: dict[SeatGroup, int]
    fingerprint: Fingerprint

    @cached_property
    def capacity(self) -> int:
        return sum(self.groups.values())

    @property
    def is_large(self) -> bool:
        return self.capacity > DRAWN_WHOLE

    @cached_property
    def sections(self) -> dict[str, str]:
        """Names by slug, in the order of the seats."""
        return {slug_of(group.section): group.section for group in self.groups}

    @cached_property
    def features(self) -> frozenset[str]:
        return frozenset(feature for group in self.groups for feature in group.features)


@dataclass(frozen=True)
class Occupancy:
    """How many seats of each group are in which state, as everybody sees it: nobody's own are counted apart."""

    inventory: SeatInventory
    cells: tuple[tuple[SeatGroup, str, int], ...]

    def count(self, state: str | None = None, *, category: str | None = None, feature: str | None = None) -> int:
        """The seats to which all of these apply; without any, the capacity."""
        return sum(
            seats
            for group, found, seats in self.cells
            if state in (None, found)
            and category in (None, group.category)
            and (feature is None or feature in group.features)
        )

    def section(self, name: str) -> Occupancy:
        """The same for one section alone."""
        return Occupancy(self.inventory, tuple(self._by_section[name]))

    @cached_property
    def _by_section(self) -> dict[str, list[tuple[SeatGroup, str, int]]]:
        found: dict[str, list[tuple[SeatGroup, str, int]]] = {name: [] for name in self.inventory.sections.values()}
        for cell in self.cells:
            found.setdefault(cell[0].section, []).append(cell)
        return found


def read_inventory(session: Session, event_id: int) -> SeatInventory:
    """The inventory as it is now."""
    features = cast(Seat.features, Text)
    rows = session.execute(
        select(Seat.section, Seat.category, features, func.count(), func.sum(Seat.id))
        .where(Seat.event_id == event_id)
        .group_by(Seat.section, Seat.category, features)
        .order_by(func.min(Seat.row_order), func.min(Seat.position), func.min(Seat.id))
    ).all()
    return SeatInventory(
        {SeatGroup(section, category, _listed(found)): seats for section, category, found, seats, _ in rows},
        (_seats_version(session, event_id), sum(row[3] for row in rows), sum(row[4] for row in rows)),
    )


def read_occupancy(session: Session, event_id: int, now: datetime, inventory: SeatInventory | None = None) -> Occupancy:
    """The counts at `now`: what has run out counts as free already. `inventory` spares a count of every seat."""
    inventory = inventory or read_inventory(session, event_id)
    features = cast(Seat.features, Text)
    rows = session.execute(
        select(Seat.section, Seat.category, features, Claim.kind, func.count())
        .join(Seat, Seat.id == Claim.seat_id)
        .where(Claim.event_id == event_id, in_force(now))
        .group_by(Seat.section, Seat.category, features, Claim.kind)
    )
    taken = {
        (SeatGroup(section, category, _listed(found)), _STATE_OF.get(claim, "booked")): seats
        for section, category, found, claim, seats in rows
    }
    return Occupancy(inventory, tuple(_cells(inventory, taken)))


def free_and_capacity(session: Session, event_id: int, now: datetime) -> tuple[int, int]:
    """(free seats, all seats) of an event."""
    capacity = session.scalar(select(func.count()).select_from(Seat).where(Seat.event_id == event_id)) or 0
    taken = session.scalar(select(func.count()).select_from(Claim).where(Claim.event_id == event_id, in_force(now)))
    return capacity - (taken or 0), capacity


def fingerprint_of(session: Session, event_id: int) -> Fingerprint:
    """The fingerprint of the inventory as it is now, without reading it."""
    of_event = select(Event.seats_version).where(Event.id == event_id).scalar_subquery()
    seats = select(func.count(), func.coalesce(func.sum(Seat.id), 0), func.coalesce(of_event, 0))
    count, ids, version = session.execute(seats.where(Seat.event_id == event_id)).one()
    return version, count, ids


def _seats_version(session: Session, event_id: int) -> int:
    return session.scalar(select(Event.seats_version).where(Event.id == event_id)) or 0


def _cells(inventory: SeatInventory, taken: dict[tuple[SeatGroup, str], int]) -> Iterator[tuple[SeatGroup, str, int]]:
    for group, seats in inventory.groups.items():
        free = seats
        for state in STATES[1:]:
            count = taken.get((group, state), 0)
            free -= count
            if count:
                yield group, state, count
        yield group, "free", free


def _listed(features: str) -> tuple[str, ...]:
    return tuple(json.loads(features))
