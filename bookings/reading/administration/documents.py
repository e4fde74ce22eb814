"""Writes a venue as one document, from which `administration.documents` makes such a venue again.

What has been retired is left out, and so are events, people and bookings: it is what a venue is, not what happened there.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import MemberGroup, Resource, SeatPlan, Service, ServiceProvider, Venue, Viewer
from bookings.reading.administration.venues import read_terms

Document = dict[str, Any]


def read_document(session: Session, venue_id: str, viewer: Viewer) -> Document:
    """Without the parts that the venue does not have. Raises NotFound."""
    terms = read_terms(session, venue_id, viewer)
    venue = session.get_one(Venue, venue_id)
    query = select(Resource).where(Resource.venue_id == venue_id, Resource.retired_at.is_(None))
    resources = session.scalars(query.order_by(Resource.kind, Resource.number, Resource.id)).all()
    names = {each.id: each.name for each in resources}
    own_groups = select(MemberGroup).where(MemberGroup.venue_id == venue_id)
    groups = session.scalars(own_groups.order_by(MemberGroup.position, MemberGroup.id)).all()
    parts: Document = {
        "logo": b64encode(venue.logo_picture).decode() if venue.logo_picture else None,
        "terms": {name: value for name, value in terms.values.items() if value not in (None, "")},
        "hours": venue.hours,
        "special_days": venue.special_days,
        "resources": [_resource(each, names) for each in resources],
        "services": _services(session, venue_id, names),
        "groups": [{"name": group.name} for group in groups],
        "prices": _prices(venue, {"resource": names, "group": {group.id: group.name for group in groups}}),
        "seat_plans": _plans(session, venue_id),
    }
    return {name: part for name, part in parts.items() if part}


def _resource(each: Resource, names: Mapping[str, str]) -> Document:
    found = {
        "kind": each.kind, "name": each.name, "number": each.number, "sport": each.sport, "colour": each.colour,
        "part_of": names.get(each.part_of or ""), "hours": each.hours,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value not in (None, "")}


def _services(session: Session, venue_id: str, names: Mapping[str, str]) -> list[Document]:
    query = select(Service).where(Service.venue_id == venue_id, Service.retired_at.is_(None))
    services = session.scalars(query.order_by(Service.name, Service.id)).all()
    offers = session.scalars(
        select(ServiceProvider).where(ServiceProvider.service_id.in_([each.id for each in services]))
    ).all()
    return [
        {
            "name": each.name, "minutes": each.minutes, "buffer_before": each.buffer_before, "buffer_after": each.buffer_after,
            "price": str(each.price), "places": each.places,
            "providers": sorted(names[offer.resource_id] for offer in offers if offer.service_id == each.id and offer.resource_id in names),
        }
        for each in services
    ]  # fmt: skip


def _prices(venue: Venue, named: Mapping[str, Mapping[str, str]]) -> list[Document]:
    """A rule about a court that has been retired holds for nothing any more."""
    return [
        {name: named[name][value] if name in named else value for name, value in rule.items()}
        for rule in venue.price_rules
        if all(rule.get(name) in (None, *known) for name, known in named.items())
    ]


def _plans(session: Session, venue_id: str) -> list[Document]:
    plans = select(SeatPlan).where(SeatPlan.venue_id == venue_id).order_by(SeatPlan.name, SeatPlan.id)
    return [{"name": plan.name, "plan": plan.text} for plan in session.scalars(plans)]
