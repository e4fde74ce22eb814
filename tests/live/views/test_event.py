"""What a change of an event's seats sends, to whom, and that it leaves a page as a fresh load would be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event as sql_event

from bookings.administration.events.edit import edit_event
from bookings.database import Database
from bookings.desk import book, holds, states
from bookings.desk.money import pay
from bookings.live.render import CHANGED, Fragments
from bookings.live.views.options import ViewOptions, parse_view_options
from bookings.reading.audience import PUBLIC, Audience
from bookings.rules import topics
from tests.live.test_render import faults_of
from tests.live.views.watching import Watching, person
from tests.world.arena import ARENA, build
from tests.world.clock import NEXT_DAY, at, now_of, pass_time
from tests.world.people import ANN, BOB, CLEO, MAX, SAM
from tests.world.places import HAMLET, THEATRE


@pytest.fixture
def theatre(database: Database) -> Watching:
    return Watching(database)


@pytest.fixture
def arena(sqlite: Database) -> Callable[[str], Watching]:
    sqlite.write(lambda session: build(session, THEATRE, at("20:00", NEXT_DAY)))
    return lambda view="": Watching(sqlite, ARENA, view)


def test_a_hold_sends_the_seat_and_every_count_that_it_changed(theatre: Watching) -> None:
    theatre.do(ANN, holds.hold_seats, HAMLET, ["A1"])
    sent = theatre.sent()
    assert sent.keys() == {
        "seat-A1", "section-stalls", "price-A", "free-A", "count-held", "count-booked", "count-blocked",
    }  # fmt: skip
    assert 'data-state="held"' in sent["seat-A1"] and CHANGED in sent["seat-A1"]
    assert "19 of 20 free" in sent["section-stalls"] and "A, 9 free" in sent["price-A"]
    assert not any(CHANGED in fragment for key, fragment in sent.items() if key != "seat-A1"), "counts do not flash"
    assert theatre.sent(person(CLEO)) == sent, "whom it does not concern gets nothing of their own"


def test_the_holder_gets_the_same_with_their_own_mark_and_basket(theatre: Watching) -> None:
    theatre.do(ANN, holds.hold_seats, HAMLET, ["A1", "A2"])
    public, own = theatre.sent(), theatre.sent(person(ANN))
    assert own.keys() - public.keys() == {"basket", "dock", "count-mine", "count-owned"}
    assert 'data-state="mine"' in own["seat-A1"] and 'name="drop"' in own["seat-A1"]
    assert ">2</b>" in own["count-mine"] and own["count-held"] == public["count-held"], "held counts are everybody's"
    assert "Row A, seat 2" in own["basket"] and "96.00" in own["basket"] and "hidden" not in own["dock"]


def test_when_the_sale_is_put_off_seats_stay_in_reach_of_those_who_manage_the_venue(theatre: Watching) -> None:
    managers = Audience("manager", MAX.id)
    with theatre.database.read() as session:
        assert theatre.live_view.audience(session, MAX, theatre.topic, "") == managers
        assert theatre.live_view.audience(session, SAM, theatre.topic, "") == person(SAM)
    theatre.do(MAX, edit_event, HAMLET, {"on_sale_from": "2026-03-03T10:00"})
    for sent in (theatre.sent, theatre.fresh):
        assert "aria-disabled" in sent()["region"] and "aria-disabled" not in sent(managers)["region"]


def test_an_extension_concerns_the_holder_alone(theatre: Watching) -> None:
    theatre.do(ANN, holds.hold_seats, HAMLET, ["A1"])
    pass_time(theatre.database, minutes=5)
    theatre.known = theatre.version()
    theatre.do(ANN, holds.extend_hold, HAMLET)
    assert theatre.sent() == {}
    assert theatre.sent(person(ANN)).keys() == {"basket", "dock", "count-mine", "count-owned"}


def test_a_booking_that_only_changes_its_state_touches_no_seat(theatre: Watching) -> None:
    booking = theatre.do(ANN, book.book_seats, HAMLET, ["A1"])
    theatre.known = theatre.version()
    theatre.do(SAM, states.confirm, booking)
    theatre.do(SAM, pay.take_payment, booking)
    assert theatre.sent() == {} == theatre.sent(person(ANN))


def test_who_ran_out_of_time_is_sent_when_and_what_is_left(theatre: Watching) -> None:
    theatre.do(ANN, holds.hold_seats, HAMLET, ["A1", "A2", "A3"])
    pass_time(theatre.database, minutes=11)
    theatre.known = theatre.version()
    theatre.do(SAM, holds.expire_holds)
    theatre.do(BOB, holds.hold_seats, HAMLET, ["A2"])
    sent = theatre.sent(person(ANN))
    assert "released at" in sent["notice"] and "2 of 3 are still free" in sent["notice"]
    assert 'value="A1,A3"' in sent["notice"] and "None yet" in sent["basket"] and "hidden" in sent["dock"]
    assert faults_of("notice", sent["notice"]) == []
    assert "notice" not in theatre.sent() and "notice" not in theatre.sent(person(BOB))
    assert "2 of 3" in theatre.fresh(person(ANN))["notice"], "a page that missed it all gets it as well"


def test_who_has_chosen_anew_is_not_reminded(theatre: Watching) -> None:
    theatre.do(ANN, holds.hold_seats, HAMLET, ["A1"])
    pass_time(theatre.database, minutes=11)
    theatre.do(SAM, holds.expire_holds)
    theatre.do(ANN, holds.hold_seats, HAMLET, ["B1"])
    assert "notice" not in theatre.sent(person(ANN))
    assert "notice" not in theatre.fresh(person(ANN))


def test_the_outline_of_an_arena_gets_a_tile_and_no_seat(arena: Callable[..., Watching]) -> None:
    outline = arena()
    outline.do(ANN, holds.hold_seats, ARENA, ["4-C7"])
    sent = outline.sent()
    assert "section-block-4" in sent and not any(key.startswith("seat-") for key in sent)
    assert "<b>104</b> of 105 free" in sent["section-block-4"]
    own = outline.sent(person(ANN))
    assert "1 yours" in own["yours-block-4"] and "hidden" not in own["yours-block-4"]


@pytest.mark.parametrize("view", ["section=block-4", "list;section=block-4"])
def test_a_section_of_an_arena_gets_its_own_seats_and_figures(arena: Callable[..., Watching], view: str) -> None:
    page = arena(view)
    page.do(ANN, holds.hold_seats, ARENA, ["4-A1", "4-A2"])
    page.do(BOB, holds.hold_seats, ARENA, ["12-A1"])
    sent = page.sent()
    assert {"seat-4-A1", "section-block-4", "price-A", "price-B", "free-A"} <= sent.keys()
    assert not {"seat-12-A1", "section-block-12", "free-B"} & sent.keys(), "only prices are sent for the whole map"
    assert ">2</b>" in sent["count-held"] and ">103</b>" in sent["free-A"] and ">0</b>" in sent["count-accessible"]


def test_what_happens_in_another_section_is_only_a_price(arena: Callable[..., Watching]) -> None:
    page = arena("section=block-1")
    page.do(ANN, holds.hold_seats, ARENA, ["4-C7"])
    assert page.sent().keys() == {"price-A"}


def test_a_seat_of_an_arena_is_drawn_without_a_look_at_all_the_others(arena: Callable[..., Watching]) -> None:
    outline = arena()
    outline.fresh()  # from now on the plan is known
    outline.do(ANN, holds.hold_seats, ARENA, ["4-C7"])
    asked: list[str] = []
    sql_event.listen(
        outline.database.engine, "before_cursor_execute", lambda *arguments: asked.append(" ".join(arguments[2].split()))
    )
    outline.sent()
    of_seats = [words for words in asked if " FROM seats" in words]
    assert of_seats, "the seat itself is read"
    assert all("label IN" in words or "SELECT count(*)" in words for words in of_seats), of_seats


@pytest.mark.parametrize(
    "view", ["section=", "section=nowhere", "List", "list;", "list;section=", "section=block-4;list", "x", "list;list"]
)
def test_a_view_that_does_not_exist_cannot_be_followed(arena: Callable[..., Watching], view: str) -> None:
    page = arena()
    with page.database.read() as session:
        assert page.live_view.audience(session, ANN, topics.event(ARENA), "section=block-4") == person(ANN)
        assert page.live_view.audience(session, ANN, topics.event(ARENA), view) is None


def test_an_event_that_does_not_exist_and_a_section_of_a_small_event_cannot_be_followed(theatre: Watching) -> None:
    with theatre.database.read() as session:
        assert theatre.live_view.audience(session, ANN, topics.event(999), "") is None
        assert theatre.live_view.audience(session, ANN, topics.event(10**17), "") is None
        assert theatre.live_view.audience(session, ANN, theatre.topic, "section=stalls") is None


@pytest.mark.parametrize(
    "options",
    [
        ViewOptions(),
        ViewOptions(True),
        ViewOptions(False, "a-b"),
        ViewOptions(True, "a-b"),
        ViewOptions(section="list"),
        ViewOptions(section="wall", wall=True),
    ],
)
def test_a_view_is_read_as_it_is_written(options: ViewOptions) -> None:
    assert parse_view_options(str(options)) == options


def test_when_it_has_begun_it_says_so(theatre: Watching) -> None:
    def ticks() -> Fragments:
        with theatre.database.read() as session:
            return theatre.live_view.tick(session, theatre.topic, "", PUBLIC, theatre.database.now(session))

    assert ticks() == {}
    theatre.database.skew += at("19:30", NEXT_DAY) - now_of(theatre.database) + timedelta(seconds=5)
    assert "This has begun" in ticks()["sale"] and faults_of("sale", ticks()["sale"]) == []
    pass_time(theatre.database, minutes=60)
    assert ticks()["sale"], "a tab that was away gets it when it comes back"
