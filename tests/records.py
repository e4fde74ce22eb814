"""What is in the database: claims, bookings, changes, and whether anything has changed at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, select

from bookings.changes.log import TopicChange, changes_after
from bookings.database import Database
from bookings.models import Base, Booking, Claim, Hold, Payment, Person, Seat
from bookings.rules.topics import Topic


def found(database: Database, query: Select[Any]) -> list[Any]:
    with database.read() as session:
        return list(session.scalars(query))


def booking(database: Database, booking_id: str) -> Booking:
    (row,) = found(database, select(Booking).where(Booking.id == booking_id))
    assert isinstance(row, Booking)
    return row


def bookings(database: Database) -> list[Booking]:
    return found(database, select(Booking).order_by(Booking.created_at, Booking.id))


def claims(database: Database, **of: Any) -> list[Claim]:
    return found(database, select(Claim).filter_by(**of).order_by(Claim.id))


def holds(database: Database) -> list[Hold]:
    return found(database, select(Hold))


def payments(database: Database, booking_id: str) -> list[Payment]:
    return found(database, select(Payment).where(Payment.booking_id == booking_id).order_by(Payment.at))


def person(database: Database, person_id: str) -> Person:
    (row,) = found(database, select(Person).where(Person.id == person_id))
    assert isinstance(row, Person)
    return row


def seats_claimed(database: Database, **of: Any) -> set[str]:
    """The labels of the seats on which such claims lie."""
    return set(found(database, select(Seat.label).join(Claim, Claim.seat_id == Seat.id).filter_by(**of)))


def seats_held_by(database: Database, person_id: str) -> set[str]:
    return set(
        found(
            database,
            select(Seat.label)
            .join(Claim, Claim.seat_id == Seat.id)
            .join(Hold, Hold.id == Claim.hold_id)
            .where(Hold.person_id == person_id),
        )
    )


def spans_claimed(database: Database, **of: Any) -> list[tuple[Any, ...]]:
    """(resource, start, end, kind) of such claims, by start."""
    rows = [claim for claim in claims(database, **of) if claim.resource_id]
    return sorted((row.resource_id, row.starts_at, row.ends_at, row.kind) for row in rows)


def steps(database: Database, topic: Topic, after: int = 0) -> list[TopicChange]:
    """The changes on a topic after a version."""
    with database.read() as session:
        changes = changes_after(session, topic, after, most=100_000)
    assert changes is not None
    return changes


def kinds(database: Database, topic: Topic, after: int = 0) -> list[str]:
    return [step.kind for step in steps(database, topic, after)]


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with database.read() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


@contextmanager
def nothing_changes(database: Database) -> Iterator[None]:
    """Whatever happens inside, not one row is different afterwards and no subscriber is notified."""
    notified: list[object] = []
    before = everything(database)
    database.after_commit.append(notified.append)
    yield
    database.after_commit.remove(notified.append)
    assert everything(database) == before
    assert notified == []
