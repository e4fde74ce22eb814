"""The remedy that comes with a loss: a sentence that says what was taken, and the two best that are still free nearby."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bookings.desk.lost import Lost, SeatWant, SpanWant
from bookings.errors import Offer, Refusal, SeatTaken, SlotTaken
from bookings.models import Claim, Hold, Resource, Seat, Venue, Viewer
from bookings.rules.broken import RuleBroken
from bookings.rules.seats import SeatSpot, alternatives_for, describe, describe_alternatives, seat_name
from bookings.rules.slots import OpeningHours, check_span
from bookings.rules.times import exact_label

OFFERS = 2
SEARCH = timedelta(hours=3)


def refusal_for(session: Session, lost: Lost, by: Viewer, now: datetime) -> Refusal:
    """The refusal to show: SeatTaken or SlotTaken, with offers."""
    seats = [want for want in lost.taken if isinstance(want, SeatWant)]
    if seats:
        return _seats(session, seats, now)
    spans = [want for want in lost.taken if isinstance(want, SpanWant) and want.kind != "buffer"]
    return _spans(session, spans or [want for want in lost.wants if isinstance(want, SpanWant)], lost, now)


def free_seats(session: Session, event_id: int, now: datetime) -> tuple[list[Seat], list[Seat]]:
    """(the free ones, all) of an event's seats, in the order of the house. A hold that has run out counts as free."""
    rows = session.execute(
        select(Seat, Claim.id, Hold.expires_at)
        .outerjoin(Claim, Claim.seat_id == Seat.id)
        .outerjoin(Hold, Hold.id == Claim.hold_id)
        .where(Seat.event_id == event_id)
        .order_by(Seat.row_order, Seat.position)
    ).all()
    free = [seat for seat, claimed, expires in rows if claimed is None or (expires is not None and expires <= now)]
    return free, [seat for seat, *_ in rows]


def spot_of(seat: Seat) -> SeatSpot:
    """The seat as the layout rules see it."""
    return SeatSpot(
        seat.label, seat.section, seat.row, seat.row_order, seat.position, seat.category, frozenset(seat.features)
    )


def _seats(session: Session, taken: Sequence[SeatWant], now: datetime) -> SeatTaken:
    free, every = free_seats(session, taken[0].event_id, now)
    labels = {want.label for want in taken}
    lost = [spot_of(seat) for seat in every if seat.label in labels]
    groups = alternatives_for(lost, [spot_of(seat) for seat in free if seat.label not in labels], count=OFFERS)
    gone = f"{_listed([seat_name(spot) for spot in lost])} {'was' if len(lost) == 1 else 'were'} just taken."
    if not groups:
        return SeatTaken(f"{gone} Nothing else is free right now.", taken=sorted(labels))
    offers = [Offer(words=describe(group), seats=tuple(spot.label for spot in group)) for group in groups]
    return SeatTaken(f"{gone} {describe_alternatives(groups)}", taken=sorted(labels), offers=offers)


def _spans(session: Session, taken: Sequence[SpanWant], lost: Lost, now: datetime) -> SlotTaken:
    want = taken[0]
    row = session.execute(
        select(Resource, Venue).join(Venue, Venue.id == Resource.venue_id).where(Resource.id == want.resource_id)
    ).one()
    resource, venue = row[0], row[1]
    when = exact_label(want.start, venue.zone)
    gone = f"{resource.name} at {when} was just taken."
    offers = _near(session, resource, venue, want, now)
    if not offers:
        return SlotTaken(f"{gone} Nothing else is free around that time.")
    return SlotTaken(
        f"{gone} {_listed([offer.words for offer in offers])} {'is' if len(offers) == 1 else 'are'} free.",
        offers=offers,
    )


def _near(session: Session, resource: Resource, venue: Venue, want: SpanWant, now: datetime) -> list[Offer]:
    """One on another resource of the kind at the same time, and the nearest time on the same one; more of either if one lacks."""
    alike = select(Resource).where(
        Resource.venue_id == venue.id, Resource.kind == resource.kind, Resource.sport == resource.sport
    )
    others = session.scalars(alike.where(Resource.id != resource.id).order_by(Resource.number)).all()
    length = want.end - want.start
    claims = session.execute(
        select(Claim.resource_id, Claim.starts_at, Claim.ends_at)
        .outerjoin(Hold, Hold.id == Claim.hold_id)
        .where(
            Claim.resource_id.in_([resource.id, *(each.id for each in others)]),
            Claim.starts_at < want.end + SEARCH,
            Claim.ends_at > want.start - SEARCH,
            or_(Hold.id.is_(None), Hold.expires_at > now),
        )
    ).tuples()
    busy = [(claimed, begins, ends) for claimed, begins, ends in claims if begins and ends]

    def free(resource_id: str, start: datetime) -> bool:
        return start >= now and not any(
            claimed == resource_id and begins < start + length and start < ends for claimed, begins, ends in busy
        )

    def offer(each: Resource, start: datetime) -> Offer:
        return Offer(
            f"{each.name} at {exact_label(start, venue.zone)}", resource_id=each.id, start=start, end=start + length
        )

    elsewhere = [offer(each, want.start) for each in others if free(each.id, want.start)]
    step = timedelta(minutes=venue.slot_minutes)
    starts = sorted((want.start + step * n for n in range(-6, 7) if n), key=lambda start: abs(start - want.start))
    later = [
        offer(resource, start)
        for start in starts
        if _allowed(venue, start, start + length, now) and free(resource.id, start)
    ]
    return (elsewhere[:1] + later[:1] + elsewhere[1:] + later[1:])[:OFFERS]


def _allowed(venue: Venue, start: datetime, end: datetime, now: datetime) -> bool:
    try:
        check_span(
            start, end, zone=venue.zone, hours=OpeningHours.of(venue.hours), slot_minutes=venue.slot_minutes,
            min_minutes=1, max_minutes=24 * 60, now=now,
        )  # fmt: skip
    except RuleBroken:
        return False
    return True


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
