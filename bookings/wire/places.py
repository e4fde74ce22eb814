"""Writes venues, events, flights and seats as plain values for `wire.encode`. Never who has what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bookings.reading.events import EventEntry, PriceEntry
from bookings.reading.free_times import FreeTimes
from bookings.reading.seats.views import SeatView
from bookings.reading.venues import VenueDetail, VenueEntry
from bookings.rules.cabins import cabin_classes
from bookings.wire import place_shapes

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def write_venue(entry: VenueEntry) -> place_shapes.Venue:
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "timeZone": entry.zone,
        "currency": entry.currency,
        "address": entry.address,
        "hours": {day: [list(pair) for pair in entry.hours.get(str(number), ())] for number, day in enumerate(_WEEK)},
        "slotMinutes": entry.slot_minutes,
        "minMinutes": entry.min_minutes,
        "maxMinutes": entry.max_minutes,
        "bookableDays": entry.window_days,
        "logo": logo_address(entry.id, entry.logo),
    }


def logo_address(venue_id: str, hash: str) -> str | None:
    return f"/venues/{venue_id}/logo/{hash}" if hash else None


def write_venue_in_full(detail: VenueDetail) -> place_shapes.VenueInFull:
    return {
        **write_venue(detail.entry),
        "specialDays": write_special_days(detail.special_days),
        "courts": [
            {"id": each.id, "name": each.name, "number": each.number, "sportType": each.sport, "excludes": list(each.excludes)}
            for each in detail.courts
        ],
        "coaches": [{"id": each.id, "name": each.name} for each in detail.coaches],
        "providers": [{"id": each.id, "name": each.name} for each in detail.providers],
        "services": [
            {
                "id": each.id,
                "name": each.name,
                "minutes": each.minutes,
                "price": each.price,
                "currency": detail.entry.currency,
                "places": each.places,
                "providerIds": list(each.provider_ids),
            }
            for each in detail.services
        ],
    }


def write_special_days(kept: Sequence[Mapping[str, Any]]) -> list[place_shapes.SpecialDay]:
    """`kept` as models.Venue has them."""
    return [{"date": day["date"], "yearly": day["yearly"], "name": day["name"], "hours": day["hours"]} for day in kept]


def write_availability(free: FreeTimes) -> place_shapes.Availability:
    return {
        "venueId": free.venue_id,
        "date": free.day,
        "timeZone": free.zone,
        "currency": free.currency,
        "version": free.version,
        "slots": [
            {
                "courtId": each.resource_id,
                "courtName": each.resource,
                "start": each.start,
                "end": each.end,
                "price": each.price,
                "currency": free.currency,
            }
            for each in free.courts
        ],
        "appointments": [
            {
                "serviceId": each.service_id or "",
                "serviceName": each.service or "",
                "providerId": each.resource_id,
                "providerName": each.resource,
                "start": each.start,
                "end": each.end,
                "price": each.price,
                "currency": free.currency,
                "placesLeft": each.places_left,
            }
            for each in free.appointments
        ],
    }


def write_event(entry: EventEntry) -> place_shapes.Event:
    written: place_shapes.Event = {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "venueId": entry.venue_id,
        "venueName": entry.venue,
        "timeZone": entry.zone,
        "start": entry.starts_at,
        "end": entry.ends_at,
        "doorsAt": entry.doors_at,
        "currency": entry.currency,
        "categories": [_category(each) for each in entry.prices],
        "seatsPerBooking": entry.limit,
        "availableSeats": entry.free,
        "seatCapacity": entry.capacity,
        "version": entry.version,
        "description": entry.description,
        "onSaleFrom": entry.sale.opens if entry.sale else None,
        "onSaleUntil": entry.sale.ends if entry.sale else None,
        "cancelled": entry.sale is not None and entry.sale.cancelled,
    }
    if entry.flight is not None:
        written["flightId"] = entry.flight.id
    return written


def write_flight(entry: EventEntry) -> place_shapes.Flight:
    """An event that is a flight, in the words of airlines."""
    assert entry.flight is not None
    classes = cabin_classes({each.code: (each.name, each.price) for each in entry.prices})
    return {
        "id": entry.flight.id,
        "eventId": entry.id,
        "flightNumber": entry.flight.number,
        "origin": entry.flight.origin,
        "destination": entry.flight.destination,
        "departure": entry.starts_at,
        "arrival": entry.ends_at,
        "status": entry.flight.status,
        "gate": entry.flight.gate,
        "previousGate": entry.flight.previous_gate,
        "originTimeZone": entry.zone,
        "destinationTimeZone": entry.flight.there,
        "estimatedDeparture": entry.flight.estimated_departure,
        "estimatedArrival": entry.flight.estimated_arrival,
        "airlineId": entry.venue_id,
        "airlineName": entry.venue,
        "currency": entry.currency,
        "cabins": [_cabin(each, classes[each.code]) for each in entry.prices],
        "availableSeats": entry.free,
        "seatCapacity": entry.capacity,
        "version": entry.version,
    }


def _seat(view: SeatView) -> place_shapes.Seat:
    return {
        "label": view.label,
        "section": view.section,
        "row": view.row,
        "number": view.number,
        "category": view.category.code,
        "price": view.category.price,
        "state": view.state,
        "features": list(view.features),
    }


def write_seat_list(entry: EventEntry, seats: Iterable[SeatView]) -> place_shapes.SeatList:
    return {
        "eventId": entry.id,
        "currency": entry.currency,
        "availableSeats": entry.free,
        "seatCapacity": entry.capacity,
        "version": entry.version,
        "seats": [_seat(each) for each in seats],
    }


def _category(entry: PriceEntry) -> place_shapes.PriceCategory:
    written: place_shapes.PriceCategory = {"code": entry.code, "name": entry.name, "price": entry.price}
    if entry.free is not None:
        written["availableSeats"] = entry.free
    return written


def _cabin(entry: PriceEntry, cabin_class: str) -> place_shapes.Cabin:
    written: place_shapes.Cabin = {"cabinClass": cabin_class, "name": entry.name, "price": entry.price}
    if entry.free is not None:
        written["availableSeats"] = entry.free
    return written
