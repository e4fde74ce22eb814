"""The calls for bookings: making and reading them, changing their status."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bookings.api.booking_requests import (
    BookingsQuery,
    Cancellation,
    ExpectedStatus,
    NewAppointment,
    NewBooking,
    NewCourtBooking,
    NewFlightBooking,
    NewSeatBooking,
    Restoration,
    SeatExchange,
)
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.errors import name_offered_resource, rename_fields
from bookings.api.paging import Paging, paging
from bookings.desk import Desk, Transaction, states
from bookings.desk.book import book_court, book_flight, book_service, exchange_seats, sell_seats
from bookings.desk.reminders.answers import confirm_coming
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.bookings.queries import BookingQuery, read_bookings
from bookings.reading.bookings.view import BookingView, read_booking
from bookings.rules.status import BookingStatus
from bookings.wire.bookings import Booking, write_booking
from bookings.wire.encode import encode

CALLS: list[Call] = []
call = declare(CALLS, "Bookings")
staff_call = partial(call, "POST", returns={200: Booking}, allowed="staff of the venue, admins")

NOT_YOURS = "There is no such booking, or it is somebody else's."
CUSTOMER_FIELDS = {
    "coach": "coachId", "provider": "providerId", "name": "customer.name", "email": "customer.email", "phone": "customer.phone",
    "override": "override.reason",
}  # fmt: skip
FORBIDDEN_MOVE = "A booking in its state cannot be brought to that one."


class BookingPage(Paging):
    items: list[Booking]


@call(
    "POST",
    "/api/v1/bookings",
    returns={201: Booking},
    errors={
        404: "There is no such flight, event, court or service.",
        409: "Somebody was faster (`seat_taken`, `slot_taken`); `alternatives` are free near it. Or it is past, sold out or closed.",
    },
    idempotent=True,
)
def book(
    viewer: Viewer, body: NewFlightBooking | NewSeatBooking | NewCourtBooking | NewAppointment, desk: Desk
) -> Result:
    """Book a flight, seats of an event, a court or an appointment: for oneself, or as the venue's staff for a customer.

    A customer's booking begins as a request (`PENDING`) that already occupies its place.
    """
    rename_fields(CUSTOMER_FIELDS)
    if isinstance(body, NewAppointment):
        name_offered_resource("providerId")
    booking_id, text = desk.do(viewer, run_and_encode, write_booking, lambda tx: _book(tx, body))
    return Result(text=text, headers={"Location": f"/api/v1/bookings/{booking_id}"})


@call("GET", "/api/v1/bookings", returns={200: BookingPage})
def bookings(viewer: Viewer, query: BookingsQuery) -> BookingPage:
    """One's own bookings; staff also get those of their venues, admins all. The latest start first."""
    wanted = BookingQuery(query.status, query.club_id, query.date, query.page, query.page_size)
    with current_ringside().database.read() as session:
        found = read_bookings(session, viewer, wanted)
    return {"items": [write_booking(each) for each in found.bookings], **paging(query, found.total)}


@call(
    "GET",
    "/api/v1/bookings/{bookingId}",
    returns={200: Booking},
    errors={404: NOT_YOURS},
    allowed="its owner, staff, admins",
)
def booking(viewer: Viewer, booking_id: str) -> Booking:
    """One booking."""
    with current_ringside().database.read() as session:
        return write_booking(read_booking(session, booking_id, viewer))


@staff_call(
    "/api/v1/bookings/{bookingId}/confirm",
    errors={403: "Only the venue confirms.", 404: NOT_YOURS, 409: FORBIDDEN_MOVE},
)
def confirm(viewer: Viewer, booking_id: str, body: ExpectedStatus | None, desk: Desk) -> Result:
    """Confirm a booking. Confirming it again changes nothing; a cancelled one stays so, unless it is restored."""
    return _change_status(desk, viewer, lambda tx: states.confirm(tx, booking_id, was=_was(body)))


@staff_call(
    "/api/v1/bookings/{bookingId}/restore",
    errors={
        403: "Only the venue restores.",
        404: NOT_YOURS,
        409: "It is not cancelled, or its place has gone; `alternatives` are free near it.",
    },
)
def restore(viewer: Viewer, booking_id: str, body: Restoration | None, desk: Desk) -> Result:
    """Bring back a cancelled booking, confirmed, when its place is still free. Restoring it again changes nothing."""
    return _change_status(desk, viewer, lambda tx: states.restore(tx, booking_id))


