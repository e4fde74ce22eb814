"""The customers of a venue, for its staff alone: found by any of what is known of them, with bookings, money and notes."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.customers.notes import add_note, edit_note
from bookings.desk.states import cancel
from bookings.errors import NotAllowed, NotFound
from bookings.models import Booking, CustomerNote, LogEntry, MemberGroup, Membership, Viewer
from tests.web.visits import Visit
from tests.world.clock import at, minutes
from tests.world.people import ADA, ANN, BOB, MAX, NORA, SAM
from tests.world.places import CLUB, COURT_1, COURT_2, OTHER_CLUB

HERE = f"/venues/{CLUB}/customers"
TEN, ELEVEN = at("10:00"), at("11:00")


@pytest.fixture
def zoe(desk: Desk) -> str:
    """Zoe Walker's id, for whom Sam booked Court 1 by telephone."""
    whom = {"name": "Zoe Walker", "phone": "031 300 00 00"}
    booking = desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=whom)
    with desk.database.read() as session:
        return session.get_one(Booking, booking).customer_id


def test_a_customer_is_found_by_name_number_and_code(desk: Desk, visit: Visit, zoe: str) -> None:
    with desk.database.read() as session:
        code = session.scalars(select(Booking.pnr).where(Booking.customer_id == zoe)).one()
    clerk = visit(SAM)
    for typed in ("zoe", "walk", "0313000000", code.lower()):
        assert f"{HERE}/{zoe}" in clerk.open(f"{HERE}?q={typed}").text, typed
    assert "Nobody found" in clerk.open(f"{HERE}?q=Xaver").words
    assert "Whom are you looking for" in clerk.open(HERE).words
    clerk.open(f"{HERE}?q=%00%ff")


def test_the_record_has_bookings_money_absences_groups_and_names(desk: Desk, visit: Visit, zoe: str) -> None:
    second = desk.do(SAM, book_court, COURT_2, ELEVEN, ELEVEN + minutes(60), customer={"id": zoe})
    desk.do(SAM, cancel, second)

    def join(session: Session) -> None:
        group = MemberGroup(venue_id=CLUB, name="Juniors")
        session.add(group)
        session.flush()
        session.add(Membership(group_id=group.id, person_id=zoe))

    desk.database.write(join)
    page = visit(SAM).open(f"{HERE}/{zoe}")
    for words in ("Zoe Walker", "031 300 00 00", "Juniors", "To pay CHF 26.00 for 1 booking", "Never", "Court 1", "Court 2"):
        assert words in page.words, words


def test_notes_are_added_changed_by_their_author_and_logged(desk: Desk, visit: Visit, zoe: str) -> None:
    clerk, here = visit(SAM), f"{HERE}/{zoe}"
    page = clerk.fill_in(clerk.open(here), {"note": "Left-handed <b>"}, action=f"{here}/notes")
    assert "Left-handed <b>" in page.words and "<b>Left" not in page.text
    with desk.database.read() as session:
        note = session.scalars(select(CustomerNote.id)).one()
    assert "Write something" in clerk.send(f"{here}/notes", {"note": "  "}, answers=422).words
    assert "at most" in clerk.send(f"{here}/notes/{note}", {"note": "x" * 1001}, answers=422).words
    clerk.send(f"{here}/notes/{note}", {"note": "Right-handed"})
    with pytest.raises(NotAllowed):
        desk.do(MAX, edit_note, CLUB, note, "Mine")
    visit(MAX).send(f"{here}/notes/{note}", {"remove": "1"})
    clerk.send(f"{here}/notes/{note}", {"remove": "1"})
    with desk.database.read() as session:
        lines = session.scalars(select(LogEntry).where(LogEntry.noun == "note").order_by(LogEntry.id)).all()
        assert [(line.act, line.by_name) for line in lines] == [("noted", SAM.name), ("changed", SAM.name), ("removed", MAX.name)]
        assert session.scalar(select(CustomerNote.id)) is None


@pytest.mark.parametrize(("who", "answer"), [(ANN, 404), (NORA, 404), (None, 302), (ADA, 200)])
def test_only_the_venues_staff_reads_it(visit: Visit, zoe: str, who: Viewer | None, answer: int) -> None:
    for path in (HERE, f"{HERE}?q=zoe", f"{HERE}/{zoe}"):
        visit(who).open(path, answer)


def test_a_venue_knows_its_own_customers_alone(desk: Desk, visit: Visit, zoe: str) -> None:
    visit(SAM).open(f"{HERE}/{BOB.id}", 404)
    visit(NORA).open(f"/venues/{OTHER_CLUB}/customers/{zoe}", 404)
    assert "Zoe" not in visit(NORA).open(f"/venues/{OTHER_CLUB}/customers?q=zoe").words.replace("“zoe”", "")
    with pytest.raises(NotFound):
        desk.do(SAM, add_note, CLUB, BOB.id, "Who is this?")
    desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    record = f"{HERE}/{ANN.id}"
    desk.do(SAM, add_note, CLUB, ANN.id, "Plays the violin")
    assert "violin" in visit(SAM).open(record).words
    with desk.database.read() as session:
        booking = session.scalars(select(Booking.id).where(Booking.customer_id == ANN.id)).first()
    assert record in visit(SAM).open(f"/bookings/{booking}").text
    own = visit(ANN).open(f"/bookings/{booking}")
    assert record not in own.text and "violin" not in own.text
