"""Group appointments on a board: how many places of each are taken, by whom, and for staff the list of who takes part."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Claim, Resource, Service
from bookings.models.in_force import in_force
from bookings.reading.audience import STAFF
from bookings.reading.bookings.rows import rows_in_order
from bookings.reading.bookings.view import BookingView, view_for_audience


@dataclass(frozen=True)
class GroupOnBoard:
    """One sitting of a service: `taken` of its `places`; `mine` are the bookings of the people who have one, by their ids."""

    key: str
    name: str
    service_id: str
    resource_id: str
    start: datetime
    taken: int
    places: int
    mine: Mapping[str, tuple[str, str, str]]
    """By the customer's id: the booking's id, its status and its payment."""

    @property
    def left(self) -> int:
        return max(0, self.places - self.taken)


@dataclass(frozen=True)
class GroupPage:
    """For the venue's staff."""

    group: GroupOnBoard
    provider: str
    bookings: tuple[BookingView, ...]


def read_groups(session: Session, keys: Collection[str], now: datetime) -> dict[str, GroupOnBoard]:
    """Those of these keys with anybody in them."""
    if not keys:
        return {}
    rows = session.execute(
        select(Claim, Booking, Service)
        .join(Booking, Booking.id == Claim.booking_id)
        .join(Service, Service.id == Booking.service_id)
        .where(Claim.group_key.in_(keys), Claim.place.is_not(None), in_force(now))
        .order_by(Claim.id)
    ).all()
    found: dict[str, GroupOnBoard] = {}
    for claim, booking, service in rows:
        key, provider_id, start = claim.group_key, claim.resource_id, claim.starts_at
        assert key and provider_id and start
        before = found.get(key)
        people = dict(before.mine) if before is not None else {}
        people.setdefault(booking.customer_id, (booking.id, booking.status, booking.payment_status))
        found[key] = GroupOnBoard(
            key, service.name, service.id, provider_id, start,
            (before.taken if before is not None else 0) + 1, service.places, people,
        )  # fmt: skip
    return found


def read_group(session: Session, venue_id: str, key: str, now: datetime) -> GroupPage:
    """With its participants. Raises NotFound when nobody is in it, or it is of another venue."""
    group = read_groups(session, [key], now).get(key)
    provider = session.get(Resource, group.resource_id) if group is not None else None
    if group is None or provider is None or provider.venue_id != venue_id:
        raise NotFound("There is nobody in that group any more.")
    ids = session.scalars(
        select(Claim.booking_id).where(Claim.group_key == key, Claim.place.is_not(None), in_force(now)).order_by(Claim.place)
    ).all()
    rows = rows_in_order(session, list(dict.fromkeys(each for each in ids if each is not None)))
    return GroupPage(group, provider.name, tuple(view_for_audience(row, STAFF, now) for row in rows))
