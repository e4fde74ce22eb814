"""A constraint that is broken is known by its name, alike on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bookings.database import Database
from bookings.database.faults import constraint_of
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.holds import hold_seats
from bookings.models import Booking, Claim, Hold, IdempotencyKey, Person
from tests.world.clock import NOW, at
from tests.world.people import ANN, BOB
from tests.world.places import COURT_1, COURT_2, HAMLET


def second_basket(session: Session) -> None:
    hold = session.scalars(select(Hold)).one()
    row = {"person_id": hold.person_id, "event_id": HAMLET, "venue_id": hold.venue_id, "began_at": NOW}
    session.execute(insert(Hold).values(**row, expires_at=NOW + timedelta(minutes=5)))


def second_key(session: Session) -> None:
    for _ in range(2):
        session.execute(insert(IdempotencyKey).values(person_id=ANN.id, key="k", fingerprint="", result="", created_at=NOW))


def same_pnr(session: Session) -> None:
    session.execute(update(Booking).values(pnr="AAAAAA"))


def same_email(session: Session) -> None:
    session.execute(update(Person).where(Person.id.in_([ANN.id, BOB.id])).values(email="same@example.com"))


def same_seat(session: Session) -> None:
    seat = session.scalars(select(Claim.seat_id).where(Claim.seat_id.is_not(None))).first()
    session.execute(update(Claim).where(Claim.event_id == HAMLET).values(seat_id=seat))


def same_time(session: Session) -> None:
    session.execute(update(Claim).where(Claim.resource_id == COURT_2).values(resource_id=COURT_1))


@pytest.mark.parametrize(
    ("breach", "name"),
    [
        (second_basket, "uq_holds_person_id_event_id"),
        (second_key, "pk_idempotency_keys"),
        (same_pnr, "uq_bookings_pnr"),
        (same_email, "uq_people_email"),
        (same_seat, "uq_claims_seat_id"),
        (same_time, "ex_claims_overlap"),
    ],
)
def test_a_broken_constraint_has_its_name(database: Database, desk: Desk, breach: object, name: str) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A1", "A2"])
    for court in (COURT_1, COURT_2):
        desk.do(BOB, book_court, court, at("10:00"), at("11:00"))
    with database.engine.connect() as connection, Session(connection) as session:
        with pytest.raises(IntegrityError) as raised:
            breach(session)  # type: ignore[operator]
        assert constraint_of(raised.value) == name
