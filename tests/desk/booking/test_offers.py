"""What is offered to somebody who came too late: it is free, and it can be booked as it is offered."""

from datetime import date, timedelta

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.blocks import block_seats, block_time
from bookings.desk.book import book_court, book_seats, book_service
from bookings.desk.holds import hold_seats
from bookings.desk.move import move
from bookings.errors import SeatTaken, SlotTaken
from tests.world.clock import TODAY, at, minutes, pass_time
from tests.world.people import ANN, BOB, CLEO, SAM, named
from tests.world.places import (
    CHECK_UP,
    COURT_1,
    COURT_2,
    COURT_3,
    DR_AMSEL,
    DR_VOGEL,
    HAMLET,
    MARTA,
    NIGHT_COURT,
    ROW_A,
    ROW_B,
    ROW_C,
    SURGERY,
)

# What the sentences say does not depend on the engine; the races are run on both.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TEN, ELEVEN = at("10:00"), at("11:00")


def test_a_court_that_was_taken_offers_another_one_and_another_time(desk: Desk) -> None:
    desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    with pytest.raises(SlotTaken) as refused:
        desk.do(BOB, book_court, COURT_1, TEN, ELEVEN)
    assert refused.value.message == "Court 1 at 10:00 was just taken. Court 2 at 10:00 and Court 1 at 09:00 are free."
    assert [(offer.resource_id, offer.start, offer.end) for offer in refused.value.offers] == [
        (COURT_2, TEN, ELEVEN),
        (COURT_1, at("09:00"), TEN),
    ]
    for who, offer in zip((BOB, CLEO), refused.value.offers, strict=True):
        assert offer.resource_id and offer.start and offer.end
        assert desk.do(who, book_court, offer.resource_id, offer.start, offer.end)


def test_when_the_other_courts_are_taken_too_two_other_times_are_offered(desk: Desk) -> None:
    for each, court in ((ANN, COURT_1), (ANN, COURT_2), (CLEO, COURT_3)):
        desk.do(each, book_court, court, TEN, ELEVEN)
    with pytest.raises(SlotTaken, match=r"Court 1 at 09:00 and Court 1 at 11:00 are free\.$"):
        desk.do(BOB, book_court, COURT_1, TEN, ELEVEN)


def test_a_day_that_is_full_offers_nothing(desk: Desk) -> None:
    desk.do(SAM, block_time, [COURT_1, COURT_2, COURT_3], at("07:00"), at("22:00"), "Tournament")
    with pytest.raises(SlotTaken) as refused:
        desk.do(BOB, book_court, COURT_1, TEN, ELEVEN)
    assert refused.value.message == "Court 1 at 10:00 was just taken. Nothing else is free around that time."
    assert refused.value.offers == ()


def test_an_offer_is_free_for_the_coach_too(desk: Desk) -> None:
    desk.do(ANN, book_court, COURT_2, at("08:30"), TEN, coach_id=MARTA)
    desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    with pytest.raises(SlotTaken) as refused:
        desk.do(BOB, book_court, COURT_1, TEN, ELEVEN, coach_id=MARTA)
    assert refused.value.message == "Court 1 at 10:00 was just taken. Court 2 at 10:00 and Court 1 at 11:00 are free."
    later = refused.value.offers[1]
    assert later.resource_id and later.start and later.end
    assert desk.do(BOB, book_court, later.resource_id, later.start, later.end, coach_id=MARTA)


def test_a_coach_who_was_taken_is_offered_when_the_court_is_free_too(desk: Desk) -> None:
    desk.do(ANN, book_court, COURT_2, TEN, ELEVEN, coach_id=MARTA)
    desk.do(CLEO, book_court, COURT_1, at("09:00"), TEN)
    with pytest.raises(SlotTaken) as refused:
        desk.do(BOB, book_court, COURT_1, TEN, ELEVEN, coach_id=MARTA)
    assert refused.value.message == (
        "Coach Marta at 10:00 was just taken. Coach Marta at 11:00 and Coach Marta at 11:30 are free."
    )
    assert desk.do(BOB, book_court, COURT_1, ELEVEN, at("12:00"), coach_id=MARTA)


def test_an_appointment_is_offered_with_the_time_kept_free_around_it(desk: Desk) -> None:
    for doctor in (DR_VOGEL, DR_AMSEL):
        desk.do(ANN, book_service, CHECK_UP, at("09:00"), provider_id=doctor)
    desk.do(CLEO, book_service, SURGERY, at("10:30"))
    with pytest.raises(SlotTaken) as refused:
        desk.do(BOB, book_service, CHECK_UP, at("09:00"), provider_id=DR_VOGEL)
    # At 10:00 the visit would fit, but not the ten minutes after it.
    assert (
        refused.value.message
        == "Dr. Vogel at 09:00 was just taken. Dr. Vogel at 08:00 and Dr. Vogel at 07:30 are free."
    )
    nearest = refused.value.offers[0]
    assert nearest.start and desk.do(BOB, book_service, CHECK_UP, nearest.start, provider_id=nearest.resource_id)


