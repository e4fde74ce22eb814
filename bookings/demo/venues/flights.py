"""The airline: three departures of an A320, one boarding, one delayed, one tomorrow."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from bookings.demo.ghosts.script import Script
from bookings.demo.ids import AIRLINE, chance_of, demo_id
from bookings.demo.names import CUSTOMERS
from bookings.demo.people import CHECK_IN_DESK, SELLERS, TEST
from bookings.demo.sales import put_in_baskets, sell, sell_by_the_dozen
from bookings.demo.venues.seating import add_seats, parties
from bookings.demo.visits import MINUTE
from bookings.desk.blocks import block_seats
from bookings.desk.book import book_seats
from bookings.models import Event, Flight, Venue, Viewer
from bookings.rules.passengers import ADULT
from bookings.rules.seats.plan_text import PlanSeat
from bookings.rules.status import FlightStatus
from bookings.rules.times.zones import to_local, to_utc

ZONE = "Europe/Zurich"
OPENS = 6
POSITIONS = {"A": 1, "B": 2, "C": 3, "D": 5, "E": 6, "F": 7}
BUSINESS, ECONOMY = range(1, 5), [row for row in range(5, 31) if row != 13]
LEGROOM, EXITS = (5, 12, 14), (12, 14)
KEPT_EMPTY = (*(f"{row}{letter}" for row in BUSINESS for letter in "BE"), "30A", "30F")
BY_THEMSELVES = 16
MARAS_SEATS = ("14E", "14F")
FITTED = [
    ["door", "before", "1"], ["lavatory", "before", "1"], ["wing", "beside", "10", "17"], ["lavatory", "behind", "30"],
    ["galley", "behind", "30"], ["door", "behind", "30"],
]  # fmt: skip
FARES = {
    "J": {"name": "Business", "price": "389.00"},
    "X": {"name": "Extra legroom", "price": "143.00"},
    "Y": {"name": "Standard", "price": "119.00"},
}


class Departure(NamedTuple):
    number: str
    to: str
    code: str
    ahead: timedelta
    lasts: timedelta
    status: FlightStatus
    gate: str
    sold: int
    zone: str
    late: timedelta = timedelta()


DEPARTURES = (
    Departure("NL 482", "Lisbon", "LIS", 195 * MINUTE, 175 * MINUTE, FlightStatus.DELAYED, "A74", 88, "Europe/Lisbon", 45 * MINUTE),
    Departure("NL 204", "Copenhagen", "CPH", 50 * MINUTE, 105 * MINUTE, FlightStatus.BOARDING, "B31", 126, "Europe/Copenhagen"),
    Departure("NL 126", "Hamburg", "HAM", timedelta(hours=26), 80 * MINUTE, FlightStatus.SCHEDULED, "A68", 61, "Europe/Berlin"),
)


def cabin() -> Iterator[PlanSeat]:
    """Six across with an aisle; the middle seats of Business exist and are kept empty."""
    for row in (*BUSINESS, *ECONOMY):
        section = "Business" if row in BUSINESS else "Economy"
        category = "J" if row in BUSINESS else "X" if row in LEGROOM else "Y"
        for letter, position in POSITIONS.items():
            features = ("exit",) if row in EXITS else ()
            yield PlanSeat(f"{row}{letter}", section, str(row), row, letter, position, category, features)


def add_airline(session: Session, now: datetime) -> list[int]:
    """The airline and its departures; returns their events' ids in the order of DEPARTURES."""
    session.add(
        Venue(id=AIRLINE, name="Northline", kind="airline", zone=ZONE, currency="EUR", address="Zürich Airport")
    )
    session.flush()
    return [_add(session, departure, now) for departure in DEPARTURES]


def _add(session: Session, departure: Departure, now: datetime) -> int:
    leaves = leaving(now + departure.ahead)
    event = Event(
        venue_id=AIRLINE, kind="flight", title=f"{departure.number} to {departure.to}", starts_at=leaves,
        ends_at=leaves + departure.lasts, doors_at=leaves - 40 * MINUTE, categories=FARES, seats_per_basket=9, seats_per_customer=18,
        facilities=FITTED,
    )  # fmt: skip
    session.add(event)
    session.flush()
    boards = departure.status == FlightStatus.BOARDING
    status = FlightStatus.SCHEDULED if boards and leaves - now > 70 * MINUTE else departure.status
    session.add(
        Flight(
            id=demo_id(departure.number), event_id=event.id, number=departure.number, origin="ZRH",
            destination=departure.code, status=status, gate=departure.gate, destination_zone=departure.zone,
            previous_gate="A70" if departure.late else "",
            estimated_departure=leaves + departure.late if departure.late else None,
            estimated_arrival=leaves + departure.lasts + departure.late if departure.late else None,
        )
    )  # fmt: skip
    add_seats(session, event.id, cabin())
    return event.id


def leaving(wanted: datetime) -> datetime:
    """A full five minutes about then; what would leave in the small hours leaves from six on, in the same order."""
    local = to_local(wanted, ZONE).replace(tzinfo=None, second=0, microsecond=0)
    if local.hour < OPENS:
        local = local.replace(hour=OPENS, minute=(local.hour * 60 + local.minute) // OPENS)
    return to_utc(local.replace(minute=local.minute // 5 * 5), ZONE, fold=0)


def sell_flights(script: Script, event_ids: list[int], now: datetime, hold_minutes: float) -> None:
    chance = chance_of("flights")
    named = partial(_travellers, chance)
    for event_id, departure in zip(event_ids, DEPARTURES, strict=True):
        script.at(now - timedelta(days=25), CHECK_IN_DESK, block_seats, event_id, KEPT_EMPTY, "Kept empty")
        on_sale = [place for place in cabin() if place.label not in (*KEPT_EMPTY, *MARAS_SEATS)]
        fare_of = {place.label: place.category for place in on_sale}
        came = parties(on_sale, departure.sold, chance)
        put_in_baskets(script, event_id, [came.pop(), came.pop()], now, hold_minutes, chance)
        sell(script, event_id, came[:BY_THEMSELVES], now, ZONE, CHECK_IN_DESK, chance, named=named)
        for fare in FARES:  # one booking is in one cabin
            share = [party for party in came[BY_THEMSELVES:] if fare_of[party[0]] == fare]
            sell_by_the_dozen(script, event_id, share, now, CHECK_IN_DESK, chance, named=named)
    script.book(
        now - timedelta(hours=3), TEST.viewer, book_seats, event_ids[0], MARAS_SEATS, **named(TEST.viewer, 2)
    )  # fmt: skip


def _travellers(chance: random.Random, buyer: Viewer, seats: int) -> dict[str, Any]:
    """The buyer and family, or an agency's clients, with an address that nobody reads."""
    clients = [chance.choice(CUSTOMERS)[0].partition(" ") for _ in range(seats)]
    names = [(first, last) for first, _, last in clients]
    if buyer.name not in SELLERS:
        own, _, family = buyer.name.partition(" ")
        names = [(own, family), *((first, family) for first, _ in names[1:])]
    passengers = [
        {
            "type": ADULT, "firstName": first, "lastName": last,
            "dateOfBirth": f"{chance.randrange(1948, 2004)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        }
        for first, last in names
    ]  # fmt: skip
    return {"passengers": passengers, "contact": {"email": "travel@example.com", "phone": "+41 79 000 00 00"}}
