"""What must hold in any database, however it came about."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Booking, Claim, Payment, Seat, TopicEntry, TopicVersion
from bookings.rules.status import OCCUPYING


def faults(session: Session, now: datetime) -> list[str]:
    """Everything that is out of order, in words."""
    return [*_overlaps(session), *_places(session), *_money(session), *_versions(session), *_times(session, now)]


def _overlaps(session: Session) -> list[str]:
    claims = session.scalars(select(Claim)).all()
    seats = Counter(claim.seat_id for claim in claims if claim.seat_id)
    spans = defaultdict(list)
    groups = set()
    for claim in claims:
        if claim.resource_id and claim.starts_at and claim.ends_at and (claim.group_key, claim.starts_at) not in groups:
            spans[claim.resource_id].append((claim.starts_at, claim.ends_at))
            groups |= {(claim.group_key, claim.starts_at)} if claim.group_key else set()
    found = [f"seat {seat} is claimed {count} times" for seat, count in seats.items() if count > 1]
    for resource, times in spans.items():
        found += [f"{resource}: {a} and {b} overlap" for a, b in pairwise(sorted(times)) if b[0] < a[1]]
    return found


def _places(session: Session) -> list[str]:
    """Each booking owns exactly what it should: its seats or its span while it occupies, nothing once it is cancelled."""
    labels = dict(session.execute(select(Seat.id, Seat.label)).all())
    owned = defaultdict(set)
    for claim in session.scalars(select(Claim).where(Claim.kind == "booking")):
        owned[claim.booking_id].add(labels[claim.seat_id] if claim.seat_id else (claim.starts_at, claim.ends_at))
    found = []
    for booking in session.scalars(select(Booking)):
        wanted = {seat["label"] for seat in booking.seats} or {(booking.starts_at, booking.ends_at)}
        if owned[booking.id] != (wanted if booking.status in OCCUPYING else set()):
            found.append(f"{booking.pnr} is {booking.status} and owns {owned[booking.id]}, not {wanted}")
    return found


def _money(session: Session) -> list[str]:
    sums = Counter()
    for payment in session.scalars(select(Payment).where(Payment.status == "SUCCEEDED")):
        sums[payment.booking_id] += payment.amount
    every = session.scalars(select(Booking)).all()
    return [f"{each.pnr}: {each.paid} is not {sums[each.id]}" for each in every if each.paid != sums[each.id]]


def _versions(session: Session) -> list[str]:
    stood = defaultdict(list)
    for topic, version in session.execute(select(TopicEntry.topic, TopicEntry.version).order_by(TopicEntry.version)):
        stood[topic].append(version)
    last = dict(session.execute(select(TopicVersion.topic, TopicVersion.version)).all())
    return [f"{topic} has holes" for topic, count in last.items() if stood[topic] != list(range(1, count + 1))]


def _times(session: Session, now: datetime) -> list[str]:
    every = session.scalars(select(Booking)).all()
    return [f"{each.pnr} was made in the future" for each in every if not each.created_at <= each.updated_at <= now]
