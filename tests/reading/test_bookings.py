"""One booking with its history, for its owner and for the venue's staff."""

from decimal import Decimal

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, book_service
from bookings.desk.money.pay import take_payment
from bookings.desk.move import change_details
from bookings.desk.states import cancel, confirm
from bookings.errors import Invalid, NotFound
from bookings.models import Viewer
from bookings.reading.bookings.page import BookingPage, read_page
from bookings.rules import topics
from tests import records
from tests.world.clock import TOMORROW, at
from tests.world.people import ADA, ANN, ANN_FLIES, ANNS_CONTACT, BOB, NORA, SAM, canaries, email_of
from tests.world.places import (
    CHECK_UP,
    COURT_1,
    COURT_2,
    COURT_3,
    FLIGHT,
    HAMLET,
    MARTA,
    NIGHT_COURT,
    id_of,
)

TEN, ELEVEN = at("10:00"), at("11:00")


def page(database: Database, booking: str, viewer: Viewer) -> BookingPage:
    with database.read() as session:
        return read_page(session, booking, viewer)


@pytest.fixture
def booking(desk: Desk) -> str:
    return desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, coach_id=MARTA, note="Left-handed")


def test_owner_and_staff_read_the_same_booking_the_staffs_note_is_for_staff(
    database: Database, desk: Desk, booking: str
) -> None:
    desk.do(SAM, change_details, booking, note="Pays late")
    for viewer, note in ((ANN, ""), (SAM, "Pays late"), (ADA, "Pays late")):
        read = page(database, booking, viewer).booking
        assert (read.what, read.venue, read.coach, read.note, read.staff_note) == (
            "Court 1, tennis",
            "Seehof Tennis",
            "Coach Marta",
            "Left-handed",
            note,
        )
        assert (read.customer, read.email, read.owed, read.day) == (ANN.name, email_of(ANN), Decimal("26.00"), TOMORROW)


def test_what_can_be_done_with_it_depends_on_who_looks(database: Database, booking: str) -> None:
    assert page(database, booking, ANN).booking.moves == ("CANCELLED",)
    assert page(database, booking, SAM).booking.moves == ("CONFIRMED", "CANCELLED")


def test_staff_may_bring_it_back_while_its_court_and_its_coach_are_free(
    database: Database, desk: Desk, booking: str
) -> None:
    assert not page(database, booking, SAM).may_restore, "it is not cancelled"
    desk.do(SAM, cancel, booking)
    assert not page(database, booking, ANN).may_restore
    for court, coach, free in ((COURT_2, None, True), (COURT_3, MARTA, False), (COURT_1, None, False)):
        other = desk.do(BOB, book_court, court, TEN, ELEVEN, coach_id=coach)
        assert page(database, booking, SAM).may_restore == free, (court, coach)
        desk.do(SAM, cancel, other)
    assert page(database, booking, SAM).may_restore


@pytest.mark.parametrize("who", [BOB, NORA], ids=["a stranger", "staff of another club"])
def test_somebody_elses_booking_is_not_there(database: Database, booking: str, who: Viewer) -> None:
    with pytest.raises(NotFound) as foreign:
        page(database, booking, who)
    for nonsense in (id_of("no booking"), "", "x" * 10_000, "%"):
        with pytest.raises(NotFound) as missing:
            page(database, nonsense, who)
        assert missing.value.message == foreign.value.message
    for impossible in ("\x00", "\ud800"):
        with pytest.raises((NotFound, Invalid)):
            page(database, impossible, who)


def test_the_history_names_people_to_staff_and_the_venue_to_owners(
    database: Database, desk: Desk, booking: str
) -> None:
    desk.do(SAM, confirm, booking)
    desk.do(SAM, take_payment, booking, Decimal("10.00"))
    desk.do(SAM, change_details, booking, note="for our eyes")
    desk.do(ANN, cancel, booking, reason="rain")
    staff = page(database, booking, SAM)
    assert [(entry.kind, entry.by) for entry in staff.history] == [
        ("PaymentReturned", ANN.name),
        ("BookingCancelled", ANN.name),
        ("NoteChanged", SAM.name),
        ("PaymentTaken", SAM.name),
        ("BookingConfirmed", SAM.name),
        ("BookingCreated", ANN.name),
    ]
    own = page(database, booking, ANN)
    assert [(entry.kind, entry.by) for entry in own.history] == [
        ("PaymentReturned", "You"),
        ("BookingCancelled", "You"),
        ("PaymentTaken", "Seehof Tennis"),
        ("BookingConfirmed", "Seehof Tennis"),
        ("BookingCreated", "You"),
    ]
    assert own.history[1].detail["reason"] == own.booking.cancel_reason == "rain"
    assert own.booking.version == staff.booking.version == len(records.steps(database, topics.booking(booking))) == 6
    assert not any(canary in repr(own) for canary in canaries(SAM))
    assert "for our eyes" not in repr(own)
    assert own.booking.owed == 0


def test_every_kind_says_what_it_is(database: Database, desk: Desk) -> None:
    for made, words in (
        (desk.do(ANN, book_court, NIGHT_COURT, TEN, ELEVEN), "Court Night"),
        (desk.do(ANN, book_service, CHECK_UP, TEN), "Check-up with Dr. Vogel"),
        (desk.do(ANN, book_seats, HAMLET, ["A1", "B1"]), "Hamlet"),
        (desk.do(ANN, book_seats, FLIGHT, ["1A"], passengers=[ANN_FLIES], contact=ANNS_CONTACT), "RS 101 ZRH–OSL"),
    ):
        assert page(database, made, ANN).booking.what == words
    assert page(database, made, ANN).booking.seats == ("1A",)
