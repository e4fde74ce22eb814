"""Booking: of a court, of an appointment, of seats. A customer's booking begins as a request that already occupies its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, func, select

from bookings.desk.affected_topics import affected_topics, drawn_times
from bookings.desk.alternatives.taken import SeatRequest, SpanRequest
from bookings.desk.cabins import check_seats, kept_from, travellers
from bookings.desk.claims import claim, lock_resources, transfer_claims
from bookings.desk.customers import Named, customer_of
from bookings.desk.holds import find_best, own_hold
from bookings.desk.lookup import event_on_sale, providers_of, resource_for, seats_of, service_for
from bookings.desk.requests import start_clock
from bookings.desk.terms import check_times, price_of_court
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotAllowed
from bookings.models import Booking, ChangeKind, Claim, Event, Hold, Resource, Seat, Service, Venue
from bookings.models.base import new_id
from bookings.models.in_force import in_force
from bookings.rules.money.balance import Balance
from bookings.rules.services import appointment_time
from bookings.rules.status import BookingStatus
from bookings.rules.switching import Situation, why_not_begin
from bookings.rules.text.codes import new_pnr
from bookings.rules.text.names import clean_note


def book_court(
    tx: Transaction,
    resource_id: str,
    start: datetime,
    end: datetime,
    *,
    customer: Mapping[str, str] | None = None,
    coach_id: str | None = None,
    note: str = "",
    status: BookingStatus | None = None,
) -> str:
    """Book a court from `start` to `end` (UTC), with a coach if one is named. Returns the booking's id.

    `customer` is for staff: {"id"} of a person, or {"name", "email"} to find or make one. Raises Lost, RuleBroken, NotFound.
    """
    court, venue = resource_for(tx, resource_id, "court")
    check_times(tx, venue, start, end)
    wants = [SpanRequest(court.id, start, end)]
    if coach_id:
        coach, coach_venue = resource_for(tx, coach_id, "coach")
        if coach_venue.id != venue.id:
            raise Invalid("This coach does not work at this club.", fields={"coach": "works elsewhere"})
        wants.append(SpanRequest(coach.id, start, end))
    booking = _new(
        tx, venue, "court", start, end, price_of_court(court, venue, start, end), customer=customer, note=note, status=status,
        resource_id=court.id, coach_id=coach_id or None,
    )  # fmt: skip
    claim(tx, booking, wants)
    return _booked(tx, booking, venue)


def book_service(
    tx: Transaction,
    service_id: str,
    start: datetime,
    *,
    provider_id: str | None = None,
    customer: Mapping[str, str] | None = None,
    note: str = "",
    status: BookingStatus | None = None,
) -> str:
    """Book an appointment at `start` (UTC) with the named provider, or with the first who is free. Returns the booking's id."""
    service, venue = service_for(tx, service_id)
    end = start + timedelta(minutes=service.minutes)
    check_times(tx, venue, start, end, lengths=(service.minutes, service.minutes))
    provider = _provider(tx, service, provider_id, start)
    booking = _new(
        tx, venue, "appointment", start, end, service.price, customer=customer, note=note, status=status,
        resource_id=provider.id, service_id=service.id,
    )  # fmt: skip
    claim(tx, booking, with_buffers(service, provider.id, start))
    return _booked(tx, booking, venue)


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
) -> str:
    """Book these seats, or the best `quantity` of them. Seats in the person's basket are taken from there. Returns the booking's id.

    A flight needs `passengers` and `contact`, and all its seats are in one cabin. Raises Lost, RuleBroken, Conflict.
    """
    event = event_on_sale(tx, event_id)
    venue = tx.session.get_one(Venue, event.venue_id)
    count = quantity if labels is None else len(set(labels))
    if count is None or (labels is None and not 1 <= count <= event.seats_per_basket):
        raise Invalid(f"Book between 1 and {event.seats_per_basket} seats.", fields={"quantity": "out of range"})
    party, reached_by = travellers(event, venue, passengers, contact, count)
    if labels is None:
        best = find_best(tx, event_id, count, category, without=kept_from(party))
        labels = [spot.label for spot in best]
    hold = own_hold(tx, event_id)
    seats = seats_of(tx, event_id, labels)
    check_seats(event, seats, labels, party)
    if len(seats) > event.seats_per_basket and not tx.by.works_at(event.venue_id):
        raise Conflict(f"One booking has at most {event.seats_per_basket} seats.", code="basket_full")
    prices = {seat.label: _seat_price(event, seat) for seat in seats}
    booking = _new(
        tx, venue, "flight" if event.kind == "flight" else "event", event.starts_at, event.ends_at,
        sum(prices.values(), Decimal("0.00")), customer=customer, note=note, status=status, event_id=event.id,
        seats=[{"label": seat.label, "category": seat.category, "price": str(prices[seat.label])} for seat in seats],
        passengers=party, contact=reached_by,
    )  # fmt: skip
    held = set(tx.session.scalars(select(Claim.seat_id).where(Claim.hold_id == hold.id))) if hold else set()
    if hold is not None:
        transfer_claims(tx, hold, booking, [seat.id for seat in seats])
        _end_if_empty(tx, hold)
    claim(tx, booking, [SeatRequest(seat.id, event.id, seat.label) for seat in seats if seat.id not in held])
    return _booked(tx, booking, venue)


