"""The rows of the test world: its venues and people, Hamlet with thirty seats, and a flight with six."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

from sqlalchemy import text
from sqlalchemy.orm import Session

from bookings.accounts.passwords import hash_password
from bookings.desk import Desk
from bookings.models import Event, Flight, Person, Resource, Seat, Service, ServiceProvider, Staff, Venue
from bookings.rules.times.zones import local_day
from tests.world.clock import NOW, ZURICH, at
from tests.world.people import PASSWORD, PEOPLE, email_of
from tests.world.places import (
    AIRLINE,
    CHECK_UP,
    CLINIC,
    CLUB,
    COURTS,
    DR_AMSEL,
    DR_VOGEL,
    FLIGHT,
    HAMLET,
    MARTA,
    NIGHT_COURT,
    NIGHT_HALL,
    OTHER_CLUB,
    OTHER_COACH,
    OTHER_COURT,
    RS_101,
    SURGERY,
    THEATRE,
)

Hours = dict[str, list[list[str]]]
WEEK: Hours = {str(weekday): [["07:00", "22:00"]] for weekday in range(6)}  # closed on Sundays
ALWAYS: Hours = {str(weekday): [["00:00", "24:00"]] for weekday in range(7)}

USUAL = {"price": "26.00"}
EVENING = {"from": "17:00", "to": "22:00", "price": "32.00"}
TENNIS = {"sport": "tennis"}


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD)


def fill(session: Session, now: datetime = NOW, *, hours: Hours = WEEK, check_in_hours: int = 24) -> None:
    """Put venues, people, a show and a flight into an empty database, as of `now`."""
    next_day = local_day(now, ZURICH) + timedelta(days=2)
    _add(
        session,
        _venue(CLUB, "Seehof Tennis", "club", hours, check_in_hours, [USUAL | TENNIS, EVENING | TENNIS]),
        _venue(OTHER_CLUB, "Nordstadt Courts", "club", hours, check_in_hours, [USUAL]),
        _venue(NIGHT_HALL, "Night Hall", "club", ALWAYS, check_in_hours, [USUAL]),
        _venue(CLINIC, "Pfote Clinic", "clinic", hours, check_in_hours),
        _venue(THEATRE, "Corso Theatre", "theatre", hours, check_in_hours),
        _venue(AIRLINE, "Ringair", "airline", ALWAYS, check_in_hours),
    )
    _add(
        session,
        *(
            Person(
                id=each.id,
                email=email_of(each),
                name=each.name,
                role=each.role,
                password_hash=_password_hash(),
                created_at=now - timedelta(days=90),
            )
            for each in PEOPLE
        ),
    )
    _add(
        session,
        *(
            Staff(person_id=each.id, venue_id=venue, level="manager" if venue in each.managed else "desk")
            for each in PEOPLE
            for venue in sorted(each.venues)
        ),
    )
    _add(
        session,
        *(
            Resource(id=each, venue_id=CLUB, kind="court", number=n, name=f"Court {n}", sport="tennis")
            for n, each in enumerate(COURTS, 1)
        ),
        Resource(id=MARTA, venue_id=CLUB, kind="coach", number=9, name="Coach Marta", sport="tennis"),
        Resource(id=OTHER_COURT, venue_id=OTHER_CLUB, kind="court", number=1, name="Court N"),
        Resource(id=OTHER_COACH, venue_id=OTHER_CLUB, kind="coach", number=9, name="Coach Nils"),
        Resource(id=NIGHT_COURT, venue_id=NIGHT_HALL, kind="court", number=1, name="Court Night"),
        Resource(id=DR_VOGEL, venue_id=CLINIC, kind="provider", number=1, name="Dr. Vogel"),
        Resource(id=DR_AMSEL, venue_id=CLINIC, kind="provider", number=2, name="Dr. Amsel"),
        Service(
            id=CHECK_UP, venue_id=CLINIC, name="Check-up", minutes=30, buffer_before=10, buffer_after=10,
            price=Decimal("45.00"),
        ),
        Service(id=SURGERY, venue_id=CLINIC, name="Surgery", minutes=90, price=Decimal("310.00")),
    )  # fmt: skip
    _add(
        session,
        ServiceProvider(service_id=CHECK_UP, resource_id=DR_VOGEL),
        ServiceProvider(service_id=CHECK_UP, resource_id=DR_AMSEL),
        ServiceProvider(service_id=SURGERY, resource_id=DR_VOGEL),
    )
    prices = {"A": {"name": "Front", "price": "48.00"}, "B": {"name": "Rear", "price": "32.00"}}
    _add(
        session,
        Event(
            id=HAMLET, venue_id=THEATRE, title="Hamlet", starts_at=at("19:30", next_day), ends_at=at("22:00", next_day),
            doors_at=at("19:00", next_day), categories=prices,
        ),
        Event(
            id=FLIGHT, venue_id=AIRLINE, kind="flight", title="Zurich to Oslo", starts_at=at("07:10", next_day),
            ends_at=at("09:40", next_day), categories={"Y": {"name": "Economy", "price": "129.00"}},
        ),
    )  # fmt: skip
    _add(session, Flight(id=RS_101, event_id=FLIGHT, number="RS 101", origin="ZRH", destination="OSL"))
    _add(
        session,
        *_row(HAMLET, "Stalls", "A", 1, "A"),
        *_row(HAMLET, "Stalls", "B", 2, "B"),
        *_row(HAMLET, "Balcony", "C", 3, "B", {"C1": ["accessible"], "C2": ["companion"]}),
        *(
            Seat(
                event_id=FLIGHT, label=f"{row}{letter}", section="Cabin", row=str(row), row_order=row, number=letter,
                position=position, category="Y",
            )
            for row in (1, 2)
            for position, letter in enumerate("ABC", 1)
        ),
    )  # fmt: skip
    if session.get_bind().dialect.name == "postgresql":
        # Those with ids of ours are not counted; what is made later comes behind them, as on SQLite.
        session.execute(text("select setval(pg_get_serial_sequence('events', 'id'), 100)"))


def _venue(
    venue: str, name: str, kind: str, hours: Hours, check_in_hours: int, price_rules: Sequence[dict[str, str]] = ()
) -> Venue:
    return Venue(
        id=venue, name=name, kind=kind, zone=ZURICH, currency="CHF", hours=hours, check_in_hours=check_in_hours,
        price_rules=list(price_rules),
    )  # fmt: skip


def _row(
    event: int, section: str, row: str, order: int, category: str, features: dict[str, list[str]] | None = None
) -> list[Seat]:
    return [
        Seat(
            event_id=event, label=f"{row}{number}", section=section, row=row, row_order=order, number=str(number),
            position=number, category=category, features=(features or {}).get(f"{row}{number}", []),
        )
        for number in range(1, 11)
    ]  # fmt: skip


def _add(session: Session, *rows: object) -> None:
    session.add_all(rows)
    session.flush()


def add(desk: Desk, *rows: object) -> None:
    """Rows that only one test needs."""
    desk.database.write(lambda session: session.add_all(rows))
