"""What was booked, in words: a court, an appointment, an event or a flight, and its seats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bookings.models import Booking, Event, Flight, Resource, Service
from bookings.rules.cabins import cabin_classes


@dataclass(frozen=True)
class BookedSeat:
    label: str
    category: str
    category_name: str
    price: Decimal


def what_of(resource: Resource | None, service: Service | None, event: Event | None, flight: Flight | None) -> str:
    if flight is not None:
        return f"{flight.number} {flight.origin}–{flight.destination}"
    if event is not None:
        return event.title
    assert resource is not None
    if service is not None:
        return f"{service.name} with {resource.name}"
    named = not resource.sport or resource.sport.casefold() in resource.name.casefold()  # a court called Padel says it already
    return resource.name if named else f"{resource.name}, {resource.sport}"


def seat_of(kept: dict[str, Any], categories: dict[str, Any]) -> BookedSeat:
    name = str(categories.get(kept["category"], {}).get("name", kept["category"]))
    return BookedSeat(kept["label"], kept["category"], name, Decimal(str(kept["price"])))


def cabin_class_of(booking: Booking, event: Event) -> str | None:
    prices = {code: (str(each["name"]), Decimal(str(each["price"]))) for code, each in event.categories.items()}
    return cabin_classes(prices).get(booking.seats[0]["category"]) if booking.seats else None
