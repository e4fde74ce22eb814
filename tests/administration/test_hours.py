"""Opening hours: set by who manages the venue, with the bookings that would lie outside named before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bookings.administration.hours import set_hours, set_own_hours
from bookings.administration.venues import edit_venue
from bookings.desk import Desk, book
from bookings.errors import BookingsAffected, ChangedMeanwhile, Invalid, NotAllowed, NotFound, SlotTaken
from bookings.models import Booking, Claim, Venue, Viewer
from bookings.reading.audience import STAFF
from bookings.reading.boards.board import read_board
from bookings.reading.free_times import read_free_times
from bookings.rules.violation import ClosedThatDay, OutsideHours, TooLate
from tests.world.clock import NEXT_DAY, NOW, SUNDAY, TODAY, TOMORROW, at
from tests.world.people import ADA, ANN, BOB, MAX, NORA, SAM, named
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURT_1, COURT_2, DR_AMSEL, DR_VOGEL, MARTA

CLOSED_TOMORROW = {"special_days": [{"date": TOMORROW.isoformat(), "name": "Members’ day", "hours": []}]}
EVENING = {"hours": {"1": [["12:00", "02:00"]], "2": [["8", "12.30"], ["14:00", "22:00"]]}}


def venue_of(desk: Desk, venue_id: str = CLUB) -> Venue:
    with desk.database.read() as session:
        return session.get_one(Venue, venue_id)


def test_hours_are_written_as_people_type_them(desk: Desk) -> None:
    desk.do(MAX, set_hours, CLUB, EVENING)
    assert venue_of(desk).hours == {"1": [["12:00", "02:00"]], "2": [["08:00", "12:30"], ["14:00", "22:00"]]}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"hours": {"0": [["10:00", "09:00"]]}}, "hours-0"),
        ({"hours": {"0": [["20:00", "20:00"]]}}, "hours-0"),
        ({"hours": {"0": [["07:00", "12:00"], ["11:30", "14:00"]]}}, "hours-0"),
        ({"hours": {"2": [["07:00", "25:00"]]}}, "hours-2"),
        ({"hours": {"2": [["07:00", ""]]}}, "hours-2"),
        ({"hours": {"2": [["07:60", "09:00"]]}}, "hours-2"),
        ({"hours": {"2": [["07:00"]]}}, "hours-2"),
        ({"hours": {"2": [["1:00", "2:00"]] * 7}}, "hours-2"),
        ({"hours": {"6": [["18:00", "05:00"]], "0": [["04:00", "08:00"]]}}, "hours-6"),
        ({"hours": {"7": []}}, "hours"),
        ({"hours": "always"}, "hours"),
        ({"special_days": [{"date": "2026-02-30"}]}, "special_days-0"),
        ({"special_days": [{"date": "2026-12-24"}, {"date": "2026-12-24", "hours": [["08:00", "12:00"]]}]}, "special_days-1"),
        ({"special_days": [{"date": "2026-12-25", "yearly": True}, {"date": "2027-12-25", "yearly": True}]}, "special_days-1"),
        ({"special_days": [{"date": "2099-01-01"}]}, "special_days-0"),
        ({"special_days": [{"date": "soon"}]}, "special_days-0"),
        ({"special_days": [{"date": "2026-12-24", "name": "x" * 81}]}, "special_days-0"),
        ({"special_days": [{"date": (TODAY + timedelta(days=n)).isoformat()} for n in range(500)]}, "special_days"),
        ({"special_days": "Christmas"}, "special_days"),
    ],
)
def test_what_cannot_be_is_refused_where_it_was_typed(desk: Desk, given: dict[str, Any], field: str) -> None:
    before = venue_of(desk)
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, set_hours, CLUB, given)
    assert list(refused.value.fields) == [field]
    after = venue_of(desk)
    assert (after.hours, after.special_days) == (before.hours, before.special_days)


@pytest.mark.parametrize(("who", "refused"), [(ANN, NotFound), (NORA, NotFound), (SAM, NotAllowed)])
def test_only_who_manages_a_venue_sets_its_hours(desk: Desk, who: Viewer, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        desk.do(who, set_hours, CLUB, CLOSED_TOMORROW)
    with pytest.raises(refused):
        desk.do(who, set_own_hours, DR_VOGEL, {"hours": {}})


def test_bookings_that_would_lie_outside_are_named_before_and_keep_their_place(desk: Desk) -> None:
    booking = desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    desk.do(SAM, book.book_court, COURT_1, at("10:00", NEXT_DAY), at("11:00", NEXT_DAY), customer=named(ANN))
    with pytest.raises(BookingsAffected) as asked:
        desk.do(MAX, set_hours, CLUB, CLOSED_TOMORROW)
    assert [(each.id, each.customer, each.place) for each in asked.value.bookings] == [(booking, ANN.name, "Court 1")]
    assert asked.value.count == 1 and venue_of(desk).special_days == []
    desk.do(MAX, set_hours, CLUB, CLOSED_TOMORROW, go_on=True)
    with desk.database.read() as session:
        assert session.query(Claim).filter_by(booking_id=booking).count() == 1
        assert read_board(session, CLUB, TOMORROW, STAFF, NOW).slots == ()
    desk.do(MAX, set_hours, CLUB, EVENING | CLOSED_TOMORROW)  # it was outside before, and is not asked about again


def test_a_special_day_is_on_every_road(desk: Desk) -> None:
    desk.do(MAX, set_hours, CLUB, CLOSED_TOMORROW)
    with pytest.raises(ClosedThatDay, match="The next day open is Wednesday 4 March"):
        desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    with desk.database.read() as session:
        assert read_free_times(session, CLUB, TOMORROW, ANN, NOW).courts == ()
        board = read_board(session, CLUB, TOMORROW, STAFF, NOW)
        assert (board.slots, board.next_open) == ((), NEXT_DAY)
    desk.do(MAX, set_hours, CLUB, {"special_days": [{"date": SUNDAY.isoformat(), "hours": [["12:00", "14:00"]]}]})
    desk.do(ANN, book.book_court, COURT_1, at("12:00", SUNDAY), at("14:00", SUNDAY))
    with pytest.raises(SlotTaken) as lost:
        desk.do(BOB, book.book_court, COURT_1, at("12:30", SUNDAY), at("13:30", SUNDAY))
    assert [offer.words for offer in lost.value.offers] == ["Court 2 at 12:30", "Court 3 at 12:30"]  # nothing after 14:00


def test_notice_holds_for_customers_on_every_road_and_not_for_staff(desk: Desk) -> None:
    desk.do(MAX, edit_venue, CLUB, {"notice_minutes": 120})
    with pytest.raises(TooLate, match="Bookings close 2 hours before the start"):
        desk.do(ANN, book.book_court, COURT_1, at("12:00", TODAY), at("13:00", TODAY))
    with desk.database.read() as session:
        assert read_free_times(session, CLUB, TODAY, ANN, NOW).courts[0].start == at("12:30", TODAY)
    desk.do(ANN, book.book_court, COURT_1, at("12:30", TODAY), at("13:00", TODAY))
    desk.do(SAM, book.book_court, COURT_2, at("10:30", TODAY), at("11:30", TODAY), customer=named(ANN))


def test_a_provider_is_booked_within_their_own_hours(desk: Desk) -> None:
    desk.do(MAX, set_own_hours, DR_VOGEL, {"hours": {"1": [["08:00", "12:00"]]}})
    with pytest.raises(OutsideHours, match="Dr. Vogel is there 08:00 to 12:00 on Tuesday"):
        desk.do(ANN, book.book_service, CHECK_UP, at("12:00"), provider_id=DR_VOGEL)
    first_free = desk.do(ANN, book.book_service, CHECK_UP, at("13:00"))
    with desk.database.read() as session:
        assert session.get_one(Booking, first_free).resource_id == DR_AMSEL
        free = read_free_times(session, CLINIC, TOMORROW, ANN, NOW).appointments
        assert {each.resource_id for each in free if each.start > at("12:00")} == {DR_AMSEL}
        cell = read_board(session, CLINIC, TOMORROW, STAFF, NOW).cells
        assert [cell[DR_VOGEL, row].bookable for row in (10, 11)] == [True, False]
    with pytest.raises(BookingsAffected):
        desk.do(MAX, set_own_hours, DR_AMSEL, {"hours": {}})
    desk.do(MAX, set_own_hours, DR_VOGEL, {"hours": None})
    desk.do(ANN, book.book_service, CHECK_UP, at("16:00"), provider_id=DR_VOGEL)


def test_a_coach_comes_along_within_their_own_hours(desk: Desk) -> None:
    desk.do(MAX, set_own_hours, MARTA, {"hours": {"1": [["08:00", "12:00"]]}})
    desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"), coach_id=MARTA)
    with pytest.raises(OutsideHours, match="Coach Marta"):
        desk.do(ANN, book.book_court, COURT_1, at("12:00"), at("13:00"), coach_id=MARTA)


def test_of_two_who_set_hours_at_once_the_second_sees_what_the_first_changed(desk: Desk) -> None:
    desk.do(ADA, set_hours, CLUB, CLOSED_TOMORROW, 0)
    with pytest.raises(ChangedMeanwhile) as refused:
        desk.do(MAX, set_hours, CLUB, EVENING, 0)
    (edit,) = refused.value.edits
    assert (edit.field, edit.after) == ("3 March 2026", "Members’ day: closed")
