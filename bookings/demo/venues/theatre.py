"""The theatre: an auditorium of three tiers whose rows bow around the stage, and a small studio."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from bookings.demo.ghosts.script import Script
from bookings.demo.ids import THEATRE, chance_of
from bookings.demo.people import BOX_OFFICE, TEST
from bookings.demo.sales import put_in_baskets, sell
from bookings.demo.venues.seating import add_seats, parties
from bookings.demo.visits import MINUTE
from bookings.desk.blocks import block_seats
from bookings.desk.book import book_seats
from bookings.desk.money import pay
from bookings.models import Event, Venue
from bookings.models.person import RINGSIDE
from bookings.rules.seats.plan_text import PlanSeat
from bookings.rules.times.zones import local_day, to_utc

ZONE = "Europe/Dublin"
SATURDAY = 5
# A row is ten seats between two aisles and so many at either side; 24 places across where it is widest.
MIDDLE, USUAL = 10, 5
SIDES = {"A": 3, "B": 4, **dict.fromkeys("KLMRU", 6)}
LEFT_AISLE, RIGHT_AISLE = 7, 18
TIERS = (("Stalls", "ABCDEFGHJKLM"), ("Circle", "NOPQR"), ("Balcony", "STU"))
CHEAPER_FROM = {"A": "A", "G": "B", "P": "C"}
FEATURES = {
    "M1": "accessible", "M2": "companion", "M21": "companion", "M22": "accessible",
    "R1": "restricted", "R22": "restricted", "S1": "restricted", "S20": "restricted", "U1": "restricted", "U22": "restricted",
}  # fmt: skip
BLOCKED = ("A1", "A2", "A15", "A16")
MARAS_SEAT = "F7"
SOLD, IN_BASKETS = 168, 14


def auditorium() -> Iterator[PlanSeat]:
    """404 seats: stalls, circle and balcony, in three prices."""
    category, order = "A", 0
    for tier, rows in TIERS:
        for row in rows:
            order += 1
            category = CHEAPER_FROM.get(row, category)
            for number, position in enumerate(_positions(SIDES.get(row, USUAL)), 1):
                label = f"{row}{number}"
                features = (FEATURES[label],) if label in FEATURES else ()
                yield PlanSeat(label, tier, row, order, str(number), position, category, features)


def studio() -> Iterator[PlanSeat]:
    """96 seats: eight rows of twelve with an aisle in the middle."""
    for order, row in enumerate("ABCDEFGH", 1):
        for number in range(1, 13):
            position = number + (number > 6)
            yield PlanSeat(f"{row}{number}", "Studio", row, order, str(number), position, "A" if order <= 4 else "B")


def add_theatre(session: Session, now: datetime) -> tuple[int, int]:
    """The theatre with its two events. Returns their ids; the first is The Lighthouse Keeper."""
    session.add(
        Venue(
            id=THEATRE, name="Alder Street Theatre", kind="theatre", zone=ZONE, currency="EUR",
            address="12 Alder Street, Dublin 2",
        )
    )  # fmt: skip
    session.flush()
    today = local_day(now, ZONE)
    saturday = today + timedelta(days=3 + (SATURDAY - today.weekday() - 3) % 7)
    curtain = to_utc(datetime.combine(saturday, time(19, 30)), ZONE)
    keeper = Event(
        venue_id=THEATRE, title="The Lighthouse Keeper", starts_at=curtain, ends_at=curtain + 140 * MINUTE,
        doors_at=curtain - 45 * MINUTE,
        categories={
            "A": {"name": "Front stalls", "price": "48.00"},
            "B": {"name": "Stalls, circle", "price": "36.00"},
            "C": {"name": "Circle, balcony", "price": "24.00"},
        },
    )  # fmt: skip
    late = to_utc(datetime.combine(today + timedelta(days=2), time(21, 0)), ZONE)
    strings = Event(
        venue_id=THEATRE, title="Late Strings: Trio Aurora", starts_at=late, ends_at=late + 80 * MINUTE,
        doors_at=late - 30 * MINUTE,
        categories={"A": {"name": "Front rows", "price": "22.00"}, "B": {"name": "Back rows", "price": "15.00"}},
    )  # fmt: skip
    for event, places in ((keeper, auditorium()), (strings, studio())):
        session.add(event)
        session.flush()
        add_seats(session, event.id, places)
    return keeper.id, strings.id


def sell_theatre(script: Script, keeper: int, strings: int, now: datetime, hold_minutes: float) -> None:
    chance = chance_of("theatre")
    script.at(now - timedelta(days=20), BOX_OFFICE, block_seats, keeper, BLOCKED, "No view past the lighthouse")
    mara = script.book(now - timedelta(days=2), TEST.viewer, book_seats, keeper, [MARAS_SEAT])
    script.then(mara, now - timedelta(days=2) + MINUTE, RINGSIDE, pay.take_payment, method="online")
    on_sale = [place for place in auditorium() if place.label not in (*BLOCKED, MARAS_SEAT)]
    came = parties(on_sale, SOLD + IN_BASKETS, chance)
    choosing: list[list[str]] = []
    while sum(map(len, choosing)) < IN_BASKETS:
        choosing.append(came.pop())
    sell(script, keeper, came, now, ZONE, BOX_OFFICE, chance)
    put_in_baskets(script, keeper, choosing, now, hold_minutes, chance)
    sell(script, strings, parties(list(studio()), 52, chance), now, ZONE, BOX_OFFICE, chance)


def _positions(side: int) -> Iterator[int]:
    yield from range(LEFT_AISLE - side, LEFT_AISLE)
    yield from range(LEFT_AISLE + 1, LEFT_AISLE + 1 + MIDDLE)
    yield from range(RIGHT_AISLE + 1, RIGHT_AISLE + 1 + side)
