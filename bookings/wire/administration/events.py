"""Writes events, flights and seat plans as plain values for `wire.encode`, for programs of those who manage them."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from bookings.reading.administration.events import EditedEvent, SavedPlan
from bookings.reading.administration.plan_drawing import PlanDrawing
from bookings.rules.setup.copies import CopyVerdict
from bookings.wire.encode import Money, Time


class ClosedSeats(TypedDict):
    id: str
    reason: str
    seats: list[str]


class ManagedEvent(TypedDict):
    """`plan` is the text of its seats and prices, "" where no text can say them. `seatsInUse` says of each seat that has to
    stay why. Of a flight also what it has besides; its `end` is shown here as an instant like all times."""

    id: int
    venueId: str
    title: str
    description: str
    start: Time
    end: Time
    doorsAt: Time | None
    onSaleFrom: Time | None
    onSaleUntil: Time | None
    cancelledAt: Time | None
    seatsPerBasket: int
    seatsPerCustomer: int
    unpaidPerCustomer: int
    plan: str
    seatCapacity: int
    seatsInUse: dict[str, str]
    closedSeats: list[ClosedSeats]
    revision: int
    flightId: NotRequired[str]
    flightNumber: NotRequired[str]
    origin: NotRequired[str]
    destination: NotRequired[str]
    originZone: NotRequired[str]
    destinationZone: NotRequired[str]
    gate: NotRequired[str]
    aircraft: NotRequired[str]
    status: NotRequired[str]
    estimatedDeparture: NotRequired[Time | None]
    estimatedArrival: NotRequired[Time | None]


class SeatPlan(TypedDict):
    id: str
    name: str
    plan: str
    revision: int


class PlanPrice(TypedDict):
    code: str
    name: str
    price: Money
    seats: int


class PlanFault(TypedDict):
    """`line` is counted from 1; 0 is the whole text. `mended` is what the line would plainly be."""

    line: int
    message: str
    mended: str | None


class CheckedPlan(TypedDict):
    seats: int
    rows: int
    prices: list[PlanPrice]
    faults: list[PlanFault]


class CopyDate(TypedDict):
    """`start` is null for a date that cannot be read; `problem` is "" where a copy can be made."""

    text: str
    start: Time | None
    problem: str


def write_managed_event(event: EditedEvent) -> ManagedEvent:
    values, flight = event.values, event.flight
    written: ManagedEvent = {
        "id": event.id,
        "venueId": event.venue.id,
        "title": values["title"],
        "description": values["description"],
        "start": values["starts_at"],
        "end": values["ends_at"],
        "doorsAt": values["doors_at"],
        "onSaleFrom": values["on_sale_from"],
        "onSaleUntil": values["on_sale_until"],
        "cancelledAt": event.cancelled_at,
        "seatsPerBasket": values["seats_per_basket"],
        "seatsPerCustomer": values["seats_per_customer"],
        "unpaidPerCustomer": values["unpaid_per_customer"],
        "plan": event.plan,
        "seatCapacity": event.capacity,
        "seatsInUse": dict(event.in_use),
        "closedSeats": [{"id": each.id, "reason": each.reason, "seats": list(each.labels)} for each in event.blocks],
        "revision": event.revision,
    }
    if flight is not None:
        written["flightId"], written["flightNumber"], written["status"] = flight.id, flight.number, flight.status
        written["origin"], written["destination"] = flight.origin, flight.destination
        written["originZone"] = flight.origin_zone
        written["destinationZone"], written["gate"] = flight.destination_zone, flight.gate
        written["aircraft"] = flight.aircraft
        written["estimatedDeparture"] = flight.estimated_departure
        written["estimatedArrival"] = flight.estimated_arrival
    return written


def write_seat_plan(plan: SavedPlan) -> SeatPlan:
    return {"id": plan.id, "name": plan.name, "plan": plan.text, "revision": plan.revision}


def write_checked_plan(drawing: PlanDrawing) -> CheckedPlan:
    return {
        "seats": drawing.seats,
        "rows": drawing.rows,
        "prices": [
            {"code": each.code, "name": each.name, "price": each.price, "seats": each.seats} for each in drawing.prices
        ],
        "faults": [
            {"line": each.line, "message": each.message, "mended": each.mend.line if each.mend else None}
            for each in drawing.faults
        ],
    }


def write_copy_date(verdict: CopyVerdict) -> CopyDate:
    return {"text": verdict.text, "start": verdict.starts_at, "problem": verdict.problem}