def test_a_doctor_is_offered_only_for_what_they_do(desk: Desk) -> None:
    desk.do(ANN, book_service, SURGERY, TEN)
    with pytest.raises(SlotTaken) as refused:
        desk.do(BOB, book_service, SURGERY, TEN)
    assert {offer.resource_id for offer in refused.value.offers} == {DR_VOGEL}
    with pytest.raises(SlotTaken, match="Dr. Amsel at 10:00"):
        desk.do(BOB, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)


def test_no_customer_is_offered_a_day_that_is_not_open_to_them_yet(desk: Desk) -> None:
    last_day: date = TODAY + timedelta(days=28)
    desk.do(
        SAM,
        book_court,
        NIGHT_COURT,
        at("22:00", last_day),
        at("00:00", last_day + timedelta(days=1)),
        customer=named(SAM),
    )
    late = (NIGHT_COURT, at("23:30", last_day), at("00:00", last_day + timedelta(days=1)))
    with pytest.raises(SlotTaken) as refused:
        desk.do(BOB, book_court, *late)
    assert [offer.start for offer in refused.value.offers] == [at("21:30", last_day), at("21:00", last_day)]
    with pytest.raises(SlotTaken) as refused:
        desk.do(SAM, book_court, *late, customer=named(SAM))
    assert refused.value.offers[0].start == at("00:00", last_day + timedelta(days=1))


def test_no_time_that_has_passed_is_offered(database: Database, desk: Desk) -> None:
    soon = (at("10:30", TODAY), at("11:00", TODAY))
    for court in (COURT_1, COURT_2, COURT_3):
        desk.do(SAM, book_court, court, *soon, customer=named(ANN))
    with pytest.raises(SlotTaken) as refused:
        desk.do(BOB, book_court, COURT_1, *soon)
    assert [offer.start for offer in refused.value.offers] == [at("11:00", TODAY), at("11:30", TODAY)]


def test_a_move_to_a_court_that_was_taken_offers_others(desk: Desk) -> None:
    mine = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    desk.do(BOB, book_court, COURT_2, TEN, ELEVEN)
    with pytest.raises(SlotTaken, match="Court 2 at 10:00 was just taken. Court 3 at 10:00 and Court 2 at 09:00"):
        desk.do(SAM, move, mine, COURT_2, TEN, ELEVEN)


def test_a_seat_that_was_taken_offers_its_neighbours(desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    with pytest.raises(SeatTaken) as refused:
        desk.do(BOB, hold_seats, HAMLET, ["A5"])
    assert refused.value.message == "A 5 was just taken. A 4 and A 6 are free."
    assert refused.value.taken == ("A5",)
    assert [(offer.words, offer.seats) for offer in refused.value.offers] == [
        ("A 4 is free", ("A4",)),
        ("A 6 is free", ("A6",)),
    ]


def test_a_seat_that_was_wanted_too_is_not_offered_in_place_of_another(desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    with pytest.raises(SeatTaken) as refused:
        desk.do(BOB, hold_seats, HAMLET, ["A4", "A5", "A6"])
    assert [offer.seats for offer in refused.value.offers] == [("A3",), ("A7",)]


def test_a_couple_that_lost_its_seats_is_offered_two_together(desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5", "A6"])
    with pytest.raises(SeatTaken) as refused:
        desk.do(BOB, book_seats, HAMLET, ["A5", "A6"])
    assert refused.value.message == "A 5 and A 6 were just taken. A 3 and A 4 are free together, or A 7 and A 8."


def test_the_seats_of_a_hold_that_ran_out_are_offered(database: Database, desk: Desk) -> None:
    desk.do(CLEO, hold_seats, HAMLET, ["A4"])
    pass_time(database, minutes=11)
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    with pytest.raises(SeatTaken, match="A 4 and A 6 are free"):
        desk.do(BOB, hold_seats, HAMLET, ["A5"])


def test_an_event_that_is_sold_out_offers_nothing(desk: Desk) -> None:
    for row in (ROW_A, ROW_B, ROW_C):
        desk.do(SAM, book_seats, HAMLET, row, customer=named(SAM))
    with pytest.raises(SeatTaken) as refused:
        desk.do(BOB, hold_seats, HAMLET, ["A5"])
    assert refused.value.message == "A 5 was just taken. Nothing else is free right now."
    assert refused.value.offers == ()


def test_a_closure_over_a_booking_is_refused_and_names_it(desk: Desk) -> None:
    desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    with pytest.raises(SlotTaken) as refused:
        desk.do(SAM, block_time, [COURT_1, COURT_2], at("09:00"), at("12:00"), "Rain")
    assert (
        refused.value.message
        == "Court 2 is taken between 09:00 and 12:00. Move or cancel what is there, then close it."
    )
    assert refused.value.offers == ()
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    with pytest.raises(SeatTaken) as no:
        desk.do(SAM, block_seats, HAMLET, ["A4", "A5"], "Broken")
    assert no.value.message == "A 5 is taken. Release or cancel it, then close it."
    assert no.value.offers == ()


def test_an_offer_lasts_as_long_as_what_was_wanted(desk: Desk) -> None:
    desk.do(ANN, book_court, COURT_1, TEN, TEN + minutes(30))
    with pytest.raises(SlotTaken) as refused:
        desk.do(BOB, book_court, COURT_1, TEN, TEN + minutes(90))
    assert all(offer.start and offer.end == offer.start + minutes(90) for offer in refused.value.offers)
