"""A venue with years behind it: a club and a theatre as they are today, and as many bookings before that as are wanted.

Made by the database itself from a row of numbers, so that half a million take a minute or two. Every booking has a
customer, a claim, a payment and two changes; one in ten is of seats at an event that is over.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, text
from sqlalchemy.orm import Session

from bookings.models import Database, Event, Person, Resource, Seat, Staff, Venue
from bookings.rules.times.zones import day_bounds, local_day
from tests.world.clock import ZURICH
from tests.world.people import ANN, SAM, email_of
from tests.world.places import id_of

CLUB, THEATRE, PLAY = id_of("growing club"), id_of("growing theatre"), 1
COURTS = [id_of(f"growing court {number}") for number in range(1, 9)]
A_DAY = 16  # bookings a court
SEATS = 400
PER_EVENT = 100
EVERY = 25  # so many bookings of courts, and one is Ann's
FIRST = (
    "Ana", "Bea", "Carl", "Dora", "Emil", "Fatima", "Georg", "Hana", "Ivo", "Jana", "Karim", "Lena", "Mila", "Nora", "Otto",
    "Paul", "Rosa", "Sami", "Tara", "Uwe", "Vera", "Yusuf", "Zoe",
)  # fmt: skip
LAST = (
    "berg",
    "dal",
    "feld",
    "gard",
    "holm",
    "kamp",
    "lund",
    "mark",
    "nes",
    "rup",
    "sand",
    "stad",
    "thal",
    "vik",
    "wald",
)
START = (
    "Al", "Ber", "Cor", "Den", "Es", "Fal", "Gron", "Hol", "Ing", "Jor", "Kal", "Lin", "Mor", "Nor", "Ost", "Per", "Ros", "Sol",
    "Tor", "Ul", "Val", "Wes", "Ys", "Zan",
)  # fmt: skip


def furnish(session: Session) -> None:
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
    prices = [{"days": None, "from": "00:00", "to": "24:00", "per_hour": "26.00"}]
    session.add_all(
        Resource(id=court, venue_id=CLUB, kind="court", number=n, name=f"Court {n}", sport="tennis", prices=prices)
        for n, court in enumerate(COURTS, 1)
    )
    _event(session, PLAY, datetime.now(UTC) + timedelta(days=1), SEATS)


def name_of(number: int) -> str:
    """Some 8,000 surnames, 23 first names: as alike as people's are."""
    number, first = divmod(number, len(FIRST))
    number, last = divmod(number, len(LAST))
    number, start = divmod(number, len(START))
    return f"{FIRST[first]} {START[start]}{LAST[last]}{START[number % len(START)].lower() if number else ''}"


def live_through(database: Database, bookings: int, people: int) -> None:
    """Put `bookings` of `people` customers into the past of a furnished database."""
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
        for statement in _statements(connection.dialect.name):
            connection.execute(text(_filled(statement, figures)))
        for trigger in triggers:
            connection.exec_driver_sql(trigger)
    if not database.on_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))  # as autovacuum would by itself
    database.checkpoint()


