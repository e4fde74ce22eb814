"""The seats of an event, each as one person sees it. Never who sits where."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, Text, and_, cast, select
from sqlalchemy.orm import Session

from bookings.models import Booking, Change, Claim, Event, Hold, Seat, Venue
from bookings.models.in_force import in_force
from bookings.reading.seats.views import Category, SeatView

RECENTLY = timedelta(minutes=1)
LETTERS = "abcd"
"""Of the price categories, dearest first; all beyond the fourth look like the fourth."""


def read_seats(
    session: Session, event_id: int, labels: Collection[str], person_id: str | None, now: datetime
) -> list[SeatView]:
    """Just these seats, for a delta."""
    if not labels:
        return []
    categories = _categories(session, event_id)
    rows = session.execute(_seats(event_id, now).where(Seat.label.in_(labels))).all()
    return [_view(row, categories, person_id) for row in rows]


def read_seat_list(session: Session, event_id: int, person_id: str, now: datetime) -> list[SeatView]:
    """Every seat of the event in one list, in the plan's order, as this person sees them; for programs."""
    categories = _categories(session, event_id)
    return [_view(row, categories, person_id) for row in session.execute(_seats(event_id, now))]


def read_sections(
    session: Session,
    event_id: int,
    sections: list[str],
    categories: Mapping[str, Category],
    person_id: str | None,
    now: datetime,
) -> dict[str, list[SeatView]]:
    """The seats of these sections, by section."""
    found: dict[str, list[SeatView]] = {name: [] for name in sections}
    if sections:
        for row in session.execute(_seats(event_id, now).where(Seat.section.in_(sections))):
            found[row[0].section].append(_view(row, categories, person_id))
    return found


def own_booking(session: Session, event_id: int, label: str, person_id: str) -> str | None:
    """The id of this person's booking that has this seat."""
    return session.scalar(
        select(Booking.id)
        .join(Claim, Claim.booking_id == Booking.id)
        .join(Seat, Seat.id == Claim.seat_id)
        .where(Seat.event_id == event_id, Seat.label == label, Booking.customer_id == person_id)
    )


def recently_changed(session: Session, event_id: int, label: str, now: datetime) -> bool:
    """Whether anything happened to this seat within the last minute, so that a page may show it as it was."""
    named = cast(Change.payload, Text).contains(json.dumps(label), autoescape=True)
    return bool(
        session.scalar(select(Change.id).where(Change.at > now - RECENTLY, Change.event_id == event_id, named).limit(1))
    )


def categories_of(event: Event, currency: str) -> dict[str, Category]:
    """The event's price categories by code, dearest first, with nothing counted yet."""
    dearest_first = sorted(event.categories.items(), key=lambda item: -Decimal(str(item[1]["price"])))
    return {
        code: Category(code, LETTERS[min(n, len(LETTERS) - 1)], str(each["name"]), Decimal(str(each["price"])), currency)
        for n, (code, each) in enumerate(dearest_first)
    }


def _categories(session: Session, event_id: int) -> dict[str, Category]:
    event = session.get_one(Event, event_id)
    return categories_of(event, session.get_one(Venue, event.venue_id).currency)


def _seats(event_id: int, now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(Seat, Claim, Hold, Booking.customer_id)
        .select_from(Seat)
        .outerjoin(Claim, and_(Claim.seat_id == Seat.id, in_force(now)))
        .outerjoin(Hold, Hold.id == Claim.hold_id)
        .outerjoin(Booking, Booking.id == Claim.booking_id)
        .where(Seat.event_id == event_id)
        .order_by(Seat.row_order, Seat.position)
    )


def _view(row: Any, categories: Mapping[str, Category], person_id: str | None) -> SeatView:
    seat, claim, hold, customer_id = row
    state, owned = "free", False
    if claim is not None and hold is not None:
        state = "mine" if hold.person_id == person_id else "held"
    elif claim is not None and claim.kind == "block":
        state = "blocked"
    elif claim is not None:
        owned = customer_id is not None and customer_id == person_id
        state = "mine" if owned else "booked"
    return SeatView(
        seat.label,
        seat.section,
        seat.row,
        seat.number,
        seat.position,
        categories[seat.category],
        state,
        owned,
        tuple(seat.features),
    )
