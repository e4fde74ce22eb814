"""The house in which the tests take place: named people and places, as constants, and the words to speak of them.

It is Monday 2 March 2026, 10:05 at the club in Zurich. Names, addresses and ids of people are canaries: none of them
may ever be found in what a stranger receives.
"""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bookings.desk import Desk
from bookings.models import (
    Database,
    Event,
    Flight,
    Person,
    Resource,
    Role,
    Seat,
    Service,
    ServiceProvider,
    Staff,
    Venue,
    Viewer,
)
from bookings.rules.times.zones import to_utc

NOW = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
TODAY = date(2026, 3, 2)
TOMORROW = TODAY + timedelta(days=1)
NEXT_DAY = TODAY + timedelta(days=2)
SUNDAY = date(2026, 3, 8)
SPRING_FORWARD, AUTUMN_BACK = date(2026, 3, 29), date(2026, 10, 25)
ZURICH = "Europe/Zurich"


def id_of(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, name))


CLUB, OTHER_CLUB, NIGHT_HALL, CLINIC, THEATRE, AIRLINE = map(
    id_of, ("club", "other club", "night hall", "clinic", "theatre", "airline")
)
COURT_1, COURT_2, COURT_3, OTHER_COURT, NIGHT_COURT = map(
    id_of, ("court 1", "court 2", "court 3", "other court", "night court")
)
MARTA, OTHER_COACH = id_of("Marta"), id_of("other coach")
DR_VOGEL, DR_AMSEL, CHECK_UP, SURGERY = map(id_of, ("Dr. Vogel", "Dr. Amsel", "check-up", "surgery"))
HAMLET, FLIGHT = 1, 2
ROW_A, ROW_B, ROW_C = ([f"{row}{number}" for number in range(1, 11)] for row in "ABC")

ANN = Viewer(id_of("Ann"), "Ann Canarini", Role.CUSTOMER)
BOB = Viewer(id_of("Bob"), "Bob Birdwell", Role.CUSTOMER)
CLEO = Viewer(id_of("Cleo"), "Cleo Finch", Role.CUSTOMER)
SAM = Viewer(id_of("Sam"), "Sam Steward", Role.STAFF, frozenset({CLUB, NIGHT_HALL, CLINIC, THEATRE, AIRLINE}))
ANN_FLIES, ANNS_CONTACT = {"type": "ADULT", "firstName": "Ann", "lastName": "Canarini"}, {"email": "ann@example.com"}
NORA = Viewer(id_of("Nora"), "Nora Elsewhere", Role.STAFF, frozenset({OTHER_CLUB}))
ADA = Viewer(id_of("Ada"), "Ada Admin", Role.ADMIN)
PEOPLE = (ANN, BOB, CLEO, SAM, NORA, ADA)


def email_of(person: Viewer) -> str:
    return f"{person.name.lower().replace(' ', '.')}@canary.example"


def named(person: Viewer) -> dict[str, str]:
    """As the desk names whom it books for."""
    return {"name": person.name, "email": email_of(person)}


def flat(person: Viewer) -> dict[str, str]:
    """As an operations board names whom it books for."""
    return {"userId": person.id, "userName": person.name, "userEmail": email_of(person)}


def canaries(person: Viewer) -> tuple[str, ...]:
    """What a stranger may never receive of this person."""
    return (person.id, person.name, *person.name.split(), email_of(person))


def at(clock: str, day: date = TOMORROW, zone: str = ZURICH, *, fold: int | None = None) -> datetime:
    """The instant at which the venue's clock shows "10:00" on that day."""
    return to_utc(datetime.combine(day, time.fromisoformat(clock)), zone, fold=fold)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def set_clock(database: Database, instant: datetime) -> None:
    """Let it be just after `instant`, by the database's clock; time goes on from there."""
    # SQLite's clock is rounded to milliseconds.
    database.skew = instant - datetime.now(UTC) + timedelta(milliseconds=5)


def pass_time(database: Database, **span: float) -> None:
    """Let `span` go by: pass_time(database, minutes=11)."""
    database.skew += timedelta(**span)


