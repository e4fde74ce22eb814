"""The messages about bookings and flights for Socket.IO clients, by the names of their documents.

Each keeps the envelope {event, data, timestamp}; where a court is concerned the flat booking, clubId, courtId and
previousStatus stand beside `data`; `topic` and `version` say where it stands, so that a client can come back for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bookings.changes.log import TopicChange
from bookings.models import ChangeKind
from bookings.models.person import RINGSIDE
from bookings.reading.bookings.view import BookingView
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import iso
from bookings.rules.topics import Topic
from bookings.wire.bookings import write_operations_booking

_K = ChangeKind

# To a customer and the admins; every other kind of change of a booking is booking:updated.
_PERSONAL = {
    _K.BOOKING_CREATED: "booking:created",
    _K.BOOKING_CONFIRMED: "booking:confirmed",
    _K.BOOKING_CANCELLED: "booking:cancelled",
    _K.BOOKING_DELETED: "booking:cancelled",
    _K.PAYMENT_TAKEN: "payment:completed",
}
# To a club's board: any other change is an update.
_PRICED = {_K.PRICE_CHANGED, _K.SEATS_EXCHANGED}
_OF_THE_CLUB = {_K.BOOKING_CREATED: "booking:created", _K.BOOKING_DELETED: "booking:deleted"}

_ENVELOPES = {
    "booking:created": "BOOKING_CREATED",
    "booking:confirmed": "BOOKING_UPDATED",
    "booking:updated": "BOOKING_UPDATED",
    "booking:cancelled": "BOOKING_CANCELLED",
    "booking:deleted": "BOOKING_DELETED",
    "payment:completed": "PAYMENT_COMPLETED",
    "flight:status-changed": "FLIGHT_STATUS_CHANGED",
}
# Under which name the moment of the change stands in `data`.
_MOMENTS = {"booking:confirmed": "confirmedAt", "booking:cancelled": "cancelledAt"}

SWITCHES = {
    _K.BOOKING_CONFIRMED, _K.BOOKING_CANCELLED, _K.BOOKING_CHECKED_IN, _K.BOOKING_COMPLETED, _K.BOOKING_MISSED,
    _K.BOOKING_REOPENED, _K.ACT_UNDONE,
}  # fmt: skip
_STATUS_WORDS = {
    BookingStatus.CONFIRMED: "confirmed", BookingStatus.CANCELLED: "cancelled", BookingStatus.CHECKED_IN: "checked in",
    BookingStatus.COMPLETED: "completed", BookingStatus.NO_SHOW: "marked as missed", BookingStatus.PENDING: "set back to pending",
}  # fmt: skip


@dataclass(frozen=True)
class OutgoingEvent:
    """A message under the name by which clients listen for it."""

    name: str
    body: dict[str, Any]


def for_person(topic: Topic, change: TopicChange, view: BookingView | None) -> list[OutgoingEvent]:
    """To the customer's own room and the admins': a change of a booking."""
    if change.booking_id is None:
        return []
    return [_event(personal_name(change), topic, change, view)]


def personal_name(change: TopicChange) -> str:
    """The name of the event that a booking's customer gets for this change."""
    return "booking:created" if _is_back(change) else _PERSONAL.get(_K(change.kind), "booking:updated")


def for_club(topic: Topic, change: TopicChange, view: BookingView | None) -> list[OutgoingEvent]:
    """To the room of the venue's staff."""
    if change.booking_id is None:
        return []
    name = "booking:created" if _is_back(change) else _OF_THE_CLUB.get(_K(change.kind), "booking:updated")
    return [_event(name, topic, change, view)]


def for_booking(topic: Topic, change: TopicChange, view: BookingView | None) -> list[OutgoingEvent]:
    """To the booking's own room: only its status."""
    if _K(change.kind) not in SWITCHES or change.booking_id is None:
        return []
    status = BookingStatus(change.detail["status"])
    if change.kind == _K.ACT_UNDONE and change.detail["previous"] == status:
        return []
    return [
        OutgoingEvent(
            "booking-status-update",
            {
                "bookingId": change.booking_id,
                "status": status.value.lower(),
                "updatedAt": iso(change.at),
                "message": _status_message(change, status, view),
                "topic": str(topic),
                "version": change.version,
            },
        )
    ]


def _is_back(change: TopicChange) -> bool:
    """Whether the booking was deleted, and that was undone."""
    return change.kind == _K.ACT_UNDONE and bool(change.detail["returned"])


