"""Events are made from a plan and changed by those who manage the venue; nobody loses a seat or pays another price."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bookings.administration.events.edit import edit_event, make_event
from bookings.desk import Desk, book, holds
from bookings.desk.blocks import block_seats
from bookings.desk.events.capacity import change_capacity
from bookings.errors import ChangedMeanwhile, Conflict, Invalid, NotAllowed, NotFound, Refusal
from bookings.models import Booking, Event, LogEntry, Noun, TopicEntry, Viewer
from bookings.reading.administration.revisions import revision_of
from bookings.reading.seats.maps import read_seat_map
from bookings.reading.seats.plan_texts import plan_of_event, seats_of_event
from bookings.rules.violation import RuleViolation
from tests.world.clock import NEXT_DAY, at, now_of, set_clock
from tests.world.people import ADA, ANN, BOB, MAX, NORA, SAM, TESS, named
from tests.world.places import AIRLINE, HAMLET, THEATRE

PLAN = "Stalls, price A 48.00\nA 1-5 | 6-10\nB w1 c2 3-10\nStanding, price C 24.00, 5 places"
NEW: dict[str, Any] = {
    "title": "Macbeth", "starts_at": "2026-03-10T19:30", "ends_at": "2026-03-10T22:00", "plan": PLAN,
}  # fmt: skip


def event_of(desk: Desk, event_id: int) -> Event:
    with desk.database.read() as session:
        return session.get_one(Event, event_id)


def plan_text(desk: Desk, event_id: int) -> str:
    with desk.database.read() as session:
        return plan_of_event(session.get_one(Event, event_id), seats_of_event(session, event_id))


def labels(desk: Desk, event_id: int) -> list[str]:
    with desk.database.read() as session:
        return [seat.label for seat in seats_of_event(session, event_id)]


def lines(desk: Desk, event_id: int) -> Sequence[LogEntry]:
    with desk.database.read() as session:
        of_it = LogEntry.noun == Noun.EVENT, LogEntry.noun_id == str(event_id)
        return session.scalars(select(LogEntry).where(*of_it).order_by(LogEntry.id)).all()


def test_a_manager_makes_an_event_from_a_plan_and_its_seats_are_sold(desk: Desk) -> None:
    made = desk.do(MAX, make_event, THEATRE, NEW)
    event = event_of(desk, made)
    assert (event.title, event.starts_at, event.categories["A"]) == (
        "Macbeth", at("19:30", date(2026, 3, 10)), {"name": "Stalls", "price": "48.00"},
    )  # fmt: skip
    booking = desk.do(ANN, book.book_seats, made, ["A5", "STAND-1"])
    with desk.database.read() as session:
        assert str(session.get_one(Booking, booking).price) == "72.00"
    (line,) = lines(desk, made)
    assert (line.act, line.by_name) == ("made", MAX.name)
    assert {"field": "Seats", "before": None, "after": "25"} in line.values


@pytest.mark.parametrize(("who", "refused"), [(ANN, NotFound), (NORA, NotFound), (SAM, NotAllowed), (TESS, NotAllowed)])
def test_only_who_manages_the_venue_makes_and_changes_events(desk: Desk, who: Viewer, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        desk.do(who, make_event, THEATRE, NEW)
    with pytest.raises(refused):
        desk.do(who, edit_event, HAMLET, {"title": "Hamlet!"})


def test_an_airline_has_flights_and_no_events(desk: Desk) -> None:
    with pytest.raises(Conflict, match="flights"):
        desk.do(MAX, make_event, AIRLINE, NEW)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "), ("title", "x" * 161), ("description", "x" * 4001), ("starts_at", "tomorrow"), ("starts_at", ""),
        ("starts_at", "2026-03-01T19:30"), ("starts_at", "2026-03-29T02:30"), ("starts_at", "2026-10-25T02:30"),
        ("ends_at", "2026-03-10T19:30"), ("ends_at", "2026-05-10T19:30"), ("ends_at", "2026-03-10T25:00"),
        ("doors_at", "2026-03-10T19:31"), ("doors_at", "2026-03-01T19:00"), ("on_sale_from", "2026-03-10T19:30"),
        ("seats_per_basket", 0), ("seats_per_basket", 61), ("seats_per_customer", "many"), ("plan", "Stalls"),
        ("plan", ""), ("plan", "Stalls, price A 48.00\nA 1-5 5"), ("seat_plan", "nowhere"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(desk: Desk, field: str, value: Any) -> None:
    given = {**NEW, field: value} if field != "seat_plan" else {**NEW, "plan": "", field: value}
    with pytest.raises(Refusal) as refused:
        desk.do(MAX, make_event, THEATRE, given)
    assert list(refused.value.fields) == [field]


def test_a_time_that_comes_twice_is_told_apart(desk: Desk) -> None:
    given = {**NEW, "starts_at": "2026-10-25T02:30 2nd", "ends_at": "2026-10-25T05:00"}
    made = desk.do(MAX, make_event, THEATRE, given)
    assert event_of(desk, made).starts_at.hour == 1


def test_an_edit_stands_in_the_log_with_before_and_after(desk: Desk) -> None:
    text = plan_text(desk, HAMLET).replace("48.00", "52.00").replace("A  1-10", "A  1-9")
    desk.do(MAX, edit_event, HAMLET, {"title": "Hamlet, again", "plan": text})
    (line,) = lines(desk, HAMLET)
    assert [(each["field"], each["before"], each["after"]) for each in line.values] == [
        ("Title", "Hamlet", "Hamlet, again"),
        ("Seats", "30", "29"),
        ("Price A", "48.00 CHF Front", "52.00 CHF Front"),
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


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"on_sale_from": "2026-03-03T10:00"}, "not_on_sale_yet"),
        ({"on_sale_until": "2026-03-02T10:00"}, "sale_ended"),
    ],
)
def test_outside_of_its_sale_nothing_is_sold_on_any_road(desk: Desk, terms: dict[str, str], code: str) -> None:
    desk.do(MAX, edit_event, HAMLET, terms)
    roads: list[tuple[Viewer, Any, tuple[Any, ...], dict[str, Any]]] = [
        (ANN, holds.hold_seats, (HAMLET, ["A1"]), {}),
        (ANN, holds.hold_best, (HAMLET, 2), {}),
        (ANN, book.book_seats, (HAMLET, ["A1"]), {}),
        (SAM, book.book_seats, (HAMLET, None), {"quantity": 2, "customer": named(BOB)}),
    ]
    for who, verb, args, more in roads:
        with pytest.raises(Conflict) as refused:
            desk.do(who, verb, *args, **more)
        assert refused.value.code == code
    desk.do(SAM, block_seats, HAMLET, ["A1"], "Kept for the ensemble")


def test_a_basket_ends_with_the_sale(desk: Desk) -> None:
    desk.do(MAX, edit_event, HAMLET, {"on_sale_until": "2026-03-02T10:08"})
    desk.do(ANN, holds.hold_seats, HAMLET, ["A1"])
    set_clock(desk.database, at("10:08", NEXT_DAY.replace(day=2)))
    with pytest.raises((Conflict, RuleViolation)):
        desk.do(ANN, book.check_out, HAMLET)
