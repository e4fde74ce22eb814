"""Seats are held and given back by the map's forms, without scripts and by fragments."""

from __future__ import annotations

import pytest

from bookings.desk import Desk, book, holds
from bookings.models import Event
from tests.web.seat_map.at_the_map import HERE, basket, fragments, state
from tests.web.visits import Visit
from tests.world.arena import ARENA, build
from tests.world.clock import NEXT_DAY, at, pass_time
from tests.world.people import ANN, BOB
from tests.world.places import HAMLET, THEATRE


def test_a_seat_is_taken_and_given_back(desk: Desk, visit: Visit) -> None:
    ann = visit(ANN)
    sent = ann.send(f"{HERE}/hold?view=list", seat="A1")
    assert sent.goes_to == f"{HERE}?view=list"
    page = ann.open(sent.goes_to)
    assert "You hold A1 until 10:15." in page.words and "1 of 6" in page.words and state(page, "A1") == "mine"
    page = ann.open(ann.send(f"{HERE}/hold", drop="A1").goes_to)
    assert "A1 is released." in page.words and "None yet" in page.words and state(page, "A1") == "free"


def test_a_button_pressed_twice_or_late_does_what_it_says_and_no_harm(desk: Desk, visit: Visit) -> None:
    ann = visit(ANN)
    for _ in range(2):
        ann.send(f"{HERE}/hold", seat="A1")
        assert basket(desk) == ["A1"]
    for _ in range(2):
        ann.send(f"{HERE}/hold", drop="A1")
        assert basket(desk) == []


def test_what_one_does_in_a_section_leads_back_to_it(desk: Desk, visit: Visit) -> None:
    desk.database.write(lambda session: build(session, THEATRE, at("20:00", NEXT_DAY)))
    page = visit(ANN).open(f"/events/{ARENA}?section=block-4&view=list")
    sent = visit(ANN).send(page.page.one("form", id="hold")["action"], seat="4-C7")
    assert sent.goes_to == f"/events/{ARENA}?view=list&section=block-4"
    outline = visit(ANN).open(f"/events/{ARENA}")
    assert "1 yours" in outline.words


def test_several_seats_are_taken_at_once_or_none(desk: Desk, visit: Visit) -> None:
    visit(ANN).send(f"{HERE}/hold", take="A1,A2,A3")
    desk.do(ANN, holds.release_hold, HAMLET)
    desk.do(BOB, book.book_seats, HAMLET, ["A2"])
    visit(ANN).send(f"{HERE}/hold", answers=409, take="A1,A2,A3")
    assert basket(desk) == []


def test_a_seat_taken_meanwhile_offers_two_others(desk: Desk, visit: Visit) -> None:
    desk.do(BOB, holds.hold_seats, HAMLET, ["A5"])
    lost = visit(ANN).send(f"{HERE}/hold", answers=409, seat="A5")
    assert "A 5 was just taken. A 4 and A 6 are free." in lost.words.replace(" together", "")
    assert lost.page.buttons("take") == ["A4", "A6"]
    assert state(lost, "A5") == "held"


def test_with_scripts_a_loss_is_the_seat_as_it_is_and_a_sentence(desk: Desk, visit: Visit) -> None:
    desk.do(BOB, holds.hold_seats, HAMLET, ["A5"])
    lost = visit(ANN).send(f"{HERE}/hold", answers=409, htmx=True, seat="A5")
    assert fragments(lost) == ["notice", "seat-A5"]
    assert state(lost, "A5") == "held" and 'role="alert"' in lost.text


def test_a_seat_long_gone_says_why_it_cannot_be_had(desk: Desk, visit: Visit) -> None:
    desk.do(BOB, book.book_seats, HAMLET, ["A5"])
    desk.do(BOB, holds.hold_seats, HAMLET, ["B5"])
    pass_time(desk.database, minutes=2)
    for label, why in (("A5", "Row A, seat 5 is taken."), ("B5", "Row B, seat 5 is on hold in somebody's basket")):
        answer = visit(ANN).send(f"{HERE}/hold", answers=409, seat=label)
        assert why in answer.words and "just taken" not in answer.words and "Take" in answer.words


def test_ones_own_booked_seat_leads_to_the_booking(desk: Desk, visit: Visit) -> None:
    booking = desk.do(ANN, book.book_seats, HAMLET, ["A5"])
    assert visit(ANN).send(f"{HERE}/hold", seat="A5").goes_to == f"/bookings/{booking}"
    assert (
        visit(ANN).send(f"{HERE}/hold", answers=200, htmx=True, seat="A5").headers["HX-Redirect"]
        == f"/bookings/{booking}"
    )


def test_the_seventh_seat_is_explained(desk: Desk, visit: Visit) -> None:
    ann = visit(ANN)
    ann.send(f"{HERE}/hold", take="A1,A2,A3,A4,A5,A6")
    full = ann.send(f"{HERE}/hold", answers=409, seat="A7")
    assert "A basket holds 6 seats and yours has 6." in full.words and state(full, "A7") == "free"
    assert fragments(ann.send(f"{HERE}/hold", answers=409, htmx=True, seat="A7")) == ["notice"]


@pytest.mark.parametrize(
    "fields", [{}, {"seat": "Z99"}, {"seat": "<b>"}, {"take": ",,"}, {"drop": "Z99"}, {"seat": "A1\x00"}]
)
def test_a_seat_that_does_not_exist_is_refused_in_words(desk: Desk, visit: Visit, fields: dict[str, str]) -> None:
    desk.do(ANN, holds.hold_seats, HAMLET, ["B1"])
    refused = visit(ANN).send(f"{HERE}/hold", answers=422, **fields)
    assert "There is no seat" in refused.words or "Choose at least one seat." in refused.words
    assert "<b>," not in refused.text and basket(desk) == ["B1"]


def test_with_scripts_what_is_done_is_only_spoken(desk: Desk, visit: Visit) -> None:
    answer = visit(ANN).send(f"{HERE}/hold", answers=200, htmx=True, seat="A1")
    assert fragments(answer) == ["notice", "announcement"]
    assert "You hold A1 until 10:15." in answer.words


def test_the_address_of_a_refusal_leads_back_to_the_map(visit: Visit) -> None:
    assert visit(ANN).open(f"{HERE}/hold?view=list", 302).goes_to == f"{HERE}?view=list"


def test_a_name_full_of_markup_shows_literally(desk: Desk, visit: Visit) -> None:
    title = '<script>alert(1)</script> & "Co"'
    desk.database.write(lambda session: setattr(session.get_one(Event, HAMLET), "title", title))
    for path in (HERE, "/events"):
        page = visit(ANN).open(path)
        assert "<script>alert" not in page.text and "&lt;script&gt;alert(1)" in page.text
