"""Events are changed by those who manage the venue; nobody loses a seat or pays another price."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bookings.administration.events.edit import edit_event, make_event
from bookings.desk import Desk, book, holds
from bookings.desk.blocks import block_seats
from bookings.desk.events.capacity import change_capacity
from bookings.errors import ChangedMeanwhile, Conflict, Invalid
from bookings.models import Booking, Noun, TopicEntry
from bookings.reading.administration.revisions import revision_of
from bookings.reading.seats.maps import read_seat_map
from tests.administration.events.programme import NEW, PLAN, event_of, labels, lines, plan_text
from tests.world.clock import NEXT_DAY, at, now_of, set_clock
from tests.world.people import ADA, ANN, BOB, MAX, SAM
from tests.world.places import HAMLET, THEATRE


def test_an_edit_stands_in_the_log_with_before_and_after(desk: Desk) -> None:
    text = plan_text(desk, HAMLET).replace("48.00", "52.00").replace("A  1-10", "A  1-9")
    desk.do(MAX, edit_event, HAMLET, {"title": "Hamlet, again", "plan": text})
    (line,) = lines(desk, HAMLET)
    assert [(each["field"], each["before"], each["after"]) for each in line.values] == [
        ("Title", "Hamlet", "Hamlet, again"),
        ("Seats", "30", "29"),
        ("Price A", "CHF 48.00 Front", "CHF 52.00 Front"),
        ("Stalls, row A", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10; price A", "1, 2, 3, 4, 5, 6, 7, 8, 9; price A"),
    ]
    with desk.database.read() as session:
        (entry,) = session.scalars(select(TopicEntry).where(TopicEntry.topic == f"event:{HAMLET}")).all()
        assert (entry.free, entry.capacity) == (29, 29)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("1-5 | 6-10", "1-4 | 5-10"), {"field": "Rows", "before": None, "after": "stand elsewhere"}),
        (("A 1-5 | 6-10", "A x1-5 | x6-10"), {"field": "Stalls, row A", "before": "1, 2, 3, 4, 5, 6, 7, 8, 9, 10; price A",
                                              "after": "1, 2, 3, 4, 5, 6, 7, 8, 9, 10; price A; all exit"}),
    ],
)  # fmt: skip
def test_an_aisle_that_moves_and_a_row_of_another_kind_are_edits_too(
    desk: Desk, change: tuple[str, str], told: dict[str, Any]
) -> None:
    made = desk.do(MAX, make_event, THEATRE, NEW)
    desk.do(MAX, edit_event, made, {"plan": PLAN.replace(*change)})
    assert lines(desk, made)[-1].values == [told]
    with desk.database.read() as session:
        assert len(session.scalars(select(TopicEntry).where(TopicEntry.topic == f"event:{made}")).all()) == 2


def test_a_larger_area_has_more_places_and_no_rows(desk: Desk) -> None:
    made = desk.do(MAX, make_event, THEATRE, NEW)
    desk.do(MAX, change_capacity, made, 27)
    assert labels(desk, made)[-3:] == ["STAND-5", "STAND-6", "STAND-7"]
    assert "Standing, price C, labels STAND-, 7 places" in plan_text(desk, made)


def test_saving_the_same_again_changes_nothing(desk: Desk) -> None:
    desk.do(MAX, edit_event, HAMLET, {"title": "Hamlet", "plan": plan_text(desk, HAMLET)})
    assert lines(desk, HAMLET) == [] and event_of(desk, HAMLET).seats_version == 0


def test_of_two_who_edit_at_once_the_second_sees_what_the_first_changed(desk: Desk) -> None:
    desk.do(ADA, edit_event, HAMLET, {"seats_per_basket": 4}, 0)
    with pytest.raises(ChangedMeanwhile) as refused:
        desk.do(MAX, edit_event, HAMLET, {"seats_per_basket": 8}, 0)
    with desk.database.read() as session:
        assert refused.value.revision == revision_of(session, Noun.EVENT, str(HAMLET))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("A  1-10", "A  1-4 6-10"), "A5 (in Stalls, row A) is sold, so it has to stay in the plan."),
        (("B  1-10", "B  2-10"), "B1 (in Stalls, row B) is in a basket, so it has to stay in the plan."),
        (("B  1-10", "B  1-9"), "B10 (in Stalls, row B) is not for sale, so it has to stay in the plan."),
        (("Stalls, price A", "Parquet, price A"), "A5 is sold, so it stays in Stalls, row A."),
    ],
)
def test_a_seat_in_use_keeps_its_name_and_place(desk: Desk, change: tuple[str, str], told: str) -> None:
    desk.do(ANN, book.book_seats, HAMLET, ["A5"])
    desk.do(BOB, holds.hold_seats, HAMLET, ["B1"])
    desk.do(SAM, block_seats, HAMLET, ["B10"], "Camera")
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, edit_event, HAMLET, {"plan": plan_text(desk, HAMLET).replace(*change)})
    assert refused.value.fields["plan"] == told
    assert len(labels(desk, HAMLET)) == 30


def test_other_seats_and_prices_change_around_it_and_open_maps_know(desk: Desk) -> None:
    booking = desk.do(ANN, book.book_seats, HAMLET, ["A5"])
    with desk.database.read() as session:
        assert read_seat_map(session, HAMLET, ANN.id, now_of(desk.database)).capacity == 30
    text = plan_text(desk, HAMLET).replace("48.00", "99.00").replace("A  1-10", "A  . r4-10 11-14")
    desk.do(MAX, edit_event, HAMLET, {"plan": text})
    with desk.database.read() as session:
        assert str(session.get_one(Booking, booking).price) == "48.00"
        shown = read_seat_map(session, HAMLET, ANN.id, now_of(desk.database))
        seats = {seat.label: seat for seat in shown.seats()}
    assert (seats["A5"].state, seats["A5"].features, str(seats["A5"].category.price)) == (
        "mine",
        ("restricted",),
        "99.00",
    )
    assert "A1" not in seats and "A14" in seats


def test_bookings_go_with_their_event_to_another_time(desk: Desk) -> None:
    booking = desk.do(ANN, book.book_seats, HAMLET, ["A5"])
    desk.do(BOB, holds.hold_seats, HAMLET, ["B1"])
    desk.do(MAX, edit_event, HAMLET, {"starts_at": "2026-03-05T20:00", "ends_at": "2026-03-05T22:30"})
    with desk.database.read() as session:
        event = event_of(desk, HAMLET)
        assert session.get_one(Booking, booking).starts_at == event.starts_at
        assert event.doors_at == at("19:30", date(2026, 3, 5))
        topics = set(session.scalars(select(TopicEntry.topic).where(TopicEntry.topic.contains(booking))))
    assert topics == {f"booking:{booking}"}


def test_what_has_begun_keeps_its_seats_and_what_is_over_everything(desk: Desk) -> None:
    set_clock(desk.database, at("20:00", NEXT_DAY))
    with pytest.raises(Conflict, match="already begun"):
        desk.do(MAX, edit_event, HAMLET, {"plan": PLAN})
    desk.do(MAX, edit_event, HAMLET, {"description": "With an interval."})
    set_clock(desk.database, at("22:01", NEXT_DAY))
    with pytest.raises(Conflict, match="is over"):
        desk.do(MAX, edit_event, HAMLET, {"description": "It was nice."})
