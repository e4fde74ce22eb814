"""What the set-up's steps show: venues whose set-up is not finished, and what is there of the one at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.models import Event, LogEntry, Noun, Resource, SeatPlan, Service, ServiceProvider, Setting, Venue, Viewer
from bookings.rules.setup.steps import SET_UP

MOST = 20
MOST_PLACES = 200

NOUNS_OF_STEPS: Mapping[str, tuple[Noun, ...]] = {
    "hours": (Noun.HOURS,), "courts": (Noun.RESOURCE,), "prices": (Noun.PRICES, Noun.VENUE), "services": (Noun.RESOURCE, Noun.SERVICE),
    "fees": (Noun.SERVICE, Noun.VENUE), "hall": (Noun.SEAT_PLAN,), "cabin": (Noun.SEAT_PLAN,), "categories": (Noun.SEAT_PLAN,),
    "fares": (Noun.SEAT_PLAN,), "show": (Noun.EVENT, Noun.VENUE), "flight": (Noun.FLIGHT, Noun.EVENT, Noun.VENUE),
}  # fmt: skip
"""What the log calls what each step after the first is about."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Unfinished:
    venue_id: str
    venue: str
    kind: str
    step: str


def read_unfinished(session: Session, viewer: Viewer) -> tuple[Unfinished, ...]:
    """Those that this viewer manages, by name."""
    if not (viewer.is_admin or viewer.managed):
        return ()
    row = session.get(Setting, SET_UP)
    if row is None or not row.value:
        return ()
    venues = session.scalars(select(Venue).where(Venue.id.in_(row.value)).order_by(Venue.name).limit(MOST))
    return tuple(Unfinished(each.id, each.name, each.kind, row.value[each.id]) for each in venues if viewer.manages(each.id))


def read_step_revision(session: Session, venue_id: str, slug: str) -> int:
    """The number of the last line that the log has about what is typed in this step; 0 without one."""
    last = select(func.max(LogEntry.id)).where(LogEntry.venue_id == venue_id, LogEntry.noun.in_(NOUNS_OF_STEPS[slug]))
    return session.scalar(last) or 0


def read_hours(session: Session, venue_id: str) -> Row:
    """By weekday; empty while none are set."""
    return session.get_one(Venue, venue_id).hours


def read_price_rules(session: Session, venue_id: str) -> list[Any]:
    return session.get_one(Venue, venue_id).price_rules


def read_resources(session: Session, venue_id: str, kind: str) -> list[Row]:
    query = select(Resource).where(Resource.venue_id == venue_id, Resource.kind == kind, Resource.retired_at.is_(None))
    found = session.scalars(query.order_by(Resource.number, Resource.id).limit(MOST_PLACES))
    return [{"id": each.id, "name": each.name, "sport": each.sport} for each in found]


def read_services(session: Session, venue_id: str) -> list[Row]:
    """Each with the ids of its `providers`."""
    query = select(Service).where(Service.venue_id == venue_id, Service.retired_at.is_(None))
    services = session.scalars(query.order_by(Service.name, Service.id).limit(MOST_PLACES)).all()
    offers = select(ServiceProvider).where(ServiceProvider.service_id.in_([each.id for each in services]))
    pairs = [(pair.service_id, pair.resource_id) for pair in session.scalars(offers)]
    return [
        {
            "id": each.id, "name": each.name, "minutes": each.minutes, "buffer_before": each.buffer_before,
            "buffer_after": each.buffer_after, "price": str(each.price),
            "providers": [provider for service, provider in pairs if service == each.id],
        }
        for each in services
    ]  # fmt: skip


def read_first_plan(session: Session, venue_id: str) -> Row | None:
    plan = session.scalar(select(SeatPlan).where(SeatPlan.venue_id == venue_id).order_by(SeatPlan.name, SeatPlan.id).limit(1))
    return None if plan is None else {"id": plan.id, "name": plan.name, "plan": plan.text}


def read_first_event(session: Session, venue_id: str) -> int | None:
    """The id of the event that begins last of those that were made, which after the set-up is the only one."""
    return session.scalar(select(Event.id).where(Event.venue_id == venue_id).order_by(Event.ends_at.desc()).limit(1))
