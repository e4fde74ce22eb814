"""Seats of a booking that are given back or exchanged for others, after it was made."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import delete, select

from bookings.desk.affected_topics import affected_topics
from bookings.desk.alternatives.taken import SeatRequest
from bookings.desk.book.flight_seats import check_change, seat_otherwise
from bookings.desk.book.seats import seat_price
from bookings.desk.claims.claim import claim
from bookings.desk.lookup import booking_for, event_on_sale, seats_of
from bookings.desk.money.ledger import sum_up
from bookings.desk.money.pay import confirm_if_settled
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import Booking, ChangeKind, Claim, Seat, Venue
from bookings.rules.money.discounts import in_proportion
from bookings.rules.status import BookingStatus

EXCHANGED_IN = (BookingStatus.PENDING, BookingStatus.CONFIRMED)


def exchange_seats(tx: Transaction, booking_id: str, give: Sequence[str], take: Sequence[str] = ()) -> str:
    """Give these seats of a booking back and take others in their place, or none. Returns the booking's id.

    Of a show staff only. On a flight each passenger has a seat, so as many are taken as are given, in their order; its customer
    may do so too, within the cabin and until boarding. The price follows, and a discount stays in proportion; what is owed or
    was paid too much then is as with any other price. Raises Conflict, Invalid, Taken.
    """
    booking = booking_for(tx, booking_id)
    given, taken = list(dict.fromkeys(give)), list(dict.fromkeys(take))
    venue = tx.session.get_one(Venue, booking.venue_id)
    if booking.kind == "flight":
        event = check_change(tx, booking, venue, given, taken)
    elif tx.by.works_at(venue.id):
        _check(booking, given, taken)
    else:
        raise NotFound("There is no such booking, or it is not yours to change.")
    seats = select(Seat.id).where(Seat.event_id == booking.event_id, Seat.label.in_(given))
    tx.session.execute(delete(Claim).where(Claim.booking_id == booking.id, Claim.seat_id.in_(seats)))
    if booking.kind == "flight":
        kept = seat_otherwise(tx, booking, event, given, taken)
    else:
        kept = [seat for seat in booking.seats if seat["label"] not in given]
        kept += _claimed(tx, booking, taken) if taken else []
    before, after = _sum(booking.seats), _sum(kept)
    if booking.list_price is None:
        booking.price = after
    else:
        booking.price, booking.list_price = in_proportion(booking.price, before, after, booking.currency), after
    booking.seats = kept
    sum_up(tx, booking)
    tx.record(
        ChangeKind.SEATS_EXCHANGED,
        affected_topics(booking, venue),
        booking=booking,
        seats=[*given, *taken],
        people=[booking.customer_id],
        given=given,
        taken=taken,
    )
    confirm_if_settled(tx, booking)
    return booking.id


def _check(booking: Booking, given: Sequence[str], taken: Sequence[str]) -> None:
    if booking.kind != "event":
        raise Conflict(
            "Only seats of a show or a flight are exchanged. Move this booking, or cancel it.",
            code="not_exchangeable",
        )
    if booking.status not in EXCHANGED_IN:
        raise Conflict("Only seats of a booking that is to come are given back or exchanged.", code="not_exchangeable")
    have = [seat["label"] for seat in booking.seats]
    if not given or (strange := [label for label in given if label not in have]):
        words = f"{strange[0][:12]} is not among its seats" if given else "Choose the seats that are given back"
        raise Invalid(f"{words}: {', '.join(have)}.", fields={"give": words})
    if len(given) == len(have) and not taken:
        raise Conflict("Those are all of its seats. Cancel the booking, or take others in their place.", code="all_seats")


def _claimed(tx: Transaction, booking: Booking, labels: Sequence[str]) -> list[dict[str, str]]:
    assert booking.event_id is not None
    event, _ = event_on_sale(tx, booking.event_id)
    seats = seats_of(tx, event.id, labels)
    claim(tx, booking, [SeatRequest(seat.id, event.id, seat.label) for seat in seats])
    return [{"label": seat.label, "category": seat.category, "price": str(seat_price(event, seat))} for seat in seats]


def _sum(seats: Sequence[dict[str, str]]) -> Decimal:
    return sum((Decimal(seat["price"]) for seat in seats), Decimal("0.00"))
