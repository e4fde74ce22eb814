"""The statements with which the database itself fills the past, from a row of numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from bookings.rules.times.zones import day_bounds, local_day
from tests.world.clock import ZURICH
from tests.world.people import ANN, SAM

A_DAY = 16  # bookings a court
EVERY = 25  # so many bookings of courts, and one is Ann's
MORNING = day_bounds(local_day(datetime.now(UTC), ZURICH), ZURICH)[0]


class _Sqlite:
    """Instants and ids as expressions."""

    def at(self, minutes: str) -> str:
        morning = f"{MORNING:%Y-%m-%d %H:%M:%S}"
        return f"strftime('%Y-%m-%d %H:%M:%S', '{morning}', ({minutes}) || ' minutes') || '.000000'"

    def earlier(self, column: str) -> str:
        return f"strftime('%Y-%m-%d %H:%M:%S', {column}, '-2 days') || '.000000'"

    def ident(self, kind: str, number: str) -> str:
        return f"'{kind}0000000-0000-4000-8000-' || printf('%012d', {number})"


class _PostgreSQL:
    def at(self, minutes: str) -> str:
        return f"(timestamptz '{MORNING.isoformat()}' + ({minutes}) * interval '1 minute')"

    def earlier(self, column: str) -> str:
        return f"({column} - interval '2 days')"

    def ident(self, kind: str, number: str) -> str:
        return f"'{kind}0000000-0000-4000-8000-' || lpad(({number})::text, 12, '0')"


def statements(dialect: str, courts: Sequence[str]) -> list[str]:
    """Booking i (from 0, the newest first) of the courts lies i // (courts x A_DAY) days back."""
    numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {})"
    day = len(courts) * A_DAY
    minutes = f"(6 * 60 + (i % {A_DAY}) * 60) - (1 + i / {day}) * 1440"
    sql = _Sqlite() if dialect == "sqlite" else _PostgreSQL()
    at, ident, earlier = sql.at, sql.ident, sql.earlier
    court = "CASE (i / {}) % {} {} END".format(
        A_DAY, len(courts), " ".join(f"WHEN {n} THEN '{c}'" for n, c in enumerate(courts))
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