def now_of(database: Database) -> datetime:
    with database.read() as session:
        return database.now(session)


def add(desk: Desk, *rows: object) -> None:
    """Furniture that only one test needs."""
    desk.database.write(lambda session: session.add_all(rows))


def people_of_the_crowd(first: int, size: int) -> list[Viewer]:
    return [Viewer(id_of(f"guest {n}"), f"Guest {n}", Role.CUSTOMER) for n in range(first, first + size)]


def crowd(database: Database, size: int) -> list[Viewer]:
    """So many customers more, written down."""
    people = people_of_the_crowd(0, size)
    rows = [
        {"id": each.id, "email": f"guest{n}@crowd.example", "name": each.name, "role": each.role, "created_at": NOW}
        for n, each in enumerate(people)
    ]
    database.write(lambda session: session.execute(insert(Person), rows) and None)
    return people


def furnish(session: Session) -> None:
    """Put the house into an empty database."""
    day = [["07:00", "22:00"]]
    week = {str(weekday): day for weekday in range(6)}  # closed on Sundays
    always = {str(weekday): [["00:00", "24:00"]] for weekday in range(7)}
    _add(
        session,
        _venue(CLUB, "Seehof Tennis", "club", week),
        _venue(OTHER_CLUB, "Nordstadt Courts", "club", week),
        _venue(NIGHT_HALL, "Night Hall", "club", always),
        _venue(CLINIC, "Pfote Clinic", "clinic", week),
        _venue(THEATRE, "Corso Theatre", "theatre", week),
        _venue(AIRLINE, "Ringair", "airline", always),
    )
    _add(
        session,
        *(
            Person(
                id=each.id, email=email_of(each), name=each.name, role=each.role, created_at=NOW - timedelta(days=90)
            )
            for each in PEOPLE
        ),
    )
    _add(session, *(Staff(person_id=each.id, venue_id=venue) for each in PEOPLE for venue in sorted(each.venues)))
    evening = {"days": None, "from": "17:00", "to": "22:00", "per_hour": "32.00"}
    usual = {"days": None, "from": "00:00", "to": "24:00", "per_hour": "26.00"}
    _add(
        session,
        *(
            Resource(id=each, venue_id=CLUB, kind="court", number=n, name=f"Court {n}", sport="tennis", prices=[evening, usual])
            for n, each in enumerate((COURT_1, COURT_2, COURT_3), 1)
        ),
        Resource(id=MARTA, venue_id=CLUB, kind="coach", number=9, name="Coach Marta", sport="tennis"),
        Resource(id=OTHER_COURT, venue_id=OTHER_CLUB, kind="court", number=1, name="Court N", prices=[usual]),
        Resource(id=OTHER_COACH, venue_id=OTHER_CLUB, kind="coach", number=9, name="Coach Nils"),
        Resource(id=NIGHT_COURT, venue_id=NIGHT_HALL, kind="court", number=1, name="Court Night", prices=[usual]),
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
    house = {"A": {"name": "Front", "price": "48.00"}, "B": {"name": "Rear", "price": "32.00"}}
    _add(
        session,
        Event(
            id=HAMLET, venue_id=THEATRE, title="Hamlet", starts_at=at("19:30", NEXT_DAY), ends_at=at("22:00", NEXT_DAY),
            doors_at=at("19:00", NEXT_DAY), categories=house,
        ),
        Event(
            id=FLIGHT, venue_id=AIRLINE, kind="flight", title="Zurich to Oslo", starts_at=at("07:10", NEXT_DAY),
            ends_at=at("09:40", NEXT_DAY), categories={"Y": {"name": "Economy", "price": "129.00"}},
        ),
    )  # fmt: skip
    _add(session, Flight(event_id=FLIGHT, number="RS 101", origin="ZRH", destination="OSL"))
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


def _venue(venue: str, name: str, kind: str, hours: dict[str, Any]) -> Venue:
    return Venue(id=venue, name=name, kind=kind, zone=ZURICH, currency="CHF", hours=hours)


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
