"""The arena: some 5,000 seats in twenty sections around a stage, most of them sold by the dozen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from bookings.demo.ghosts.script import Script
from bookings.demo.ids import ARENA, chance_of
from bookings.demo.people import BOX_OFFICE
from bookings.demo.sales import sell, sell_by_the_dozen
from bookings.demo.venues.seating import add_seats, parties
from bookings.demo.visits import MINUTE
from bookings.models import Event, Venue
from bookings.rules.seats.plan_text import PlanSeat
from bookings.rules.times.zones import local_day, to_utc

ZONE = "Europe/Dublin"
LETTERS = "ABCDEFGHJKLMNP"
# Seats in the widest row, rows, and the first row counted from the stage.
FLOOR, LOWER, UPPER = (20, 12, 1), (22, 13, 13), (21, 12, 26)
# Sections on each upper tier, and how many places from the beginning of one to that of the next.
SECTIONS, APART = 8, 24
SHARES = (0.78, 0.66, 0.52, 0.6, 0.71, 0.44, 0.57, 0.63)
BY_THEMSELVES = 2


def auditorium() -> Iterator[PlanSeat]:
    """Positions run through each tier from one side of the stage to the other, so those in the middle face it."""
    for n, letter in enumerate("ABCD", start=2):
        yield from _section(f"Floor {letter}", f"F{letter}", FLOOR, n * APART, "A", narrower=0)
    for n in range(SECTIONS):
        category = "A" if n in (3, 4) else "B"
        yield from _section(f"Block {101 + n}", str(101 + n), LOWER, n * APART, category, narrower=4)
    for n in range(SECTIONS):
        yield from _section(f"Block {201 + n}", str(201 + n), UPPER, n * APART, "C", narrower=2)


def _section(
    name: str, code: str, tier: tuple[int, int, int], left: int, category: str, *, narrower: int
) -> Iterator[PlanSeat]:
    """A wedge: its first row has `narrower` seats less than its last, in equal parts on both sides."""
    widest, rows, first = tier
    for n, row in enumerate(LETTERS[:rows]):
        cut = round(narrower / 2 * (rows - 1 - n) / (rows - 1))
        seats = range(cut, widest - cut)
        for number, offset in enumerate(seats, 1):
            yield PlanSeat(
                f"{code}-{row}{number}", name, row, first + n, str(number), left + offset + 1, category,
                ("accessible",) if code.startswith("1") and n == 0 and number == 1 else (),
            )  # fmt: skip


def add_arena(session: Session, now: datetime) -> int:
    """The arena and its concert; returns the event's id."""
    session.add(
        Venue(
            id=ARENA, name="Riverside Arena", kind="theatre", zone=ZONE, currency="EUR", address="North Quay 1, Dublin 1"
        )
    )  # fmt: skip
    session.flush()
    begins = to_utc(datetime.combine(local_day(now, ZONE) + timedelta(days=13), time(20, 0)), ZONE)
    concert = Event(
        venue_id=ARENA, title="Northern Lights Tour", starts_at=begins, ends_at=begins + 150 * MINUTE,
        doors_at=begins - 90 * MINUTE, seats_per_basket=8, seats_per_customer=16,
        categories={
            "A": {"name": "Floor, facing blocks", "price": "89.00"},
            "B": {"name": "Lower blocks", "price": "64.00"},
            "C": {"name": "Upper blocks", "price": "39.00"},
        },
    )  # fmt: skip
    session.add(concert)
    session.flush()
    add_seats(session, concert.id, auditorium())
    return concert.id


def sell_arena(script: Script, event_id: int, now: datetime) -> None:
    """Some 60 of 100 seats, more in some sections than in others."""
    chance = chance_of("arena")
    for n, (_, section) in enumerate(groupby(auditorium(), key=lambda place: place.section)):
        places = list(section)
        came = parties(places, round(len(places) * SHARES[n % len(SHARES)]), chance)
        sell(script, event_id, came[:BY_THEMSELVES], now, ZONE, BOX_OFFICE, chance)
        sell_by_the_dozen(script, event_id, came[BY_THEMSELVES:], now, BOX_OFFICE, chance)
