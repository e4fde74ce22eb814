"""A venue with years behind it: a club and a theatre as they are today, and as many bookings before that as are wanted.

Made by the database itself from a row of numbers, so that half a million take a minute or two. Every booking has a
customer, a claim, a payment and two changes; one in ten is of seats at an event that is over.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, text
from sqlalchemy.orm import Session

from bench.parts.past_sql import MORNING, statements
from bookings.database import Database
from bookings.models import Event, Person, Resource, Seat, Staff, Venue
from tests.world.clock import ZURICH
from tests.world.people import ANN, SAM, email_of
from tests.world.places import id_of

CLUB, THEATRE, PLAY = id_of("growing club"), id_of("growing theatre"), 1
COURTS = [id_of(f"growing court {number}") for number in range(1, 9)]
SEATS = 400
PER_EVENT = 100
FIRST = (
    "Ana", "Bea", "Carl", "Dora", "Emil", "Fatima", "Georg", "Hana", "Ivo", "Jana", "Karim", "Lena", "Mila", "Nora", "Otto",
    "Paul", "Rosa", "Sami", "Tara", "Uwe", "Vera", "Yusuf", "Zoe",
)  # fmt: skip
LAST = (
    "berg", "dal", "feld", "gard", "holm", "kamp", "lund", "mark", "nes", "rup", "sand", "stad", "thal", "vik", "wald",
)  # fmt: skip
START = (
    "Al", "Ber", "Cor", "Den", "Es", "Fal", "Gron", "Hol", "Ing", "Jor", "Kal", "Lin", "Mor", "Nor", "Ost", "Per", "Ros", "Sol",
    "Tor", "Ul", "Val", "Wes", "Ys", "Zan",
)  # fmt: skip


def fill_present(session: Session) -> None:
    """The present: eight courts, a show of 400 seats tomorrow, Sam at the desk, Ann."""
    always = {str(day): [["00:00", "24:00"]] for day in range(7)}
    for venue_id, kind in ((CLUB, "club"), (THEATRE, "theatre")):
        session.add(
            Venue(
                id=venue_id, name=f"Growing {kind}", kind=kind, zone=ZURICH, currency="EUR", hours=always, window_days=90
            )
        )
    for person in (SAM, ANN):
        session.add(
            Person(
                id=person.id, name=person.name, email=email_of(person), role=person.role, created_at=datetime.now(UTC)
            )
        )
    session.flush()
    session.add_all(Staff(person_id=SAM.id, venue_id=venue) for venue in (CLUB, THEATRE))
    session.add_all(
        Resource(id=court, venue_id=CLUB, kind="court", number=n, name=f"Court {n}", sport="tennis")
        for n, court in enumerate(COURTS, 1)
    )
    _event(session, PLAY, datetime.now(UTC) + timedelta(days=1), SEATS)


def name_of(number: int) -> str:
    """Some 8,000 surnames, 23 first names: as alike as people's are."""
    number, first = divmod(number, len(FIRST))
    number, last = divmod(number, len(LAST))
    number, start = divmod(number, len(START))
    return f"{FIRST[first]} {START[start]}{LAST[last]}{START[number % len(START)].lower() if number else ''}"


def fill_past(database: Database, bookings: int, people: int) -> None:
    """Put `bookings` of `people` customers into the past of a database that has a present."""
    database.write(lambda session: _people(session, people))
    events = bookings // 10 // PER_EVENT
    database.write(
        lambda session: (
            [_event(session, PLAY + n, _long_ago(n, events), PER_EVENT) for n in range(1, events + 1)] and None
        )
    )
    with database.engine.connect().execution_options(write=True) as connection, connection.begin():
        triggers = _without_triggers(connection)
        if not database.on_sqlite:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        figures = {"courts": bookings - events * PER_EVENT, "bookings": bookings, "people": people}
        for statement in statements(connection.dialect.name, COURTS):
            connection.execute(text(_filled(statement, figures)))
        for trigger in triggers:
            connection.exec_driver_sql(trigger)
    if not database.on_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))  # as autovacuum would by itself
    database.checkpoint()


def _people(session: Session, people: int) -> None:
    now = datetime.now(UTC)
    for first in range(0, people, 5_000):
        rows = [
            {"id": _id("p", n), "name": name_of(n), "email": f"guest{n}@growth.example", "role": "customer", "created_at": now}
            for n in range(first, min(first + 5_000, people))
        ]  # fmt: skip
        session.execute(insert(Person), rows)


def _event(session: Session, event_id: int, starts: datetime, seats: int) -> None:
    categories = {"A": {"name": "Front", "price": "48.00"}}
    ends, title = starts + timedelta(hours=2), f"Show {event_id}"
    session.add(
        Event(id=event_id, venue_id=THEATRE, title=title, starts_at=starts, ends_at=ends, categories=categories)
    )
    session.flush()
    session.execute(insert(Seat), [_seat(event_id, *divmod(n, 20)) for n in range(seats)])


def _seat(event_id: int, row: int, place: int) -> dict[str, Any]:
    return {
        "id": event_id * 1_000 + row * 20 + place, "event_id": event_id, "label": f"{row + 1}-{place + 1}", "section": "Stalls",
        "row": str(row + 1), "row_order": row, "number": str(place + 1), "position": place + 1, "category": "A", "features": [],
    }  # fmt: skip


def _long_ago(number: int, events: int) -> datetime:
    return MORNING - timedelta(days=1 + (events - number) * 7, hours=3)


def _id(kind: str, number: int) -> str:
    return f"{kind}0000000-0000-4000-8000-{number:012}"


def _filled(statement: str, figures: dict[str, int]) -> str:
    """With its values in place: numbers that come apart are sent as PostgreSQL's smallest integers, and overflow."""
    values = {
        "per_event": PER_EVENT, "last_event": figures["bookings"] // 10 // PER_EVENT, "play": PLAY, "courts": figures["courts"],
        "people": figures["people"], "club": f"'{CLUB}'", "theatre": f"'{THEATRE}'",
    }  # fmt: skip
    for name, value in values.items():
        statement = statement.replace(f":{name}", str(value))
    return statement


def _without_triggers(connection: Connection) -> list[str]:
    """SQLite's are taken off meanwhile (and given back to put up again): nothing here overlaps."""
    if connection.dialect.name != "sqlite":
        return []
    found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in found:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    return [sql for _, sql in found]
