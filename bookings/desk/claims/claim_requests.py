"""The claims that a booking needs: its seats, its court and coach, or its appointment with the buffers."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bookings.desk.alternatives.taken import ClaimRequest, SeatRequest, SpanRequest
from bookings.desk.transaction import Transaction
from bookings.models import Booking, Seat, Service
from bookings.rules.services import appointment_time, group_of


def claim_requests(tx: Transaction, booking: Booking) -> list[ClaimRequest]:
    """What this booking has to occupy."""
    if booking.event_id is not None:
        labels = [seat["label"] for seat in booking.seats]
        seats = tx.session.scalars(select(Seat).where(Seat.event_id == booking.event_id, Seat.label.in_(labels)))
        return [SeatRequest(seat.id, seat.event_id, seat.label) for seat in seats]
    assert booking.resource_id is not None
    if booking.service_id is not None:
        service = tx.session.get_one(Service, booking.service_id)
        lasts = int((booking.ends_at - booking.starts_at) / timedelta(minutes=1))  # as it was booked
        return list(appointment_claims(service, booking.resource_id, booking.starts_at, lasts, booking.places))
    requests = [SpanRequest(booking.resource_id, booking.starts_at, booking.ends_at)]
    if booking.coach_id:
        requests.append(SpanRequest(booking.coach_id, booking.starts_at, booking.ends_at))
    return list(requests)


def appointment_claims(service: Service, provider_id: str, start: datetime, minutes: int, taking: int = 1) -> list[SpanRequest]:
    """An appointment of so many minutes and the time kept free on both sides, each a claim of its own; of a group, `taking` places."""
    time = appointment_time(start, minutes=minutes, before=service.buffer_before, after=service.buffer_after)
    group = group_of(service.id, provider_id, start, minutes=minutes, places=service.places)
    visit = SpanRequest(provider_id, *time.visit, service_id=service.id, group=group, taking=taking)
    return [visit, *(SpanRequest(provider_id, *span, "buffer", group=group) for span in time.buffers)]
