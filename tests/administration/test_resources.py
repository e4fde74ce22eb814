"""Courts and people: added, edited, split, retired and brought back; what is booked stays as it is."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bookings.administration.prices import set_prices
from bookings.administration.resources import add_resource, edit_resource, split_resource
from bookings.administration.retiring import bring_back_resource, delete_resource, retire_resource
from bookings.desk import Desk, book
from bookings.desk.blocks import block_time
from bookings.desk.move import move
from bookings.desk.states import cancel, restore
from bookings.errors import BookingsAffected, ChangedMeanwhile, Conflict, Invalid, NotAllowed, NotFound, SlotTaken
from bookings.models import Claim, LogEntry, Noun, Resource, Viewer
from bookings.reading.administration.revisions import revision_of
from bookings.reading.free_times import read_free_times
from tests.world.clock import NOW, TOMORROW, at
from tests.world.people import ADA, ANN, BOB, MAX, NORA, SAM, named
from tests.world.places import CLINIC, CLUB, COURT_1, COURT_2, COURT_3, DR_VOGEL, MARTA, OTHER_COURT, THEATRE


def resource_of(desk: Desk, resource_id: str) -> Resource:
    with desk.database.read() as session:
        return session.get_one(Resource, resource_id)


def claimed(desk: Desk, booking_id: str) -> set[str | None]:
    with desk.database.read() as session:
        return set(session.scalars(select(Claim.resource_id).where(Claim.booking_id == booking_id)))


def halves(desk: Desk) -> tuple[str, str]:
    first, second = desk.do(MAX, split_resource, COURT_1, ["Court 1a", "Court 1b"])
    return first, second


@pytest.mark.parametrize(
    ("what", "sentence"),
    [("a coach", "Only a court"), ("a part", "not split again"), ("the whole", "split already"), ("a retired one", "Bring it back")],
)
def test_only_a_whole_court_in_use_is_split(desk: Desk, what: str, sentence: str) -> None:
    part, _ = halves(desk)
    desk.do(MAX, retire_resource, COURT_2)
    tried = {"a coach": MARTA, "a part": part, "the whole": COURT_1, "a retired one": COURT_2}
    with pytest.raises(Invalid, match=sentence):
        desk.do(MAX, split_resource, tried[what], ["a", "b"])


def test_a_court_comes_last_and_a_number_is_exchanged(desk: Desk) -> None:
    made = desk.do(MAX, add_resource, CLUB, {"name": " Court  4 ", "sport": "tennis", "colour": "#AABBCC"})
    court = resource_of(desk, made)
    assert (court.name, court.kind, court.number, court.colour) == ("Court 4", "court", 4, "#aabbcc")
    desk.do(MAX, edit_resource, made, {"number": "2"})
    assert (resource_of(desk, made).number, resource_of(desk, COURT_2).number) == (2, 4)
    with desk.database.read() as session:
        line = session.scalars(select(LogEntry).where(LogEntry.noun_id == COURT_2)).one()
    assert line.values == [{"field": "Number", "before": "2", "after": "4"}]


@pytest.mark.parametrize(
    ("venue", "given", "field"),
    [
        (CLUB, {"name": ""}, "name"), (CLUB, {}, "name"), (CLUB, {"name": "court 1"}, "name"), (CLUB, {"name": "x" * 81}, "name"),
        (CLUB, {"name": "Court 4", "number": "0"}, "number"), (CLUB, {"name": "Court 4", "number": 1000}, "number"),
        (CLUB, {"name": "Dr. No", "kind": "provider"}, "kind"), (CLINIC, {"name": "Court", "kind": "court"}, "kind"),
        (THEATRE, {"name": "Stage"}, "kind"), (CLUB, {"name": "Court 4", "colour": "red"}, "colour"),
        (CLUB, {"name": "Court 4", "sport": "x" * 41}, "sport"), (CLUB, {"name": "1a", "part_of": "none"}, "part_of"),
        (CLUB, {"name": "1a", "part_of": COURT_1}, "part_of"),  # another sport
        (CLUB, {"name": "1a", "part_of": OTHER_COURT}, "part_of"), (CLUB, {"name": "1a", "part_of": 7}, "part_of"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(desk: Desk, venue: str, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, add_resource, venue, given)
    assert list(refused.value.fields) == [field]


def test_no_two_courts_have_one_name(desk: Desk) -> None:
    desk.do(MAX, add_resource, CLUB, {"name": "Court 4"})
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, add_resource, CLUB, {"name": "court 4"})
    assert list(refused.value.fields) == ["name"]
    desk.do(MAX, add_resource, CLUB, {"name": "Court 4", "kind": "coach"})


@pytest.mark.parametrize(("who", "refused"), [(ANN, NotFound), (NORA, NotFound), (SAM, NotAllowed)])
@pytest.mark.parametrize("verb", [retire_resource, delete_resource, bring_back_resource])
def test_only_who_manages_a_venue_touches_its_courts(desk: Desk, who: Viewer, refused: type[Exception], verb: Any) -> None:
    with pytest.raises(refused):
        desk.do(who, verb, COURT_1)
    with pytest.raises(refused):
        desk.do(who, edit_resource, COURT_1, {"name": "Mine"})


def test_a_whole_and_its_halves_exclude_each_other_and_the_halves_do_not(desk: Desk) -> None:
    first, second = halves(desk)
    desk.do(ANN, book.book_court, first, at("10:00"), at("11:00"))
    desk.do(BOB, book.book_court, second, at("10:00"), at("11:00"))
    with pytest.raises(SlotTaken) as lost:
        desk.do(BOB, book.book_court, COURT_1, at("10:30"), at("11:30"))
    assert [offer.words for offer in lost.value.offers] == ["Court 2 at 10:30", "Court 1 at 11:00"]
    whole = desk.do(BOB, book.book_court, COURT_1, at("11:00"), at("12:00"))
    assert claimed(desk, whole) == {COURT_1, first, second}
    with pytest.raises(SlotTaken) as lost:
        desk.do(ANN, book.book_court, first, at("11:30"), at("12:30"))
    assert "Court 1 at 11:30" not in str(lost.value.offers)
    with pytest.raises(SlotTaken):
        desk.do(SAM, block_time, [COURT_1], at("10:00"), at("11:00"), "Rain")
    with desk.database.read() as session:
        free = {(each.resource_id, each.start) for each in read_free_times(session, CLUB, TOMORROW, ANN, NOW).courts}
    assert {(COURT_1, at("10:00")), (COURT_1, at("11:00")), (first, at("11:30"))}.isdisjoint(free)
    assert {(COURT_1, at("12:00")), (first, at("12:00"))} <= free


def test_a_booking_of_the_whole_moves_and_comes_back_with_all_its_parts(desk: Desk) -> None:
    first, second = halves(desk)
    booking = desk.do(SAM, book.book_court, COURT_2, at("10:00"), at("11:00"), customer=named(ANN))
    desk.do(SAM, move, booking, COURT_1, at("10:00"), at("11:00"))
    assert claimed(desk, booking) == {COURT_1, first, second}
    desk.do(SAM, cancel, booking)
    desk.do(BOB, book.book_court, second, at("10:00"), at("11:00"))
    with pytest.raises(SlotTaken):
        desk.do(SAM, restore, booking)


def test_a_court_that_is_split_keeps_what_is_booked_on_the_whole(desk: Desk) -> None:
    before = desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    closed = desk.do(SAM, block_time, [COURT_1], at("12:00"), at("13:00"), "Rain")
    first, second = halves(desk)
    assert claimed(desk, before) == {COURT_1, first, second} and closed
    for start, end in (("10:00", "11:00"), ("12:00", "13:00")):
        with pytest.raises(SlotTaken):
            desk.do(BOB, book.book_court, second, at(start), at(end))
    desk.do(MAX, edit_resource, second, {"part_of": ""})
    desk.do(BOB, book.book_court, second, at("10:00"), at("11:00"))
    with pytest.raises(Invalid, match="both booked on Tuesday 3 March 2026 around 10:00"):
        desk.do(MAX, edit_resource, second, {"part_of": COURT_1})
    assert claimed(desk, before) == {COURT_1, first}


def test_a_part_that_is_retired_goes_on_with_its_whole(desk: Desk) -> None:
    first, _ = halves(desk)
    desk.do(MAX, retire_resource, first)
    booking = desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    assert first in claimed(desk, booking)
    with pytest.raises(Conflict, match="Court 1a is not booked any more"):
        desk.do(BOB, book.book_court, first, at("12:00"), at("13:00"))


def test_prices_that_come_and_go_with_a_court_are_an_edit_of_the_prices(desk: Desk) -> None:
    for verb, court, *more in ((split_resource, COURT_1, ["Court 1a"]), (delete_resource, COURT_3)):
        desk.do(MAX, set_prices, CLUB, [{"price": "20"}, {"resource": court, "price": "30"}])
        with desk.database.read() as session:
            seen = revision_of(session, Noun.PRICES, CLUB)
        desk.do(MAX, verb, court, *more)
        with pytest.raises(ChangedMeanwhile):
            desk.do(ADA, set_prices, CLUB, [{"price": "25"}], seen)


@pytest.mark.parametrize(
    ("court", "whole", "why"),
    [("first", "first", "not a part of itself"), ("whole", "other", "has parts of its own"), ("other", "first", "is a part itself")],
)
def test_parts_have_no_parts(desk: Desk, court: str, whole: str, why: str) -> None:
    first, _ = halves(desk)
    named_ = {"first": first, "whole": COURT_1, "other": COURT_2}
    with pytest.raises(Invalid, match=why):
        desk.do(MAX, edit_resource, named_[court], {"part_of": named_[whole]})


def test_what_is_retired_keeps_what_is_booked_and_takes_no_more_on_any_road(desk: Desk) -> None:
    booking = desk.do(SAM, book.book_court, COURT_3, at("10:00"), at("11:00"), customer=named(ANN), coach_id=MARTA)
    other = desk.do(SAM, book.book_court, COURT_2, at("10:00"), at("11:00"), customer=named(BOB))
    for resource in (COURT_3, MARTA):
        with pytest.raises(BookingsAffected) as asked:
            desk.do(MAX, retire_resource, resource)
        assert [each.id for each in asked.value.bookings] == [booking]
    desk.do(MAX, retire_resource, COURT_3, go_on=True)
    assert claimed(desk, booking) == {COURT_3, MARTA}
    for who, verb, *what in (
        (ANN, book.book_court, COURT_3, at("14:00"), at("15:00")),
        (SAM, move, other, COURT_3, at("14:00"), at("15:00")),
        (SAM, block_time, [COURT_3], at("14:00"), at("15:00"), "Rain"),
    ):
        with pytest.raises(Conflict, match="Court 3 is not booked any more"):
            desk.do(who, verb, *what)
    with desk.database.read() as session:
        assert COURT_3 not in {each.resource_id for each in read_free_times(session, CLUB, TOMORROW, ANN, NOW).courts}
    desk.do(SAM, cancel, booking)
    with pytest.raises(Conflict, match="not booked any more"):
        desk.do(SAM, restore, booking)
    new = desk.do(MAX, add_resource, CLUB, {"name": "Court 3", "number": 3})
    desk.do(MAX, bring_back_resource, COURT_3)
    assert (resource_of(desk, new).number, resource_of(desk, COURT_3).number) == (3, 4)
    desk.do(SAM, restore, booking)


def test_only_what_was_never_booked_is_deleted(desk: Desk) -> None:
    booking = desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    desk.do(SAM, cancel, booking)
    with pytest.raises(Conflict, match="Retire it instead"):
        desk.do(MAX, delete_resource, COURT_1)
    desk.do(MAX, delete_resource, COURT_3)
    with desk.database.read() as session:
        assert session.get(Resource, COURT_3) is None
    desk.do(MAX, delete_resource, DR_VOGEL)  # with what was offered by them


def test_of_two_who_edit_at_once_the_second_sees_what_the_first_changed(desk: Desk) -> None:
    desk.do(ADA, edit_resource, COURT_1, {"name": "Centre Court"}, 0)
    for verb, more in ((edit_resource, ({"name": "Court One"},)), (retire_resource, ()), (delete_resource, ())):
        with pytest.raises(ChangedMeanwhile) as refused:
            desk.do(MAX, verb, COURT_1, *more, 0)  # type: ignore[arg-type]
        assert [(each.before, each.after) for each in refused.value.edits] == [("Court 1", "Centre Court")]