def _status_message(change: TopicChange, status: BookingStatus, view: BookingView | None) -> str:
    """In S3's words: of an appointment "by the vendor", of anything else by the venue's name."""
    word, reason = _STATUS_WORDS[status], change.detail.get("reason", "")
    if reason and change.by_id == RINGSIDE.id:
        return "Booking request has run out"
    if status == BookingStatus.CANCELLED and change.detail.get("previous") == BookingStatus.PENDING:
        word = "withdrawn" if view is not None and change.by_id == view.customer_id else "declined"
    by = "the customer"
    if view is not None and change.by_id != view.customer_id:
        by = "the vendor" if view.kind == "appointment" else view.venue
    return f"Booking has been {word} by {by}" + (f": {reason}" if reason and status == BookingStatus.CANCELLED else "")


def for_screen(topic: Topic, change: TopicChange, view: BookingView | None) -> list[OutgoingEvent]:
    """To an open page of the customer beside that: the state."""
    if change.booking_id is None or view is None:
        return []
    status = _status(change, view).lower()
    place = {"topic": str(topic), "version": change.version}
    return [OutgoingEvent("bookingUpdated", {"bookingId": view.id, "status": status, "updatedAt": iso(change.at), **place})]


def flight_changed(topic: Topic, change: TopicChange, affected: list[str]) -> OutgoingEvent:
    """`affected` are those of the bookings on it that the reader may know of."""
    detail = change.detail
    data = {
        "flightId": detail["flight"],
        "flightNumber": detail["number"],
        "oldStatus": detail["previous"],
        "newStatus": detail["status"],
        "gate": detail.get("gate", ""),
        "estimatedDeparture": detail.get("departure"),
        "estimatedArrival": detail.get("arrival"),
        "affectedBookings": affected,
    }
    return OutgoingEvent("flight:status-changed", _enveloped("flight:status-changed", topic, change, data))


def _event(name: str, topic: Topic, change: TopicChange, view: BookingView | None) -> OutgoingEvent:
    data: dict[str, Any] = {"bookingId": change.booking_id}
    beside: dict[str, Any] = {}
    if view is not None:
        data |= {"pnr": view.pnr, "kind": view.kind, "status": _status(change, view)}
        data |= _payment(change, view) if name == "payment:completed" else _particulars(name, change, view)
        if "totalPrice" in data and view.list_price is not None:
            data["listPrice"] = view.list_price
            if topic.kind != "user":  # which is the customer's
                data["priceReason"] = view.price_reason
        if view.resource_id is not None:
            flat = {**write_operations_booking(view), "bookingStatus": _status(change, view)}
            beside = {"booking": flat, "clubId": view.venue_id, "courtId": view.resource_id}
    else:  # it was deleted, and with it everything but what the change itself kept
        data |= {"pnr": change.detail.get("pnr"), "status": "CANCELLED", "cancelledAt": iso(change.at)}
        beside = {"bookingId": change.booking_id, "clubId": change.venue_id, "courtId": change.detail.get("court")}
    if change.detail.get("previous") in set(BookingStatus):
        beside["previousStatus"] = change.detail["previous"]
    return OutgoingEvent(name, {**_enveloped(name, topic, change, data), **beside})


def _enveloped(name: str, topic: Topic, change: TopicChange, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "event": _ENVELOPES[name],
        "data": data,
        "timestamp": iso(change.at),
        "topic": str(topic),
        "version": change.version,
    }


def _status(change: TopicChange, view: BookingView) -> str:
    """As it was right after this change, though more may have happened since."""
    return str(change.detail.get("status", view.status))


def _particulars(name: str, change: TopicChange, view: BookingView) -> dict[str, Any]:
    if name != "booking:created":
        price = {"totalPrice": view.price, "currency": view.currency} if change.kind in _PRICED else {}
        return {"paymentStatus": view.payment, _MOMENTS.get(name, "updatedAt"): iso(change.at), **price}
    fields: dict[str, Any] = {
        "totalPrice": view.price,
        "currency": view.currency,
        "start": view.starts_at,
        "end": view.ends_at,
    }
    if view.event_id is not None:
        fields |= {"eventId": view.event_id, "seats": list(view.seats)}
    if view.flight_id is not None:
        fields |= {
            "flightId": view.flight_id,
            "flightNumber": view.flight_number,
            "origin": view.origin,
            "destination": view.destination,
            "passengerCount": len(view.passengers) or len(view.seats),
        }
    return fields


def _payment(change: TopicChange, view: BookingView) -> dict[str, Any]:
    return {
        "paymentId": change.detail["payment"],
        "amount": Decimal(change.detail["amount"]),
        "currency": view.currency,
        "status": "SUCCEEDED",
        "paymentStatus": view.payment,
        "owed": view.owed,
    }
