"""Another time or another place for a span that was lost: the same wish, moved as a whole and still free in all its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.desk.alternatives.taken import ClaimRequest, SpanRequest
from bookings.errors import Offer, SlotTaken
from bookings.models import Claim, Resource, ServiceProvider, Venue, Viewer
from bookings.models.in_force import in_force
from bookings.reading.parts import Together, taken_with
from bookings.reading.prices import Prices, shown_prices
from bookings.rules.times.zones import clock_label, exact_label
from bookings.rules.violation import RuleViolation

STEPS = 6
"""So many steps of the grid before and after are tried."""

SEARCH = timedelta(hours=STEPS)  # a step is at most an hour
Busy = tuple[str | None, datetime | None, datetime | None]


def refused_times(
    session: Session, requests: Sequence[SpanRequest], by: Viewer, now: datetime, *, count: int, just: bool = True
) -> SlotTaken:
    """The refusal for somebody who wanted these spans together (a court with a coach, a visit with its buffers). They were `just`
    taken where they were offered as free."""
    together = taken_with(session, {request.resource_id for request in requests})
    busy = _busy(session, together, requests, now)
    taken = _taken(requests, busy)
    resource, venue = session.execute(
        select(Resource, Venue).join(Venue, Venue.id == Resource.venue_id).where(Resource.id == taken.resource_id)
    ).one()
    if taken.kind == "block":
        between = f"between {clock_label(taken.start, venue.zone)} and {clock_label(taken.end, venue.zone)}"
        return SlotTaken(f"{resource.name} is taken {between}. Move or cancel what is there, then close it.")
    gone = f"{resource.name} at {exact_label(taken.start, venue.zone)} {'was just' if just else 'is'} taken."
    offers = _near(session, requests, taken, resource, venue, by, now)[:count]
    if not offers:
        return SlotTaken(f"{gone} Nothing else is free around that time.")
    words = " and ".join(offer.words for offer in offers)
    return SlotTaken(f"{gone} {words} {'is' if len(offers) == 1 else 'are'} free.", offers=offers)


def _taken(requests: Sequence[SpanRequest], busy: Sequence[Busy]) -> SpanRequest:
    """The part that somebody else has; of a visit whose buffers alone are in the way, the visit."""
    by_importance = sorted(requests, key=lambda request: request.kind == "buffer")
    taken = next((request for request in by_importance if not _free([request], busy)), requests[0])
    visit = next((request for request in requests if request.resource_id == taken.resource_id and request.kind != "buffer"), taken)
    return visit if taken.kind == "buffer" else taken


def _near(
    session: Session,
    requests: Sequence[SpanRequest],
    taken: SpanRequest,
    resource: Resource,
    venue: Venue,
    by: Viewer,
    now: datetime,
) -> list[Offer]:
    """One on another resource of the kind at the same time, and the nearest time on the same one; more of either if one lacks."""
    others = [each for each in _alike(session, taken, resource) if each.id not in {request.resource_id for request in requests}]
    together = taken_with(session, {request.resource_id for request in requests} | {each.id for each in others})
    busy = _busy(session, together, requests, now)

    prices = shown_prices(session, venue, by)

    def allow(moved: Iterable[SpanRequest]) -> bool:
        """By the terms of each court and person among them."""
        for request in moved:
            terms = venue.booking_terms(for_staff=by.works_at(venue.id), of=session.get_one(Resource, request.resource_id))
            if taken.service_id is not None:
                terms = terms.of_length(int((taken.end - taken.start) / timedelta(minutes=1)))
            if request.kind != "buffer" and not terms.allow(request.start, request.end, now):
                return False
        return True

    def offers(choices: Iterable[tuple[Resource, list[SpanRequest], timedelta]]) -> list[Offer]:
        found = []
        for each, moved, shift in choices:
            start, end = taken.start + shift, taken.end + shift
            if _free(moved, busy) and allow(moved) and _has_price(session, moved, prices):
                words = f"{each.name} at {exact_label(start, venue.zone)}"
                found.append(Offer(words, resource_id=each.id, start=start, end=end))
        return found

    step = timedelta(minutes=venue.slot_minutes)
    shifts = sorted((step * n for n in range(-STEPS, STEPS + 1) if n), key=abs)
    elsewhere = offers((each, _given(requests, taken, each.id), timedelta()) for each in others)
    later = offers((resource, _shifted(requests, shift), shift) for shift in shifts)
    return elsewhere[:1] + later[:1] + elsewhere[1:] + later[1:]


def _has_price(session: Session, requests: Sequence[SpanRequest], prices: Prices) -> bool:
    """Whether every court among them is for sale at its time."""
    for request in requests:
        resource = session.get_one(Resource, request.resource_id)
        try:
            if resource.kind == "court":
                prices.price(resource, request.start, request.end)
        except RuleViolation:
            return False
    return True


def _alike(session: Session, taken: SpanRequest, resource: Resource) -> Sequence[Resource]:
    alike = select(Resource).where(
        Resource.venue_id == resource.venue_id, Resource.kind == resource.kind, Resource.sport == resource.sport,
        Resource.retired_at.is_(None),
    )  # fmt: skip
    if taken.service_id is not None:
        offered = select(ServiceProvider.resource_id).where(ServiceProvider.service_id == taken.service_id)
        alike = alike.where(Resource.id.in_(offered))
    return session.scalars(alike.order_by(Resource.number)).all()


def _busy(session: Session, together: Together, requests: Iterable[SpanRequest], now: datetime) -> list[Busy]:
    """What is taken around these wishes: each claim of a part also as one of its whole."""
    whole_of = {part: whole for whole, parts in together.items() for part in parts if part != whole}
    rows = session.execute(
        select(Claim.resource_id, Claim.starts_at, Claim.ends_at).where(
            Claim.resource_id.in_({*together, *whole_of}),
            Claim.over(min(request.start for request in requests) - SEARCH, max(request.end for request in requests) + SEARCH),
            in_force(now),
        )
    )
    return [
        (each, start, end)
        for resource_id, start, end in rows
        for each in (resource_id, whole_of.get(resource_id or ""))
        if each in together
    ]


def _free(requests: Iterable[SpanRequest], busy: Iterable[Busy]) -> bool:
    return not any(
        resource_id == request.resource_id and start and end and start < request.end and request.start < end
        for request in requests
        for resource_id, start, end in busy
    )


def with_parts(session: Session, requests: Sequence[ClaimRequest]) -> Sequence[ClaimRequest]:
    """These wishes, and for each of a whole court the same of all its parts."""
    together = taken_with(session, {request.resource_id for request in requests if isinstance(request, SpanRequest)})
    found = dict.fromkeys(requests)
    for request in requests:
        if isinstance(request, SpanRequest):
            found |= dict.fromkeys(replace(request, resource_id=each) for each in together[request.resource_id])
    return list(found)


def _given(requests: Sequence[SpanRequest], taken: SpanRequest, instead: str) -> list[SpanRequest]:
    return [replace(request, resource_id=instead) if request.resource_id == taken.resource_id else request for request in requests]


def _shifted(requests: Sequence[SpanRequest], by: timedelta) -> list[SpanRequest]:
    return [replace(request, start=request.start + by, end=request.end + by) for request in requests]
