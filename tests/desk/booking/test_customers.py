"""The desk names whom it books for; no address gives away who stands behind it at another venue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, book_service, check_out
from bookings.desk.holds import hold_seats
from bookings.desk.states import cancel
from bookings.errors import Invalid, NameMismatch, NotAllowed
from bookings.models import Person, Viewer
from bookings.reading.audience import STAFF, Audience
from bookings.reading.boards.board import read_board
from bookings.reading.bookings.filters import Filter
from bookings.reading.bookings.lists import read_list
from bookings.reading.bookings.page import read_page_as
from bookings.reading.bookings.view import read_booking
from bookings.reading.people.customers import known_customers
from tests import records
from tests.world.clock import TOMORROW, at
from tests.world.people import ADA, ANN, BOB, NORA, SAM, email_of, named
from tests.world.places import CHECK_UP, CLUB, COURT_1, COURT_2, HAMLET, OTHER_COURT, id_of

TEN, ELEVEN, NOON = at("10:00"), at("11:00"), at("12:00")
ZZZ = {"name": "Zzz", "email": email_of(ANN)}


def at_the_club(desk: Desk, customer: dict[str, str], start: str = "10:00") -> str:
    return desk.do(SAM, book_court, COURT_1, at(start), at(start) + (ELEVEN - TEN), customer=customer)


def shown(database: Database, booking: str, viewer: Viewer = SAM) -> tuple[str, str | None, str | None]:
    with database.read() as session:
        read = read_booking(session, booking, viewer)
    return read.customer, read.email or None, read.phone or None


@pytest.mark.parametrize(
    ("verb", "what"),
    [
        (book_court, (COURT_1, TEN, ELEVEN)),
        (book_service, (CHECK_UP, TEN)),
        (book_seats, (HAMLET, ["A1"])),
        (check_out, (HAMLET,)),
    ],
    ids=["a court", "an appointment", "seats", "a basket"],
)
@pytest.mark.parametrize("who", [SAM, ADA], ids=["staff", "an admin"])
def test_the_clerk_does_not_become_the_customer(
    database: Database, desk: Desk, verb: Callable[..., Any], what: tuple[Any, ...], who: Viewer
) -> None:
    desk.do(who, hold_seats, HAMLET, ["A2"])
    with records.nothing_changes(database), pytest.raises(Invalid, match="say whom the booking is for") as refused:
        desk.do(who, verb, *what)
    assert refused.value.code == "customer_missing"
    made = desk.do(who, verb, *what, customer={"name": "Walk-in Wanda", "phone": "+41 44 1"})
    row = records.booking(database, made)
    assert records.person(database, row.customer_id).name == "Walk-in Wanda"
    assert shown(database, made) == ("Walk-in Wanda", None, "+41 44 1")


def test_staff_may_name_themselves(database: Database, desk: Desk) -> None:
    booking = at_the_club(desk, {"id": SAM.id})
    assert records.booking(database, booking).customer_id == SAM.id
    assert records.booking(database, at_the_club(desk, named(SAM), "14:00")).customer_id == SAM.id


def test_a_customer_books_for_nobody_else(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database):
        for customer in (named(BOB), {"id": BOB.id}, {"id": ANN.id}):
            with pytest.raises(NotAllowed):
                desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, customer=customer)


def test_an_address_known_elsewhere_gives_nobody_away(database: Database, desk: Desk) -> None:
    """Ann is a customer of the other club. This one types her address, which does not say what she is called, and another name."""
    real = "Secret Realname"
    database.write(lambda session: setattr(session.get_one(Person, ANN.id), "name", real))
    desk.do(ANN, book_court, OTHER_COURT, TEN, ELEVEN)
    booking = at_the_club(desk, ZZZ)
    assert records.booking(database, booking).customer_id == ANN.id
    assert shown(database, booking) == ("Zzz", email_of(ANN), None)
    assert shown(database, booking, ANN)[0] == real
    with database.read() as session:
        page = read_page_as(session, booking, STAFF)
        own = read_page_as(session, booking, Audience("owner", ANN.id))
        board = read_board(session, CLUB, TOMORROW, STAFF, database.now(session))
        listed = [read_list(session, Filter(text=text, staff=SAM.id)).total for text in ("Zzz", real, "Secret", email_of(ANN))]
        found = [known_customers(session, CLUB, text) for text in ("zzz", "secret")]
    assert page.booking.customer == "Zzz" and own.booking.customer == real
    assert [cell.card.name for cell in board.cells.values() if cell.card] == ["Zzz"]
    assert listed == [1, 0, 0, 1]
    assert [len(each) for each in found] == [1, 0]
    for answer in (repr(page), repr(board), repr(found)):
        assert "Secret" not in answer and "Realname" not in answer


def test_what_she_does_herself_is_recorded_under_the_name_that_the_venue_knows(database: Database, desk: Desk) -> None:
    booking = at_the_club(desk, ZZZ)
    desk.do(ANN, cancel, booking)
    with database.read() as session:
        page = read_page_as(session, booking, STAFF)
    assert [entry.by for entry in page.history] == ["Zzz", SAM.name]


def test_neither_the_address_nor_the_id_gives_her_away_the_second_time(database: Database, desk: Desk) -> None:
    at_the_club(desk, ZZZ)
    for start, customer in (("11:00", ZZZ), ("12:00", {"id": ANN.id}), ("13:00", {"email": email_of(ANN)})):
        assert shown(database, at_the_club(desk, customer, start))[0] == "Zzz"
    with records.nothing_changes(database), pytest.raises(NameMismatch) as refused:
        at_the_club(desk, named(ANN), "15:00")
    assert (refused.value.known.name, refused.value.typed) == ("Zzz", ANN.name)


def test_a_known_customer_is_shown_beside_the_name_that_was_typed(database: Database, desk: Desk) -> None:
    desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    with records.nothing_changes(database), pytest.raises(NameMismatch) as refused:
        at_the_club(desk, ZZZ)
    known = refused.value.known
    assert (known.id, known.name, refused.value.typed) == (ANN.id, ANN.name, "Zzz")
    assert refused.value.code == "known_under_another_name"
    assert shown(database, at_the_club(desk, {"id": known.id}))[0] == ANN.name
    assert shown(database, at_the_club(desk, {"name": "annabel  CANARINI", "email": email_of(ANN)}, "12:00"))[0] == ANN.name


def test_who_signs_up_later_keeps_their_name_from_who_wrote_them_down(database: Database, desk: Desk) -> None:
    first = at_the_club(desk, {"name": "Wanda", "email": "wanda@canary.example", "phone": "044 1"})
    other = desk.do(
        NORA, book_court, OTHER_COURT, TEN, ELEVEN, customer={"name": "W.", "email": " WANDA@canary.example\u200b"}
    )
    rows = [records.booking(database, each) for each in (first, other)]
    assert rows[0].customer_id == rows[1].customer_id
    assert shown(database, other, NORA) == ("W.", "wanda@canary.example", None)

    def renamed(session: Any) -> None:
        session.get_one(Person, rows[0].customer_id).name = "Wanda Realname"

    database.write(renamed)
    assert shown(database, first)[0] == "Wanda"


def test_an_id_that_is_unknown_here_needs_a_name(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database):
        for unknown in (BOB.id, id_of("nobody")):
            with pytest.raises(Invalid) as refused:
                at_the_club(desk, {"id": unknown})
            assert set(refused.value.fields) == {"customer"}
    assert shown(database, at_the_club(desk, {"id": BOB.id, "name": "Bo"})) == ("Bo", None, None)


def test_a_number_that_was_typed_for_a_known_customer_is_kept(database: Database, desk: Desk) -> None:
    desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    booking = at_the_club(desk, {**named(ANN), "phone": "+41 79 5"})
    assert shown(database, booking) == (ANN.name, email_of(ANN), "+41 79 5")