def _people(session: Session, people: int) -> None:
    for first in range(0, people, 5_000):
        rows = [
            {"id": _id("p", n), "name": name_of(n), "email": f"guest{n}@growth.example", "role": "customer", "created_at": _NOW}
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


_NOW = datetime.now(UTC)
_MORNING = day_bounds(local_day(_NOW, ZURICH), ZURICH)[0]


def _long_ago(number: int, events: int) -> datetime:
    return _MORNING - timedelta(days=1 + (events - number) * 7, hours=3)


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


class _Sqlite:
    """Instants and ids as expressions."""

    def at(self, minutes: str) -> str:
        morning = f"{_MORNING:%Y-%m-%d %H:%M:%S}"
        return f"strftime('%Y-%m-%d %H:%M:%S', '{morning}', ({minutes}) || ' minutes') || '.000000'"

    def earlier(self, column: str) -> str:
        return f"strftime('%Y-%m-%d %H:%M:%S', {column}, '-2 days') || '.000000'"

    def ident(self, kind: str, number: str) -> str:
        return f"'{kind}0000000-0000-4000-8000-' || printf('%012d', {number})"


class _PostgreSQL:
    def at(self, minutes: str) -> str:
        return f"(timestamptz '{_MORNING.isoformat()}' + ({minutes}) * interval '1 minute')"

    def earlier(self, column: str) -> str:
        return f"({column} - interval '2 days')"

    def ident(self, kind: str, number: str) -> str:
        return f"'{kind}0000000-0000-4000-8000-' || lpad(({number})::text, 12, '0')"


def _statements(dialect: str) -> list[str]:
    """Booking i (from 0, the newest first) of the courts lies i // (courts x A_DAY) days back."""
    numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {})"
    day = len(COURTS) * A_DAY
    minutes = f"(6 * 60 + (i % {A_DAY}) * 60) - (1 + i / {day}) * 1440"
    sql = _Sqlite() if dialect == "sqlite" else _PostgreSQL()
    at, ident, earlier = sql.at, sql.ident, sql.earlier
    court = "CASE (i / {}) % {} {} END".format(
        A_DAY, len(COURTS), " ".join(f"WHEN {n} THEN '{c}'" for n, c in enumerate(COURTS))
    )
    customer = f"CASE i % {EVERY} WHEN 0 THEN '{ANN.id}' ELSE {ident('p', '(i * 7) % :people')} END"
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    pnr = " || ".join(f"substr('{alphabet}', (i / {32**power}) % 32 + 1, 1)" for power in (3, 2, 1, 0)) + " || 'QZ'"
    status = "CASE i % 20 WHEN 0 THEN 'NO_SHOW' WHEN 1 THEN 'CHECKED_IN' ELSE 'COMPLETED' END"
    columns = (
        "id, pnr, kind, customer_id, venue_id, status, payment_status, starts_at, ends_at, price, paid, currency, resource_id,"
        " event_id, seats, passengers, contact, note, cancel_reason, created_at, updated_at"
    )
    tail = f"'[]', '{{}}', '', '', {earlier('s')}, s"
    seat = '\'[{"label": "\' || l || \'", "category": "A", "price": "48.00"}]\''
    json_cast = "" if dialect == "sqlite" else "::json"
    payload = json.dumps({"seats": [], "times": [], "people": [], "detail": {}})
    return [
        f"""{numbers.format(":courts")} INSERT INTO bookings ({columns})
        SELECT {ident("b", "i")}, {pnr}, 'court', {customer}, :club, {status}, 'PAID', s, e, 2600, 2600, 'EUR',
        {court}, NULL, '[]', {tail} FROM (SELECT i, {at(minutes)} AS s, {at(minutes + " + 60")} AS e FROM n) AS spans""",
        f"""{numbers.format(":per_event * :last_event")} INSERT INTO bookings ({columns})
        SELECT {ident("b", ":courts + i")}, {pnr.replace("'QZ'", "'QY'")}, 'event', {ident("p", "(i * 11) % :people")}, :theatre,
        'CHECKED_IN',         'PAID', s, e, 4800, 4800, 'EUR', NULL, event, ({seat}){json_cast}, {tail}
        FROM (SELECT i, seats.label AS l, events.id AS event, events.starts_at AS s, events.ends_at AS e FROM n
        JOIN events ON events.id = :play + 1 + i / :per_event JOIN seats ON seats.id = events.id * 1000 + i % :per_event) AS sold""",
        """INSERT INTO claims (kind, resource_id, starts_at, ends_at, booking_id)
        SELECT 'booking', resource_id, starts_at, ends_at, id FROM bookings WHERE resource_id IS NOT NULL""",
        f"""{numbers.format(":per_event * :last_event")} INSERT INTO claims (kind, seat_id, event_id, booking_id)
        SELECT 'booking', (:play + 1 + i / :per_event) * 1000 + i % :per_event, :play + 1 + i / :per_event,
        {ident("b", ":courts + i")} FROM n""",
        f"""INSERT INTO payments (id, booking_id, amount, currency, method, status, at, by_id)
        SELECT 'y' || substr(id, 2), id, price, currency, 'card', 'SUCCEEDED', starts_at, '{SAM.id}' FROM bookings""",
        *(
            f"""INSERT INTO changes (kind, at, by_id, by_name, booking_id, event_id, venue_id, payload)
            SELECT '{kind}', {when}, '{SAM.id}', 'Sam', id, event_id, venue_id, '{payload}' FROM bookings ORDER BY {when}"""
            for kind, when in (("BookingCreated", "created_at"), ("BookingCheckedIn", "starts_at"))
        ),
        """INSERT INTO topic_entries (topic, version, change_id)
        SELECT 'venue:' || venue_id, row_number() OVER (PARTITION BY venue_id ORDER BY id), id FROM changes""",
        "INSERT INTO topics (topic, version) SELECT topic, max(version) FROM topic_entries GROUP BY topic",
        "INSERT INTO topics (topic, version) SELECT 'booking:' || id, 2 FROM bookings",
    ]
