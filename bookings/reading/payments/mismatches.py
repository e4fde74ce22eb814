"""Where money and places, or this program and the payment provider, do not agree: by kind, page by page, for those who manage a venue.

Each kind is found by an index of what does not agree, however much does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal_column, select, type_coerce
from sqlalchemy.orm import Session

from bookings.database.base import Amount
from bookings.errors import NotAllowed
from bookings.models import Booking, Venue, Viewer
from bookings.models.payments import OnlinePayment, PaymentEvent, ProviderRefund
from bookings.reading.moment import moment_of
from bookings.rules.money.balance import NOTHING
from bookings.rules.money.online import WAITING
from bookings.rules.status import BookingStatus

PAGE, MOST_COUNTED = 50, 100
UNANSWERED_AFTER = timedelta(minutes=10)
# Not parameters: a partial index is used only for the words that it was made with.
_CANCELLED: ColumnElement[str] = literal_column("'CANCELLED'")
_PENDING: ColumnElement[str] = literal_column("'PENDING'")

Rows = Select[*tuple[Any, ...]]
Found = tuple[Rows, Any, tuple[Any, ...]]
"""What is found, by which column it is of a venue, and in which order."""


class Kind(StrEnum):
    MESSAGES = "messages"
    REFUNDS = "refunds"
    WAITING = "waiting"
    UNANSWERED = "unanswered"
    SURPLUS = "surplus"
    UNPAID = "unpaid"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Mismatch:
    """`id` is of the row that does not agree; `booking_id` is None for what belongs to no booking any more."""

    kind: Kind
    id: str
    at: datetime
    venue: str
    zone: str
    pnr: str
    booking_id: str | None
    amount: Decimal | None
    currency: str
    why: str


@dataclass(frozen=True)
class MismatchPage:
    """`counts` by kind go up to MOST_COUNTED; `more`: there is a page after this one."""

    kind: Kind
    counts: Mapping[Kind, int]
    rows: tuple[Mismatch, ...]
    number: int
    more: bool


def read_mismatches(session: Session, viewer: Viewer, kind: Kind, number: int = 1, size: int = PAGE) -> MismatchPage:
    """A page of one kind, the newest first, at the venues that this viewer manages; admins also see what belongs to none.

    Raises NotAllowed for who manages nothing.
    """
    if not (viewer.is_admin or viewer.managed):
        raise NotAllowed("Only those who manage a venue see this.")
    now = moment_of(session)
    counts = {
        each: session.scalar(select(func.count()).select_from(_of(each, viewer, now).limit(MOST_COUNTED).subquery())) or 0
        for each in Kind
    }
    found = session.execute(_of(kind, viewer, now).offset((number - 1) * size).limit(size + 1)).all()
    rows = tuple(Mismatch(kind, *row) for row in found[:size])
    return MismatchPage(kind, MappingProxyType(counts), rows, number, len(found) > size)


def _of(kind: Kind, viewer: Viewer, now: datetime) -> Rows:
    query, venue, latest = _QUERIES[kind](now)
    if not viewer.is_admin:
        query = query.where(venue.in_(viewer.managed))
    elif venue is Booking.venue_id:
        query = query.where(venue.in_(select(Venue.id)))  # bookings are found venue by venue
    return query.order_by(*latest)


def _messages(now: datetime) -> Found:
    found = (
        select(
            PaymentEvent.id, PaymentEvent.at, func.coalesce(Venue.name, ""), func.coalesce(Venue.zone, "UTC"),
            func.coalesce(OnlinePayment.pnr, Booking.pnr, ""), PaymentEvent.booking_id, PaymentEvent.amount,
            PaymentEvent.currency, PaymentEvent.mismatch,
        )
        .outerjoin(OnlinePayment, OnlinePayment.id == PaymentEvent.payment_id)
        .outerjoin(Booking, Booking.id == PaymentEvent.booking_id)
        .outerjoin(Venue, Venue.id == PaymentEvent.venue_id)
        .where(PaymentEvent.mismatch != literal_column("''"), PaymentEvent.settled_at.is_(None))
    )  # fmt: skip
    return found, PaymentEvent.venue_id, (PaymentEvent.at.desc(), PaymentEvent.id)


def _refunds(now: datetime) -> Found:
    found = _of_refunds(ProviderRefund.failed_at).where(
        ProviderRefund.failed_at.is_not(None), ProviderRefund.settled_at.is_(None)
    )
    return found, ProviderRefund.venue_id, (ProviderRefund.failed_at.desc(), ProviderRefund.id)


def _waiting(now: datetime) -> Found:
    found = _of_refunds(ProviderRefund.created_at).where(ProviderRefund.next_at.is_not(None), ProviderRefund.error != literal_column("''"))
    return found, ProviderRefund.venue_id, (ProviderRefund.next_at.desc(), ProviderRefund.id)


def _of_refunds(at: Any) -> Rows:
    return (
        select(
            ProviderRefund.id, at, Venue.name, Venue.zone, OnlinePayment.pnr, OnlinePayment.booking_id, ProviderRefund.amount,
            OnlinePayment.currency, ProviderRefund.error,
        )
        .join(OnlinePayment, OnlinePayment.id == ProviderRefund.payment_id)
        .join(Venue, Venue.id == ProviderRefund.venue_id)
    )  # fmt: skip


def _unanswered(now: datetime) -> Found:
    found = (
        select(
            OnlinePayment.id, OnlinePayment.created_at, Venue.name, Venue.zone, OnlinePayment.pnr, OnlinePayment.booking_id,
            OnlinePayment.amount, OnlinePayment.currency, OnlinePayment.error,
        )
        .join(Venue, Venue.id == OnlinePayment.venue_id)
        .where(OnlinePayment.status.in_([literal_column(f"'{each.value}'") for each in WAITING]))
        .where(OnlinePayment.expires_at <= now - UNANSWERED_AFTER)
    )  # fmt: skip
    return found, OnlinePayment.venue_id, (OnlinePayment.expires_at.desc(), OnlinePayment.id)


def _of_bookings(amount: Any) -> Rows:
    return select(
        Booking.id, Booking.created_at, Venue.name, Venue.zone, Booking.pnr, Booking.id.label("booking_id"), amount,
        Booking.currency, Booking.status,
    ).join(Venue, Venue.id == Booking.venue_id)  # fmt: skip


_NEWEST = (Booking.created_at.desc(), Booking.id)


def _surplus(now: datetime) -> Found:
    """Paid and cancelled, and not given back."""
    beyond = Booking.paid > case((Booking.status != _CANCELLED, Booking.price), else_=Booking.fee)  # as its index is made
    found = _of_bookings(type_coerce(Booking.paid - Booking.fee, Amount)).where(Booking.status == _CANCELLED, beyond)
    undecided = select(OnlinePayment.id).where(OnlinePayment.booking_id == Booking.id, OnlinePayment.decide_until > now)
    return found.where(~undecided.exists()), Booking.venue_id, _NEWEST


def _unpaid(now: datetime) -> Found:
    """Owed for what has begun, though the venue confirmed it."""
    kept = (BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN, BookingStatus.COMPLETED)
    found = _of_bookings(type_coerce(Booking.price - Booking.paid, Amount)).where(
        Booking.status != _CANCELLED, Booking.paid < Booking.price, Booking.status.in_(kept), Booking.starts_at <= now
    )
    return found, Booking.venue_id, _NEWEST


def _unconfirmed(now: datetime) -> Found:
    """Paid in full, and still a request."""
    found = _of_bookings(Booking.paid).where(Booking.status == _PENDING, Booking.paid > NOTHING, Booking.paid >= Booking.price)
    return found, Booking.venue_id, _NEWEST


_QUERIES: Mapping[Kind, Callable[[datetime], Found]] = MappingProxyType(
    {
        Kind.MESSAGES: _messages,
        Kind.REFUNDS: _refunds,
        Kind.WAITING: _waiting,
        Kind.UNANSWERED: _unanswered,
        Kind.SURPLUS: _surplus,
        Kind.UNPAID: _unpaid,
        Kind.UNCONFIRMED: _unconfirmed,
    }
)
