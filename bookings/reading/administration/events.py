"""Events and flights as those who manage them read them: lists with what is sold, and one with all that can be edited."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Block, Claim, Event, Flight, Noun, Seat, SeatPlan, Viewer
from bookings.models.in_force import in_force
from bookings.reading.administration.revisions import revision_of, revisions_of
from bookings.reading.administration.venues import ManagedVenue, read_managed_venue
from bookings.reading.seats.in_use import read_seats_in_use
from bookings.reading.seats.plan_texts import plan_of_event, seats_of_event
from bookings.rules.sale import closed

ON_A_PAGE = 50
MOST_BLOCKS = 200
FIELDS = (
    "title", "description", "starts_at", "ends_at", "doors_at", "on_sale_from", "on_sale_until", "seats_per_basket",
    "seats_per_customer", "unpaid_per_customer",
)  # fmt: skip
FLIGHT_FIELDS = (
    "number", "origin", "destination", "origin_zone", "destination_zone", "gate", "aircraft", "estimated_departure", "estimated_arrival",
)  # fmt: skip


@dataclass(frozen=True)
class EventLine:
    """`state` says in words why nothing is sold; "" while it is on sale."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    taken: int
    capacity: int
    state: str
    flight: Flight | None = None


@dataclass(frozen=True)
class EventPage:
    venue: ManagedVenue
    lines: tuple[EventLine, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class ClosedSeats:
    """A block of seats: its labels in the order of the plan."""

    id: str
    reason: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class EditedEvent:
    """`in_use` says of each seat that has to stay why; `values` are by the names of the fields."""

    venue: ManagedVenue
    id: int
    values: Mapping[str, Any]
    plan: str
    categories: Mapping[str, Any]
    in_use: Mapping[str, str]
    blocks: tuple[ClosedSeats, ...]
    capacity: int
    cancelled_at: datetime | None
    over: bool
    begun: bool
    revision: int
    flight: Flight | None = None


@dataclass(frozen=True)
class SavedPlan:
    id: str
    name: str
    text: str
    revision: int


def read_event_page(
    session: Session, venue_id: str, viewer: Viewer, now: datetime, *, kind: str, page: int, past: bool
) -> EventPage:
    """Those to come, the next first; or those that are over, the last first. Raises NotFound."""
    venue = read_managed_venue(session, venue_id, viewer)
    which = [Event.venue_id == venue_id, Event.kind == kind, Event.ends_at <= now if past else Event.ends_at > now]
    many = session.scalar(select(func.count()).select_from(Event).where(*which)) or 0
    order = (Event.ends_at.desc(), Event.id.desc()) if past else (Event.starts_at, Event.id)
    rows = session.execute(
        select(Event, Flight)
        .outerjoin(Flight, Flight.event_id == Event.id)
        .where(*which)
        .order_by(*order)
        .limit(ON_A_PAGE)
        .offset((page - 1) * ON_A_PAGE)
    ).all()
    ids = [event.id for event, _ in rows]
    seats, taken = _counts(session, ids, now)
    lines = tuple(
        EventLine(
            event.id, event.title, event.starts_at, event.ends_at, taken.get(event.id, 0), seats.get(event.id, 0),
            _state(event, flight, venue.zone, now), flight,
        )
        for event, flight in rows
    )  # fmt: skip
    return EventPage(venue, lines, page, max(1, -(-many // ON_A_PAGE)))


def read_edited_event(session: Session, venue_id: str | None, event_id: int, viewer: Viewer, now: datetime) -> EditedEvent:
    """The event, of this venue or (None) of whichever has it. Raises NotFound for what this viewer does not manage."""
    event = session.get(Event, event_id)
    if event is None or venue_id not in (None, event.venue_id) or not viewer.manages(event.venue_id):
        raise NotFound("There is no such event.")
    venue = read_managed_venue(session, event.venue_id, viewer)
    flight = session.scalar(select(Flight).where(Flight.event_id == event_id))
    seats = seats_of_event(session, event_id)
    values = {name: getattr(event, name) for name in FIELDS}
    if flight is not None:
        values |= {name: getattr(flight, name) for name in FLIGHT_FIELDS}
    noun, noun_id = (Noun.FLIGHT, flight.id) if flight is not None else (Noun.EVENT, str(event_id))
    return EditedEvent(
        venue, event.id, values, plan_of_event(event, seats), event.categories, read_seats_in_use(session, event_id),
        _blocks(session, event_id), len(seats), event.cancelled_at, event.ends_at <= now, event.starts_at <= now,
        revision_of(session, noun, noun_id), flight,
    )  # fmt: skip


def read_saved_plans(session: Session, venue_id: str) -> tuple[SavedPlan, ...]:
    """By name."""
    query = select(SeatPlan).where(SeatPlan.venue_id == venue_id).order_by(SeatPlan.name, SeatPlan.id)
    plans = session.scalars(query).all()
    revisions = revisions_of(session, Noun.SEAT_PLAN, [plan.id for plan in plans])
    return tuple(SavedPlan(plan.id, plan.name, plan.text, revisions.get(plan.id, 0)) for plan in plans)


def read_saved_plan(session: Session, venue_id: str | None, plan_id: str) -> SavedPlan:
    """With its revision, of this venue or (None) of whichever has it. Raises NotFound."""
    plan = session.get(SeatPlan, plan_id)
    if plan is None or venue_id not in (None, plan.venue_id):
        raise NotFound("There is no such seat plan.")
    return SavedPlan(plan.id, plan.name, plan.text, revision_of(session, Noun.SEAT_PLAN, plan.id))


def _state(event: Event, flight: Flight | None, zone: str, now: datetime) -> str:
    why = closed(event.sale, now, zone)
    if flight is not None and flight.status != "SCHEDULED" and event.cancelled_at is None:
        return flight.status.lower()
    words = {"past": "begun" if event.ends_at > now else "over", "cancelled": "cancelled", "sale_ended": "sale ended"}
    return "" if why is None else words.get(why.code, "not on sale yet")


def _counts(session: Session, ids: Collection[int], now: datetime) -> tuple[dict[int, int], dict[int, int]]:
    seats = select(Seat.event_id, func.count()).where(Seat.event_id.in_(ids)).group_by(Seat.event_id)
    claims = select(Claim.event_id, func.count()).where(Claim.event_id.in_(ids), in_force(now)).group_by(Claim.event_id)
    return dict(session.execute(seats).all()), {each: n for each, n in session.execute(claims) if each is not None}


def _blocks(session: Session, event_id: int) -> tuple[ClosedSeats, ...]:
    rows = session.execute(
        select(Block.id, Block.reason, Seat.label)
        .join(Claim, Claim.block_id == Block.id)
        .join(Seat, Seat.id == Claim.seat_id)
        .where(Block.event_id == event_id)
        .order_by(Block.created_at, Block.id, Seat.row_order, Seat.position)
    )
    found: dict[tuple[str, str], list[str]] = {}
    for block_id, reason, label in rows:
        found.setdefault((block_id, reason), []).append(label)
    return tuple(ClosedSeats(*key, tuple(labels)) for key, labels in list(found.items())[:MOST_BLOCKS])
