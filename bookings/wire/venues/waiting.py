"""Writes wishes on waiting lists as plain values for `wire.encode`."""

from __future__ import annotations

from typing_extensions import TypedDict

from bookings.reading.seats.waiting import WaitingList, WishView
from bookings.wire.encode import Time


class WaitingFor(TypedDict):
    """`state` is waiting or offered; `position` counts who joined before, with those to whom something is offered. `seats` are offered
    until `offeredUntil`, which is null while nothing is: book them by their labels before that."""

    id: int
    eventId: int
    title: str
    party: int
    categories: list[str]
    state: str
    position: int
    joinedAt: Time
    seats: list[str]
    offeredUntil: Time | None


class WaitingCustomer(WaitingFor):
    """As those read it who work at the venue."""

    customerId: str
    customerName: str


class Waiting(TypedDict):
    items: list[WaitingFor]


class WaitingCustomers(TypedDict):
    items: list[WaitingCustomer]


def write_wish(wish: WishView) -> WaitingFor:
    return {
        "id": wish.id,
        "eventId": wish.event_id,
        "title": wish.title,
        "party": wish.party,
        "categories": list(wish.categories),
        "state": wish.state,
        "position": wish.position,
        "joinedAt": wish.joined_at,
        "seats": list(wish.seats),
        "offeredUntil": wish.until,
    }


def write_waiting_list(shown: WaitingList) -> WaitingCustomers:
    return {
        "items": [{**write_wish(each), "customerId": each.person_id, "customerName": each.person_name} for each in shown.wishes]
    }
