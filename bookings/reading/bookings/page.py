"""The page of one booking: the booking with its history, its ledger and what is paid for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Change, ChangeKind, Service, Venue, Viewer
from bookings.reading.appointments.services import providers_of
from bookings.reading.audience import Audience, of_booking
from bookings.reading.bookings.ledger import LedgerEntry, read_ledger
from bookings.reading.bookings.restorable import place_is_free
from bookings.reading.bookings.rows import booking_rows, situation_of
from bookings.reading.bookings.view import BookingView, view_for_audience
from bookings.reading.moment import moment_of
from bookings.reading.payments.late import LatePayment, read_late
from bookings.reading.seats.maps import view_of_flight
from bookings.reading.seats.views import FlightView
from bookings.rules.flights.seat_changes import seats_change_until, why_not_change_seats
from bookings.rules.flights.travel_documents import missing, why_not_write
from bookings.rules.money.online import why_not_online
from bookings.rules.status import BookingStatus
from bookings.rules.switching import Denial, why_not_other_places, why_not_restore

_SAID = (ChangeKind.MESSAGE_SENT, ChangeKind.MESSAGES_READ)
"""What stands in the conversation, and not in the history."""


@dataclass(frozen=True)
class HistoryEntry:
    """One line of a booking's history: what happened, when, by whom. Owners read the venue's name in place of its staff's."""

    kind: str
    at: datetime
    by: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One line of what is paid for."""

    what: str
    price: Decimal


@dataclass(frozen=True)
class BookingPage:
    booking: BookingView
    history: tuple[HistoryEntry, ...]
    items: tuple[Item, ...]
    payments: tuple[LedgerEntry, ...]
    may_restore: bool
    """Whether a cancelled booking can be brought back: by these readers, and its place is free."""
    flight: FlightView | None
    may_pay_online: bool
    """Whether its customer may pay what is owed at this moment, where there is a payment provider."""
    late: LatePayment | None
    providers: tuple[tuple[str, str], ...] = ()
    """The (id, name) of those who could have an appointment in place of this one's provider; for staff."""
    seats_denied: Denial | None = None
    """Why these readers cannot seat the passengers of a flight otherwise; None where they can, and where it is no flight."""
    seats_until: datetime | None = None
    """Until when its customer may, on a flight."""
    documents_denied: Denial | None = None
    """Why the passengers' travel documents stay as they are; None where they can be written."""
    documents_missing: int = 0
    other_places: tuple[int, ...] = ()
    """How many places it could have instead, as far as these readers may decide: one fewer, one more. Of a group appointment."""

    @property
    def was_requested(self) -> bool:
        """Whether it ever waited for an answer; else it was booked at once."""
        waited = self.booking.status == BookingStatus.PENDING or any(
            each.kind == ChangeKind.BOOKING_REOPENED for each in self.history
        )
        at_once = any(
            each.kind == ChangeKind.BOOKING_CREATED and each.detail.get("status") != BookingStatus.PENDING for each in self.history
        )
        return waited or not at_once

    @property
    def audience(self) -> Audience:
        return self.booking.audience


def read_page(session: Session, booking_id: str, viewer: Viewer) -> BookingPage:
    """The page of a booking that is this viewer's, or at a venue where they work; NotFound otherwise."""
    row = session.execute(select(Booking.venue_id, Booking.customer_id).where(Booking.id == booking_id)).one_or_none()
    audience = of_booking(viewer, row.venue_id, row.customer_id) if row is not None else None
    if audience is None:
        raise NotFound("There is no such booking, or it is not yours to see.")
    return read_page_as(session, booking_id, audience)


def read_page_as(session: Session, booking_id: str, audience: Audience) -> BookingPage:
    """As `read_page`, for an audience that was decided before (a socket's). Raises NotFound when it is gone."""
    row = session.execute(booking_rows().where(Booking.id == booking_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such booking any more.")
    now = moment_of(session)
    booking = view_for_audience(row, audience, now)
    may_restore = why_not_restore(situation_of(row), staff=audience.is_staff) is None
    changes = session.scalars(select(Change).where(Change.booking_id == booking_id, Change.kind.not_in(_SAID)).order_by(Change.id.desc()))
    history = tuple(
        HistoryEntry(change.kind, change.at, _by(change, booking), dict(change.payload.get("detail", {})))
        for change in changes
        if audience.is_staff or change.kind != ChangeKind.NOTE_CHANGED
    )
    return BookingPage(
        booking,
        history,
        _items(booking),
        read_ledger(session, booking_id),
        may_restore and place_is_free(session, row[0], row[5], now),
        view_of_flight(row[7]) if row[7] is not None else None,
        why_not_online(BookingStatus(booking.status), booking.owed, booking.expires_at, now) is None,
        read_late(session, row[0], now),
        providers_of(session, booking.service_id) if audience.is_staff and booking.service_id is not None else (),
        *_passengers(row, booking, now),
        _other_places(session, row[0], audience, now),
    )


def _passengers(row: Any, booking: BookingView, now: datetime) -> tuple[Denial | None, datetime | None, Denial | None, int]:
    """(why they cannot be seated otherwise, until when its customer may do so, why their documents stay, of how many one is missing)."""
    event, situation = row[6], situation_of(row)
    if situation.flight is None:
        return None, None, None, 0
    denial = why_not_change_seats(
        situation.status, situation.flight, event.starts_at, event.doors_at, now, booking.zone, staff=booking.audience.is_staff
    )
    if situation.called_off:
        denial = denial or Denial("cancelled", "This flight is cancelled, so its seats stay as they are.")
    documents = why_not_write(situation.status, situation.flight, event.starts_at, now)
    lacking = missing(row[0].documents, booking.passengers) if documents is None else 0
    return denial, seats_change_until(event.starts_at, event.doors_at), documents, lacking


def _by(change: Change, booking: BookingView) -> str:
    """Who did it: to staff by name, and the customer by the name under which they are known there."""
    staff = booking.audience.is_staff
    if change.by_id == booking.customer_id:
        return booking.customer if staff else "You"
    return change.by_name if staff else booking.venue


def _items(booking: BookingView) -> tuple[Item, ...]:
    if not booking.booked_seats:
        return (Item(booking.what, booking.price),)
    seats = [Item(f"{seat.label}, {seat.category_name}", seat.price) for seat in booking.booked_seats]
    agreed = booking.price - sum(seat.price for seat in booking.booked_seats)
    if agreed:
        seats.append(Item("Discount" if agreed < 0 else "Surcharge", agreed))
    return tuple(seats)


def _other_places(session: Session, booking: Booking, audience: Audience, now: datetime) -> tuple[int, ...]:
    """Whether one more is free is the claims' to say."""
    service = session.get(Service, booking.service_id) if booking.service_id is not None else None
    if service is None or service.places == 1:
        return ()
    until = None if audience.is_staff else session.get_one(Venue, booking.venue_id).move_until(booking.starts_at)
    if why_not_other_places(BookingStatus(booking.status), booking.starts_at, until, now) is not None:
        return ()
    return tuple(n for n in (booking.places - 1, booking.places + 1) if 1 <= n <= service.places)