@staff_call(
    "/api/v1/bookings/{bookingId}/check-in",
    errors={403: "Only the venue checks in.", 404: NOT_YOURS, 409: FORBIDDEN_MOVE},
)
def check_in(viewer: Viewer, booking_id: str, body: ExpectedStatus | None, desk: Desk) -> Result:
    """Check the customer in, from the venue's so many hours before the start on."""
    return _change_status(desk, viewer, lambda tx: states.check_in(tx, booking_id, was=_was(body)))


@call(
    "POST",
    "/api/v1/bookings/{bookingId}/coming",
    returns={200: Booking},
    errors={404: NOT_YOURS, 409: "It is noted already (`already_said`), or nobody is expected any more."},
    allowed="its owner, staff of the venue, admins",
)
def expect(viewer: Viewer, booking_id: str, desk: Desk) -> Result:
    """Note that the customer comes, as a reminder asks them to say. A move takes it back."""
    return _change_status(desk, viewer, lambda tx: confirm_coming(tx, booking_id))


@call(
    "POST",
    "/api/v1/bookings/{bookingId}/cancel",
    returns={200: Booking},
    errors={404: NOT_YOURS, 409: "It cannot be cancelled any more."},
    allowed="its owner, staff of the venue, admins",
)
def cancel(viewer: Viewer, booking_id: str, body: Cancellation | None, desk: Desk) -> Result:
    """Cancel a booking. Its place is free at once, and what was paid goes back but for the fee, if the venue keeps one."""
    reason, keep = (body.reason or "", body.keep) if body else ("", None)
    return _change_status(
        desk, viewer, lambda tx: states.cancel(tx, booking_id, was=_was(body), reason=reason, keep=keep)
    )


@call(
    "POST",
    "/api/v1/bookings/{bookingId}/seats",
    returns={200: Booking},
    errors={404: NOT_YOURS, 409: "Somebody has one of them (`seat_taken`), or these seats cannot be given back one by one."},
    allowed="staff of the venue, admins; on a flight its owner",
    idempotent=True,
)
def exchange(viewer: Viewer, booking_id: str, body: SeatExchange, desk: Desk) -> Result:
    """Give some seats of a show back, or exchange them for others. The price follows; what was paid stays.

    On a flight every passenger keeps a seat: `take` names as many as `give`, in that order; its owner may do so until boarding,
    within the cabin.
    """
    return _change_status(desk, viewer, lambda tx: exchange_seats(tx, booking_id, body.give, body.take))


def run_and_encode(
    tx: Transaction, write: Callable[[BookingView], Any], verb: Callable[[Transaction], str]
) -> tuple[str, str]:
    """Carry out a verb that returns a booking's id, and return (id, the booking afterwards as JSON text).

    Encoded inside the transaction, the text is what a repeat under the same key gets again, to the byte.
    """
    booking_id = verb(tx)
    tx.write_changes()
    return booking_id, encode(write(read_booking(tx.session, booking_id, tx.by)))


def _was(body: ExpectedStatus | None) -> BookingStatus | None:
    return body.expected_status if body else None


def _change_status(desk: Desk, viewer: Viewer, verb: Callable[[Transaction], str]) -> Result:
    return Result(text=desk.do(viewer, run_and_encode, write_booking, verb)[1])


def _book(tx: Transaction, body: NewFlightBooking | NewSeatBooking | NewCourtBooking | NewAppointment) -> str:
    whom: dict[str, Any] = {"customer": _customer(body), "override": body.reason, **body.details()}
    match body:
        case NewFlightBooking():
            return book_flight(tx, body.flight_id, body.cabin_class, seats=body.seats, **_travellers(body), **whom)
        case NewSeatBooking():
            whom |= {"paid": body.paid or "", **_travellers(body)}
            return sell_seats(tx, body.event_id, body.seats, quantity=body.quantity, **whom)
        case NewCourtBooking():
            return book_court(tx, body.court_id, body.start, body.end, coach_id=body.coach_id, **whom)
        case NewAppointment():
            return book_service(tx, body.service_id, body.start, provider_id=body.provider_id, places=body.places, **whom)


def _customer(body: NewBooking) -> dict[str, str] | None:
    if body.customer_id is not None:
        return {"id": body.customer_id}
    return body.customer.model_dump(exclude_none=True) if body.customer is not None else None


def _travellers(body: NewFlightBooking | NewSeatBooking) -> dict[str, Any]:
    """The passengers and their contact, as the desk takes them."""
    contact = body.contact_info
    return {
        "passengers": [each.model_dump(by_alias=True, exclude_none=True) for each in body.passengers or ()],
        "contact": contact.model_dump(by_alias=True, exclude_none=True) if contact else {},
    }
