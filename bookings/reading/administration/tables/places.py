"""Courts and people, price rules and seat plans of a venue as lines of a table; what is retired is left out."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import MemberGroup, Resource, SeatPlan, Venue
from bookings.rules.times.weekdays import write_weekdays


def resource_rows(session: Session, venue: Venue) -> Iterator[dict[str, str]]:
    query = select(Resource).where(Resource.venue_id == venue.id)
    rows = session.scalars(query.order_by(Resource.kind.desc(), Resource.number, Resource.id)).all()
    names = {each.id: each.name for each in rows}
    for each in rows:
        if each.retired_at is None:
            yield {
                "name": each.name, "kind": each.kind, "number": str(each.number), "sport": each.sport, "colour": each.colour,
                "part_of": names.get(each.part_of or "", ""),
            }  # fmt: skip


def price_rows(session: Session, venue: Venue) -> Iterator[dict[str, str]]:
    courts = dict(session.execute(select(Resource.id, Resource.name).where(Resource.venue_id == venue.id)).all())
    groups = dict(session.execute(select(MemberGroup.id, MemberGroup.name).where(MemberGroup.venue_id == venue.id)).all())
    for rule in venue.price_rules:
        yield {
            "price": str(rule["price"]),
            "per": rule.get("per", "hour"),
            "extra": "yes" if rule.get("extra") else "",
            "court": courts.get(rule.get("resource", ""), ""),
            "sport": rule.get("sport", ""),
            "days": write_weekdays(rule.get("days", ())),
            "from": rule.get("from", ""),
            "to": rule.get("to", ""),
            "group": groups.get(rule.get("group", ""), ""),
            "min_minutes": str(rule.get("min_minutes", "")),
            "max_minutes": str(rule.get("max_minutes", "")),
        }


def plan_rows(session: Session, venue: Venue) -> Iterator[dict[str, str]]:
    plans = select(SeatPlan).where(SeatPlan.venue_id == venue.id)
    for plan in session.scalars(plans.order_by(SeatPlan.name, SeatPlan.id)):
        yield {"name": plan.name, "plan": plan.text}