def check_out(
    tx: Transaction,
    event_id: int,
    *,
    passengers: Mapping[str, Mapping[str, Any]] | None = None,
    contact: Mapping[str, Any] | None = None,
    customer: Mapping[str, str] | None = None,
    note: str = "",
) -> str:
    """Book everything in the person's basket, on a flight for `passengers` by their seats' labels.

    Raises Conflict when the basket is empty, has run out or has other seats by now.
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
    people = [passengers[label] for label in labels] if passengers else []
    return book_seats(
        tx, event_id, labels, customer=customer, passengers=people, contact=contact, note=note
    )


def with_buffers(service: Service, resource_id: str, start: datetime) -> list[SpanRequest]:
    """The appointment and the time kept free on both sides, each a claim of its own."""
    time = appointment_time(start, minutes=service.minutes, before=service.buffer_before, after=service.buffer_after)
    visit = SpanRequest(resource_id, *time.visit, service_id=service.id)
    return [visit, *(SpanRequest(resource_id, *span, "buffer") for span in time.buffers)]


def _new(
    tx: Transaction,
    venue: Venue,
    kind: str,
    start: datetime,
    end: datetime,
    price: Decimal,
    *,
    customer: Mapping[str, str] | None,
    note: str,
    status: BookingStatus | None,
    **what: Any,
) -> Booking:
    works_here = tx.by.works_at(venue.id)
    if not works_here and (customer or status):
        raise NotAllowed("Only the venue's staff books for other people or chooses the state.")
    begins = status or (BookingStatus.CONFIRMED if works_here or venue.confirms_at_once else BookingStatus.PENDING)
    no = why_not_begin(begins, Situation(begins, start, venue.cancel_hours, venue.check_in_hours), tx.now)
    if no is not None:
        raise Invalid(no.message, code=no.code, fields={"status": no.message})
    whom = _for_whom(tx, venue, customer)
    booking = Booking(
        id=new_id(),
        pnr=new_pnr(),
        kind=kind,
        customer_id=whom.person_id,
        customer_name=whom.name,
        customer_email=whom.email,
        customer_phone=whom.phone,
        venue_id=venue.id,
        status=begins,
        payment_status=Balance(price).word,
        starts_at=start,
        ends_at=end,
        price=price,
        paid=Decimal("0.00"),
        currency=venue.currency,
        note="" if works_here else clean_note(note),
        staff_note=clean_note(note) if works_here else "",
        created_at=tx.now,
        updated_at=tx.now,
        **what,
    )
    if not works_here:
        start_clock(tx, booking, venue)
    tx.session.add(booking)
    tx.session.flush()
    return booking


def _for_whom(tx: Transaction, venue: Venue, customer: Mapping[str, str] | None) -> Named:
    """The customer; from the venue's staff a name is asked for, lest the clerk become the customer."""
    if customer:
        return customer_of(tx, venue.id, customer)
    if tx.by.works_at(venue.id):
        raise Invalid(
            "You work here: say whom the booking is for. For yourself, name yourself.",
            code="customer_missing",
            fields={"customer": "missing", "name": "missing"},
        )
    return Named(tx.by.id)


def _booked(tx: Transaction, booking: Booking, venue: Venue) -> str:
    times = drawn_times(tx, booking)
    tx.record(
        ChangeKind.BOOKING_CREATED,
        affected_topics(booking, venue, also=times),
        booking=booking,
        seats=[seat["label"] for seat in booking.seats],
        times=times,
        people=[booking.customer_id, tx.by.id],
        status=booking.status,
    )
    return booking.id


def _provider(tx: Transaction, service: Service, provider_id: str | None, start: datetime) -> Resource:
    providers = providers_of(tx, service.id, provider_id)
    if not providers:
        raise Conflict("Nobody offers this service at the moment.", code="nobody_offers")
    lock_resources(tx, {each.id for each in providers})
    first, last = appointment_time(
        start, minutes=service.minutes, before=service.buffer_before, after=service.buffer_after
    ).whole
    busy = set(
        tx.session.scalars(
            select(Claim.resource_id).where(
                Claim.resource_id.in_([each.id for each in providers]), Claim.over(first, last), in_force(tx.now)
            )
        )
    )
    return next((each for each in providers if each.id not in busy), providers[0])


def _seat_price(event: Event, seat: Seat) -> Decimal:
    return Decimal(str(event.categories[seat.category]["price"]))


def _end_if_empty(tx: Transaction, hold: Hold) -> None:
    if not tx.session.scalar(select(func.count()).select_from(Claim).where(Claim.hold_id == hold.id)):
        tx.session.execute(delete(Hold).where(Hold.id == hold.id))
