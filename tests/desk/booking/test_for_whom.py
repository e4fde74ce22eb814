"""For whom the desk books: somebody who is known, written down or walks in; customers for themselves alone."""

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.errors import Invalid, NotAllowed
from bookings.rules.status import BookingStatus
from bookings.rules.violation import RuleViolation
from tests import records
from tests.world.clock import at
from tests.world.people import ANN, BOB, NORA, SAM, email_of
from tests.world.places import COURT_1, COURT_2, id_of

TEN, ELEVEN = at("10:00"), at("11:00")


def test_customers_book_for_themselves_and_wait(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database):
        for wish in ({"customer": {"id": BOB.id}}, {"status": BookingStatus.CONFIRMED}):
            with pytest.raises(NotAllowed, match="Only the venue's staff"):
                desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, **wish)  # type: ignore[arg-type]
            with pytest.raises(NotAllowed):
                desk.do(NORA, book_court, COURT_1, TEN, ELEVEN, **wish)  # type: ignore[arg-type]


def test_a_customer_is_found_by_email_or_written_down(database: Database, desk: Desk) -> None:
    typed = {"name": "Anybody", "email": f"  {email_of(ANN).upper()} "}
    known = desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=typed)
    assert records.booking(database, known).customer_id == ANN.id
    new = desk.do(SAM, book_court, COURT_2, TEN, ELEVEN, customer={"name": "Dora Dove", "email": "Dora@Example.com"})
    dora = records.person(database, records.booking(database, new).customer_id)
    assert (dora.name, dora.email, dora.role, dora.password_hash) == ("Dora Dove", "dora@example.com", "customer", None)
    walk_in = desk.do(SAM, book_court, COURT_1, ELEVEN, at("12:00"), customer={"name": "Emil"})
    assert records.person(database, records.booking(database, walk_in).customer_id).email is None


def test_markup_in_a_name_is_kept_as_it_was_typed(database: Database, desk: Desk) -> None:
    name = """<script>alert("1")</script> & 'Söhne' {{ 7*7 }} %s"""
    booking = desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer={"name": name}, note=name)
    row = records.booking(database, booking)
    assert records.person(database, row.customer_id).name == name
    assert row.staff_note == name


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("customer", "field"),
    [
        ({"name": "x" * 10_000}, "name"),
        ({"name": ""}, "name"),
        ({"email": "new@example.com", "name": "  "}, "name"),
        ({"name": "Dora", "email": "not an address"}, "email"),
        ({"name": "Dora\x00"}, "name"),
    ],
)
def test_a_customer_who_cannot_be_written_down_is_refused_by_field(
    database: Database, desk: Desk, customer: dict[str, str], field: str
) -> None:
    with records.nothing_changes(database), pytest.raises(RuleViolation) as refused:
        desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=customer)
    assert refused.value.field == field


def test_a_customer_who_does_not_exist_is_refused(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database), pytest.raises(Invalid, match="no such customer"):
        desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer={"id": id_of("nobody")})
