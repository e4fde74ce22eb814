"""Booking seats of an event: by name, the best so many, or what is in the basket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, func, select

from bookings.desk.alternatives.taken import SeatRequest
from bookings.desk.book.new import new_booking, record_created
from bookings.desk.claims.claim import claim, transfer_claims
from bookings.desk.events.cabins import check_seats, kept_from, travellers
from bookings.desk.holds import find_best, kept_override, own_hold
from bookings.desk.lookup import event_on_sale, seats_of
from bookings.desk.transaction import Transaction
from bookings.desk.waiting.ending import offer_ended
from bookings.errors import Conflict, Invalid
from bookings.models import Claim, Event, Hold, Seat
from bookings.rules.status import BookingStatus
from bookings.rules.times.waiting import WishState


def book_seats(
    tx: Transaction,
    event_id: int,
    labels: Sequence[str] | None = None,
    *,
    quantity: int | None = None,
    customer: Mapping[str, str] | None = None,
    passengers: Sequence[Mapping[str, Any]] = (),
    contact: Mapping[str, Any] | None = None,
    note: str = "",
    status: BookingStatus | None = None,
    category: str | None = None,
    override: str | None = None,
) -> str:
    """Book these seats, or the best `quantity` of them. Seats in the person's basket are taken from there. Returns the booking's id.

    A flight needs `passengers` and `contact`, and all its seats are in one cabin. `override` is the reason for which a
    manager sets the time of the sale aside. Raises Taken, RuleViolation, Conflict.
    """
    event, rules = event_on_sale(tx, event_id, override)
    venue = tx.venue(event.venue_id)
    count = quantity if labels is None else len(set(labels))
    if count is None or (labels is None and not 1 <= count <= event.seats_per_basket):
        raise Invalid(f"Book between 1 and {event.seats_per_basket} seats.", fields={"quantity": "out of range"})
    party, reached_by = travellers(tx.session, event, venue, passengers, contact, count)
    if labels is None:
        best = find_best(tx, event_id, count, category, without=kept_from(party))
        labels = [seat.label for seat in best]
    hold = own_hold(tx, event_id)
    seats = seats_of(tx, event_id, labels)
    check_seats(event, seats, labels, party)
    if len(seats) > event.seats_per_basket and not tx.by.works_at(event.venue_id):
        raise Conflict(f"One booking has at most {event.seats_per_basket} seats.", code="basket_full")
    prices = {seat.label: seat_price(event, seat) for seat in seats}
    named = sorted(seats, key=lambda seat: labels.index(seat.label)) if party else seats  # each passenger with the seat meant for them
    booking = new_booking(
        tx, venue, "flight" if event.kind == "flight" else "event", event.starts_at, event.ends_at,
        sum(prices.values(), Decimal("0.00")), customer=customer, status=status, details={"note": note}, event_id=event.id,
        seats=[{"label": seat.label, "category": seat.category, "price": str(prices[seat.label])} for seat in named],
        passengers=party, contact=reached_by,
    )  # fmt: skip
    held = set(tx.session.scalars(select(Claim.seat_id).where(Claim.hold_id == hold.id))) if hold else set()
    if hold is not None:
        transfer_claims(tx, hold, booking, [seat.id for seat in seats])
        _end_if_empty(tx, hold)
    claim(tx, booking, [SeatRequest(seat.id, event.id, seat.label) for seat in seats if seat.id not in held])
    return record_created(tx, booking, venue, rules)


def check_out(
    tx: Transaction,
    event_id: int,
    *,
    passengers: Mapping[str, Mapping[str, Any]] | None = None,
    infants: Sequence[Mapping[str, Any]] = (),
    contact: Mapping[str, Any] | None = None,
    customer: Mapping[str, str] | None = None,
    note: str = "",
    override: str | None = None,
) -> str:
    """Book everything in the person's basket, on a flight for `passengers` by their seats' labels and `infants` on their laps.

    What a manager set aside for the basket is set aside for the booking. Raises Conflict when the basket is empty, has run out
    or has other seats by now.
    """
    hold = own_hold(tx, event_id)
    labels = (
        list(
            tx.session.scalars(
                select(Seat.label)
                .join(Claim, Claim.seat_id == Seat.id)
                .where(Claim.hold_id == hold.id)
                .order_by(Seat.id)
            )
        )
        if hold
        else []
    )
    if not labels:
        raise Conflict(
            "Your seats were released when the time was up. Choose them again if they are still free.",
            code="hold_ended",
        )
    if passengers and passengers.keys() != set(labels):
        raise Conflict(
            f"Your basket has other seats by now: {', '.join(sorted(labels))}. Look at it again, then book.",
            code="basket_changed",
        )
    people = [*(passengers[label] for label in labels), *infants] if passengers else []
    return book_seats(
        tx, event_id, labels, customer=customer, passengers=people, contact=contact, note=note,
        override=override or kept_override(tx, event_id),
    )  # fmt: skip


def seat_price(event: Event, seat: Seat) -> Decimal:
    return Decimal(str(event.categories[seat.category]["price"]))


def _end_if_empty(tx: Transaction, hold: Hold) -> None:
    if not tx.session.scalar(select(func.count()).select_from(Claim).where(Claim.hold_id == hold.id)):
        offer_ended(tx, hold, WishState.BOOKED)
        tx.session.execute(delete(Hold).where(Hold.id == hold.id))
