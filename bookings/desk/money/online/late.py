"""A payment that came when its place had gone: another one as good, if the customer wants it, or the money back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from bookings.desk.affected_topics import affected_topics
from bookings.desk.claims.claim import claim
from bookings.desk.claims.claim_requests import claim_requests
from bookings.desk.lookup import booking_for, situation_of
from bookings.desk.money.cancellation import settle_restored
from bookings.desk.money.online.returns import return_money
from bookings.desk.status import write_status
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import Booking, ChangeKind, Seat, Venue
from bookings.models.payments import OnlinePayment
from bookings.reading.payments.equal import equal_places
from bookings.rules.status import BookingStatus
from bookings.rules.switching import why_not_restore

DECIDE_WITHIN = timedelta(hours=24)
OVER = "There is nothing to decide about this booking any more."
GONE = "That has gone meanwhile. Choose another, or have the money back."
AT_ONCE = 50


def offer_equal(tx: Transaction, booking: Booking, payment: OnlinePayment) -> bool:
    """Keep the money until the customer has decided, when there is something as good; whether there is."""
    venue = tx.session.get_one(Venue, booking.venue_id)
    if why_not_restore(situation_of(tx, booking, venue), staff=True) is not None or not equal_places(tx.session, booking, tx.now):
        return False
    payment.decide_until = min(tx.now + DECIDE_WITHIN, booking.starts_at)
    return True


def take_equal(tx: Transaction, booking_id: str, *, seats: Sequence[str] = (), resource_id: str | None = None) -> str:
    """Let the booking have these seats, or this court or person, in the place of what has gone, and return its id. For its customer
    and the venue's staff. Raises Conflict when it is no longer to be decided, or that is not as good or free."""
    booking, waiting = _undecided(tx, booking_id)
    wanted = (tuple(seats), resource_id)
    offers = equal_places(tx.session, booking, tx.now)
    if wanted not in [(offer.seats, offer.resource_id) for offer in offers]:
        raise Conflict(GONE, code="gone", offers=offers)
    if resource_id is not None:
        booking.resource_id = resource_id
    else:
        _seat(tx, booking, seats)
    claim(tx, booking, claim_requests(tx, booking))
    for payment in waiting:
        payment.decide_until = None
    write_status(tx, booking, tx.session.get_one(Venue, booking.venue_id), BookingStatus.CONFIRMED)
    settle_restored(tx, booking)
    return booking.id


def want_money_back(tx: Transaction, booking_id: str) -> str:
    """Give back what was paid for a place that has gone. For its customer and the venue's staff."""
    booking, _ = _undecided(tx, booking_id)
    _give_back(tx, booking)
    return booking.id


def end_undecided(tx: Transaction) -> int:
    """Give back what nobody decided about in time; how many there were."""
    due = select(OnlinePayment.booking_id).where(OnlinePayment.decide_until <= tx.now).distinct().limit(AT_ONCE)
    ended = 0
    for booking_id in sorted(each for each in tx.session.scalars(due).all() if each):
        booking = tx.session.scalar(select(Booking).where(Booking.id == booking_id).with_for_update())
        if booking is not None:
            _give_back(tx, booking)
            ended += 1
    return ended


def _undecided(tx: Transaction, booking_id: str) -> tuple[Booking, list[OnlinePayment]]:
    booking = booking_for(tx, booking_id)
    waiting = _waiting(tx, booking)
    in_time = any(each.decide_until and each.decide_until > tx.now for each in waiting)
    if not in_time or booking.status != BookingStatus.CANCELLED or booking.paid < booking.price:
        raise Conflict(OVER, code="decided")
    return booking, waiting


def _waiting(tx: Transaction, booking: Booking) -> list[OnlinePayment]:
    found = select(OnlinePayment).where(OnlinePayment.booking_id == booking.id, OnlinePayment.decide_until.is_not(None))
    return list(tx.session.scalars(found.with_for_update()))


def _give_back(tx: Transaction, booking: Booking) -> None:
    for payment in _waiting(tx, booking):
        payment.decide_until = None
    if booking.balance.surplus:
        return_money(tx, booking, booking.balance.surplus)


def _seat(tx: Transaction, booking: Booking, labels: Sequence[str]) -> None:
    """Its seats are these from now on, each for what the seat of its category cost."""
    chosen = select(Seat).where(Seat.event_id == booking.event_id, Seat.label.in_(labels)).order_by(Seat.id)
    prices = {seat["category"]: seat["price"] for seat in booking.seats}
    before = [seat["label"] for seat in booking.seats]
    booking.seats = [
        {"label": seat.label, "category": seat.category, "price": prices[seat.category]} for seat in tx.session.scalars(chosen)
    ]
    tx.record(
        ChangeKind.SEATS_EXCHANGED, affected_topics(booking, tx.session.get_one(Venue, booking.venue_id)), booking=booking,
        seats=list(labels), people=[booking.customer_id], given=before, taken=list(labels),
    )  # fmt: skip

