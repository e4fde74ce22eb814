"""Waiting for seats on the pages: joining beside the map, one's own lists, an event's list for its staff; without scripts, and live."""

from __future__ import annotations

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.blocks import block_seats
from bookings.desk.book import book_seats
from bookings.desk.states import cancel
from bookings.desk.waiting.wishes import join_list, leave_list
from bookings.upkeep.waiting import go_on
from tests.live.views.watching import Watching, person
from tests.web.seat_map.at_the_map import HERE
from tests.web.visits import Visit
from tests.world.people import ANN, BOB, CLEO, MAX, SAM
from tests.world.places import HAMLET, ROW_A, ROW_B, ROW_C

LEFT = ["A5", "A6"]


def sell_out(desk: Desk) -> str:
    others = [label for label in [*ROW_A, *ROW_B, *ROW_C] if label not in LEFT]
    desk.do(MAX, block_seats, HAMLET, others, "Sold elsewhere")
    return desk.do(CLEO, book_seats, HAMLET, LEFT)


def test_somebody_joins_sees_their_place_declines_and_books(desk: Desk, visit: Visit) -> None:
    ann, bob = visit(ANN), visit(BOB)
    assert "Join the waiting list" not in ann.open(HERE).words
    booking = sell_out(desk)
    assert "Join the waiting list" in ann.open(HERE).words
    refused = ann.send(f"{HERE}/wait", answers=422, party="9", category="A")
    assert "Choose between 1 and 6 seats." in refused.words and "checked" in refused.page.one("input", name="category", value="A")
    ann.send(f"{HERE}/wait", party="2", category="A")
    assert "You are number 1 on the waiting list" in ann.open(HERE).words
    bob.send(f"{HERE}/wait", party="1")
    assert "already" in bob.send(f"{HERE}/wait", answers=409, party="1").words
    assert "You are number 2" in bob.open("/waiting").words
    desk.do(CLEO, cancel, booking)
    go_on(desk)
    offered = ann.open("/waiting")
    assert "Offered to you: A5, A6." in offered.words and ann.open("/notifications").page.all("a", href="/waiting")
    seen = ann.open(HERE)
    assert "Offered to you until" in seen.words and "Keep my seats" not in seen.words
    (wish,) = ann.open("/waiting").page.buttons("wish")
    bob.send("/waiting", answers=404, wish=wish)
    ann.send("/waiting", wish=wish)
    assert "ended already" in ann.send("/waiting", answers=409, wish=wish).words
    go_on(desk)
    assert "Offered to you: A5." in bob.open(HERE).words
    assert bob.send(f"{HERE}/check-out").goes_to.startswith("/bookings/")
    assert "You wait for nothing" in bob.open("/waiting").words


def test_those_who_work_there_see_who_waits_offer_out_of_turn_and_take_off(desk: Desk, visit: Visit) -> None:
    booking = sell_out(desk)
    ann, bob = desk.do(ANN, join_list, HAMLET, 2), desk.do(BOB, join_list, HAMLET, 2)
    sam, here = visit(SAM), f"{HERE}/waiting"
    visit(ANN).send(here, answers=404, remove=str(bob))
    visit(ANN).send(here, answers=404, offer=str(ann))
    assert [each for each in (ANN.name, BOB.name) if each in sam.open(here).words] == [ANN.name, BOB.name]
    assert "There are not 2 such seats free." in sam.send(here, answers=409, offer=str(bob)).words
    desk.do(CLEO, cancel, booking)
    sam.send(here, offer=str(bob))
    assert "Offered: A5, A6" in sam.open(here).words
    sam.send(here, remove=str(bob))
    assert BOB.name not in sam.open(here).words


def test_everybody_on_the_list_sees_their_place_change_and_nobody_anothers(sqlite: Database) -> None:
    theatre = Watching(sqlite)
    booking = sell_out(Desk(sqlite))
    ann = theatre.do(ANN, join_list, HAMLET, 2)
    theatre.do(BOB, join_list, HAMLET, 2)
    assert "number 2" in theatre.sent(person(BOB))["waiting"] and "waiting" not in theatre.sent(person(CLEO))
    theatre.do(ANN, leave_list, ann)
    assert "number 1" in theatre.sent(person(BOB))["waiting"] and "number" not in theatre.sent(person(ANN))["waiting"]
    theatre.known = theatre.version()
    theatre.do(CLEO, cancel, booking)
    go_on(Desk(sqlite))
    sent = theatre.sent(person(BOB))
    assert "Offered to you: A5, A6." in sent["waiting"] and "Offered to you until" in sent["basket"]
    assert "waiting" not in theatre.sent(person(ANN)) and 'data-state="held"' in theatre.sent()["seat-A5"]
