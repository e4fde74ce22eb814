"""An appointment takes a person's time and the time kept free around it."""

from decimal import Decimal

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_service
from bookings.desk.move import move
from bookings.desk.states import cancel, confirm
from bookings.errors import Conflict, Invalid, NotFound, SlotTaken
from bookings.models import Service
from bookings.rules import topics
from bookings.rules.violation import OutsideHours, TooLong
from tests import records
from tests.world.clock import TOMORROW, at, minutes
from tests.world.people import ANN, BOB, SAM
from tests.world.places import CHECK_UP, CLINIC, CLUB, DR_AMSEL, DR_VOGEL, SURGERY, id_of
from tests.world.rows import add

TEN = at("10:00")


def test_a_visit_claims_its_own_time_and_a_buffer_on_each_side(database: Database, desk: Desk) -> None:
    booking = records.booking(database, desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL))
    assert (booking.starts_at, booking.ends_at, str(booking.price)) == (TEN, TEN + minutes(30), "45.00")
    assert (booking.kind, booking.status, booking.service_id) == ("appointment", "PENDING", CHECK_UP)
    assert records.spans_claimed(database, booking_id=booking.id) == [
        (DR_VOGEL, TEN - minutes(10), TEN, "buffer"),
        (DR_VOGEL, TEN, TEN + minutes(30), "booking"),
        (DR_VOGEL, TEN + minutes(30), TEN + minutes(40), "buffer"),
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("start", ["09:30", "10:00", "10:30"])
def test_a_neighbour_may_not_reach_into_the_buffer(database: Database, desk: Desk, start: str) -> None:
    desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)
    with records.nothing_changes(database), pytest.raises(SlotTaken, match=f"Dr. Vogel at {start} was just taken"):
        desk.do(BOB, book_service, CHECK_UP, at(start), provider_id=DR_VOGEL)


def test_beyond_the_buffers_the_next_visit_fits(desk: Desk) -> None:
    desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)
    assert desk.do(BOB, book_service, CHECK_UP, at("11:00"), provider_id=DR_VOGEL)
    assert desk.do(BOB, book_service, CHECK_UP, at("09:00"), provider_id=DR_VOGEL)


def test_only_the_visit_itself_has_to_lie_within_opening_hours(desk: Desk) -> None:
    assert desk.do(ANN, book_service, CHECK_UP, at("07:00"))
    assert desk.do(ANN, book_service, CHECK_UP, at("21:30"))
    with pytest.raises(OutsideHours):
        desk.do(ANN, book_service, SURGERY, at("21:00"))


def test_whoever_names_nobody_gets_the_first_who_is_free(database: Database, desk: Desk) -> None:
    doctors = [records.booking(database, desk.do(ANN, book_service, CHECK_UP, TEN)).resource_id for _ in range(2)]
    assert doctors == [DR_VOGEL, DR_AMSEL]
    with records.nothing_changes(database), pytest.raises(SlotTaken):
        desk.do(ANN, book_service, CHECK_UP, TEN)


def test_a_doctor_who_does_not_offer_the_service_cannot_be_named(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database), pytest.raises(Invalid, match="does not offer that service") as refused:
        desk.do(ANN, book_service, SURGERY, TEN, provider_id=DR_AMSEL)
    assert set(refused.value.fields) == {"provider"}


def test_a_service_that_nobody_offers_is_refused_in_words(desk: Desk) -> None:
    add(desk, Service(id=id_of("x-ray"), venue_id=CLINIC, name="X-ray", minutes=30, price=Decimal(10)))
    with pytest.raises(Conflict, match="Nobody offers this service") as refused:
        desk.do(ANN, book_service, id_of("x-ray"), TEN)
    assert refused.value.code == "nobody_offers"


def test_a_service_that_does_not_exist_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no such service"):
        desk.do(ANN, book_service, id_of("no service"), TEN)


def test_the_change_names_the_buffers_too(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)
    whole = (DR_VOGEL, TEN - minutes(10), TEN + minutes(40))
    desk.do(SAM, confirm, booking)
    desk.do(SAM, move, booking, DR_AMSEL, TEN, TEN + minutes(30))
    desk.do(SAM, cancel, booking)
    steps = records.steps(database, topics.board(CLINIC, TOMORROW))
    assert [step.kind for step in steps] == ["BookingCreated", "BookingConfirmed", "BookingMoved", "BookingCancelled"]
    at_amsel = (DR_AMSEL, *whole[1:])
    visit = (DR_VOGEL, TEN, TEN + minutes(30))
    assert [set(step.times) for step in steps] == [{whole}, {visit}, {whole, at_amsel}, {at_amsel}]


def test_a_move_takes_the_buffers_along(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)
    desk.do(SAM, move, booking, DR_VOGEL, at("10:30"), at("11:00"))
    assert [span[1] for span in records.spans_claimed(database, booking_id=booking)] == [
        at("10:20"), at("10:30"), at("11:00"),
    ]  # fmt: skip


def test_a_visit_moves_only_to_somebody_who_offers_it(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_service, SURGERY, TEN)
    with records.nothing_changes(database), pytest.raises(Invalid, match="does not offer that service"):
        desk.do(SAM, move, booking, DR_AMSEL, TEN, TEN + minutes(90))


def test_a_visit_keeps_its_length(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_service, CHECK_UP, TEN)
    with records.nothing_changes(database), pytest.raises(TooLong):
        desk.do(SAM, move, booking, DR_VOGEL, TEN, TEN + minutes(60))


def test_the_clinic_is_not_the_club(database: Database, desk: Desk) -> None:
    desk.do(ANN, book_service, CHECK_UP, TEN)
    assert records.steps(database, topics.board(CLUB, TOMORROW)) == []
