"""Writes hours, courts and people, services and leave as plain values, for programs of those who manage a venue."""

from __future__ import annotations

from typing_extensions import TypedDict

from bookings.reading.administration.places import Leave, ManagedHours, ManagedResource, ManagedService
from bookings.wire.encode import Money, Time
from bookings.wire.place_shapes import SpecialDay
from bookings.wire.places import write_special_days

Week = dict[str, list[list[str]]]


class HoursEntry(TypedDict):
    """`hours` by weekday, "0" (Monday) to "6", each a list of ["HH:MM", "HH:MM"]."""

    hours: Week
    specialDays: list[SpecialDay]
    revision: int


class ResourceEntry(TypedDict):
    """`partOf` is the court whose part it is, `hours` its own (null: the venue's), `retiredAt` null as long as it is booked."""

    id: str
    kind: str
    number: int
    name: str
    sport: str
    colour: str
    partOf: str | None
    hours: Week | None
    retiredAt: Time | None
    revision: int


class ServiceEntry(TypedDict):
    """Lengths in minutes; `providers` are the ids of those who offer it."""

    id: str
    name: str
    minutes: int
    bufferBefore: int
    bufferAfter: int
    price: Money
    places: int
    providers: list[str]
    retiredAt: Time | None
    revision: int


class LeaveEntry(TypedDict):
    """From the first day to the last, both whole."""

    id: str
    resourceId: str
    first: str
    last: str
    reason: str


def write_hours(kept: ManagedHours) -> HoursEntry:
    return {
        "hours": {day: [list(span) for span in spans] for day, spans in kept.hours.items()},
        "specialDays": write_special_days(kept.special_days),
        "revision": kept.revision,
    }


def write_resource(one: ManagedResource) -> ResourceEntry:
    return {
        "id": one.id,
        "kind": one.kind,
        "number": one.number,
        "name": one.name,
        "sport": one.sport,
        "colour": one.colour,
        "partOf": one.part_of,
        "hours": dict(one.hours) if one.hours is not None else None,
        "retiredAt": one.retired_at,
        "revision": one.revision,
    }


def write_service(one: ManagedService) -> ServiceEntry:
    service = one.service
    return {
        "id": service.id,
        "name": service.name,
        "minutes": service.minutes,
        "bufferBefore": service.buffer_before,
        "bufferAfter": service.buffer_after,
        "price": service.price,
        "places": service.places,
        "providers": list(one.providers),
        "retiredAt": service.retired_at,
        "revision": one.revision,
    }


def write_leave(leave: Leave) -> LeaveEntry:
    return {
        "id": leave.id,
        "resourceId": leave.resource_id,
        "first": leave.first.isoformat(),
        "last": leave.last.isoformat(),
        "reason": leave.reason,
    }
