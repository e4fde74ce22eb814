"""The calls of a club's operations dashboard, with its flat bookings and its addresses."""

from __future__ import annotations

from collections.abc import Callable

from typing_extensions import TypedDict

from bookings.api.bookings import FORBIDDEN_MOVE, NOT_YOURS, run_and_encode
from bookings.api.framework.bodies import NotifyQuery
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.errors import Error
from bookings.api.operations_requests import DayQuery, OperationsBookingChange, OperationsBookingRequest
from bookings.desk import Desk, Transaction
from bookings.desk.book import book_court
from bookings.desk.delete import delete_booking
from bookings.desk.lookup import booking_for, resource_for
from bookings.desk.move import change_details, move
from bookings.desk.states import switch
from bookings.errors import Conflict, NotAllowed, NotFound
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.bookings.queries import read_day
from bookings.reading.venues import read_venue
from bookings.rules.times.zones import local_day
from bookings.wire.bookings import OperationsBooking, write_operations_booking

CALLS: list[Call] = []
call = declare(CALLS, "Operations of a club")

STAFF = "staff of the club, admins"
NOT_STAFF = "You do not work at this club."


class Deleted(TypedDict):
    success: bool


class BookingNotFound(TypedDict):
    error: str


@call(
    "POST",
    "/api/admin/bookings/create",
    returns={200: OperationsBooking},
    errors={
        403: NOT_STAFF,
        404: "There is no such court or coach.",
        409: "Somebody was faster; `alternatives` are free near it.",
    },
    allowed=STAFF,
    idempotent=True,
)
def create(viewer: Viewer, body: OperationsBookingRequest, desk: Desk) -> Result:
    """Book a court for a customer, in any state. The price follows from the club's prices."""
    return _result(desk, viewer, lambda tx: _create(tx, body))


@call(
    "GET",
    "/api/admin/bookings",
    returns={200: list[OperationsBooking]},
    errors={403: NOT_STAFF, 404: "No such club."},
    allowed=STAFF,
)
def day(viewer: Viewer, query: DayQuery) -> list[OperationsBooking]:
    """What is booked by time on one of the club's local days (without a date, today), in order."""
    with current_ringside().database.read() as session:
        zone = read_venue(session, query.club_id).entry.zone
        if not viewer.works_at(query.club_id):
            raise NotAllowed(NOT_STAFF)
        wanted = query.date or local_day(current_ringside().database.now(session), zone)
        return [write_operations_booking(each) for each in read_day(session, query.club_id, wanted, viewer)]


@call(
    "PATCH",
    "/api/admin/bookings/{bookingId}",
    returns={200: OperationsBooking},
    errors={404: NOT_YOURS, 409: FORBIDDEN_MOVE + " Or the new place is taken."},
    allowed=STAFF,
)
def change(viewer: Viewer, booking_id: str, body: OperationsBookingChange, desk: Desk) -> Result:
    """Switch a booking's status, move it, or change its details; all of it or nothing."""
    return _result(desk, viewer, lambda tx: _change(tx, booking_id, body))


@call(
    "DELETE",
    "/api/admin/bookings/{bookingId}",
    returns={200: Deleted},
    errors={404: BookingNotFound | Error, 409: "Money is kept for it: cancel it first."},
    allowed=STAFF,
)
def delete(viewer: Viewer, booking_id: str, query: NotifyQuery, desk: Desk) -> Result:
    """Take a booking out of the books. Its place is free at once."""
    try:
        desk.do(viewer, delete_booking, booking_id)
    except NotFound:
        return Result({"error": "Booking not found"}, status=404)
    return Result({"success": True})


def _result(desk: Desk, viewer: Viewer, verb: Callable[[Transaction], str]) -> Result:
    return Result(text=desk.do(viewer, run_and_encode, write_operations_booking, verb)[1])


def _create(tx: Transaction, body: OperationsBookingRequest) -> str:
    _, club = resource_for(tx, body.court_id, "court")
    if not tx.by.works_at(club.id):
        raise NotAllowed(NOT_STAFF)
    customer = {"id": body.user_id, "name": body.user_name, "email": body.user_email}
    return book_court(
        tx, body.court_id, body.start, body.end, coach_id=body.coach_id,
        customer={name: value for name, value in customer.items() if value}, status=body.status or body.booking_status,
        override=body.reason, **body.details(),
    )  # fmt: skip


def _change(tx: Transaction, booking_id: str, body: OperationsBookingChange) -> str:
    booking = booking_for(tx, booking_id, staff_only=True)
    if body.court_id is not None or body.start is not None:
        if booking.resource_id is None:
            raise Conflict("Only a booking of a court or an appointment can be moved.", code="not_movable")
        move(
            tx,
            booking_id,
            body.court_id or booking.resource_id,
            body.start or booking.starts_at,
            body.end or booking.ends_at,
            override=body.reason,
        )
    change_details(tx, booking_id, **body.details())
    status = body.status or body.booking_status
    if status is not None:
        switch(tx, booking_id, status, was=body.expected_status)
    return booking_id
