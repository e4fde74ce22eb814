"""What programs are told of bookings, as plain values ready for `wire.encode`. With its neighbours the only writer of wire JSON.

Values come from `reading`, where they were read for one viewer; nothing here asks the database or decides who may know.
"""

from __future__ import annotations

from bookings.reading.bookings.pages import LedgerEntry
from bookings.reading.bookings.records import Record
from bookings.wire import booking_shapes as booked


def operations_booking(record: Record) -> booked.OperationsBooking:
    """S1's flat booking: seventeen fields by its names."""
    return {
        "id": record.id,
        "userId": record.customer_id,
        "userName": record.customer,
        "userEmail": record.email,
        "courtId": record.resource_id,
        "courtName": record.resource,
        "clubId": record.venue_id,
        "clubName": record.venue,
        "start": record.starts_at,
        "end": record.ends_at,
        "bookingStatus": record.status,
        "paymentStatus": record.payment,
        "price": record.balance.price,
        "sportType": record.sport,
        "coachId": record.coach_id,
        "coachName": record.coach,
        "createdAt": record.created_at,
    }


def booking(record: Record) -> booked.Booking:
    """A booking with the fields of its kind."""
    told: booked.Booking = {
        "id": record.id,
        "pnr": record.pnr,
        "kind": record.kind,
        "status": record.status,
        "paymentStatus": record.payment,
        "start": record.starts_at,
        "end": record.ends_at,
        "totalPrice": record.balance.price,
        "paid": record.balance.kept,
        "owed": record.balance.owed,
        "surplus": record.balance.surplus,
        "refunded": record.balance.returned,
        "cancellationFee": record.balance.kept_fee,
        "currency": record.currency,
        "userId": record.customer_id,
        "userName": record.customer,
        "userEmail": record.email,
        "venueId": record.venue_id,
        "venueName": record.venue,
        "timeZone": record.zone,
        "note": record.note,
        "cancelReason": record.cancel_reason,
        "actions": list(record.moves),
        "version": record.version,
        "createdAt": record.created_at,
        "updatedAt": record.updated_at,
        "expiresAt": record.expires_at,
    }
    if record.customer_note is not None:
        told["customerNote"] = record.customer_note
    _of_its_kind(told, record)
    return told


def payment(line: LedgerEntry, record: Record) -> booked.Payment:
    return {
        "id": line.id,
        "bookingId": record.id,
        "amount": line.amount,
        "currency": record.currency,
        "method": line.method,
        "status": "SUCCEEDED",
        "booking": booking(record),
    }


def ledger_line(line: LedgerEntry, currency: str) -> booked.LedgerLine:
    return {
        "id": line.id,
        "amount": line.amount,
        "currency": currency,
        "method": line.method,
        "status": "FAILED" if line.failed else "SUCCEEDED",
        "at": line.at,
        "reverses": line.reverses,
        "reversed": line.reversed,
    }


def _of_its_kind(told: booked.Booking, record: Record) -> None:
    if record.kind == "court":
        told["courtId"], told["courtName"] = record.resource_id or "", record.resource or ""
        told["sportType"] = record.sport or ""
        told["coachId"], told["coachName"] = record.coach_id, record.coach
    elif record.kind == "appointment":
        told["serviceId"], told["serviceName"] = record.service_id or "", record.service or ""
        told["providerId"], told["providerName"] = record.resource_id or "", record.resource or ""
    elif record.event_id is not None:
        told["eventId"], told["title"] = record.event_id, record.title or ""
        told["seats"] = [
            {"label": each.label, "category": each.category, "categoryName": each.category_name, "price": each.price}
            for each in record.seats
        ]
    if record.kind == "flight":
        told["flightId"], told["flightNumber"] = record.flight_id or "", record.flight_number or ""
        told["origin"], told["destination"] = record.origin or "", record.destination or ""
        told["cabinClass"] = record.cabin_class or ""
        told["passengerCount"] = len(record.passengers) or len(record.seats)
        told["passengers"], told["contactInfo"] = list(record.passengers), record.contact
